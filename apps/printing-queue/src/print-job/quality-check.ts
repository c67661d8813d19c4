import { z } from 'zod';
import type { Tx } from '#outbox';

/** The one-to-one look at a card before it is called good: what is printed, the photo, and the chip read back (domain 4.6). */
export const quality = z.object({ data: z.boolean(), photo: z.boolean(), chip: z.boolean() });
export type Quality = z.infer<typeof quality>;

/** Keeps what the station looked at; nothing where it has not said. */
export async function noteQuality(
  tx: Tx,
  { stationId }: { readonly stationId: string },
  {
    jobId,
    attempt,
    quality: seen,
  }: { readonly jobId: string; readonly attempt: number; readonly quality?: Quality | undefined },
): Promise<void> {
  if (!seen) return;
  await tx.query(
    `insert into quality_check (job_id, attempt, data_ok, photo_ok, chip_ok, station_id) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [jobId, attempt, seen.data, seen.photo, seen.chip, stationId],
  );
}
