import type { DataSource } from 'typeorm';
import { z } from 'zod';
import type { ApplicationState } from '#contracts';
import { stateWords } from '../application/words-for-states.js';
import { remark } from '../particulars/check-particulars.js';

/** What became of a request that came in a bundle, as its officer reads it. Ids and codes, no name or number. */
export const requestResult = z.object({
  requestId: z.uuid(),
  outcome: z.enum(['opened', 'already-open', 'refused']),
  applicationId: z.uuid().nullable(),
  ticket: z.string().nullable(),
  state: z.string().nullable(),
  /** The state in Indonesian. */
  stateWords: z.string().nullable(),
  problems: z.array(remark),
  warnings: z.array(remark),
  /** By the device's clock. */
  takenAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
});
export type RequestResult = z.output<typeof requestResult>;

interface ResultRow {
  readonly request_id: string;
  readonly outcome: RequestResult['outcome'];
  readonly application_id: string | null;
  readonly ticket: string | null;
  readonly state: ApplicationState | null;
  readonly problems: RequestResult['problems'];
  readonly warnings: RequestResult['warnings'];
  readonly taken_at: Date;
  readonly received_at: Date;
}

/** What is told of a device's requests at once: the newest. */
const newest = 200;

/** What became of the requests of a device: of these, or of the newest. */
export async function findResults(
  dataSource: DataSource,
  deviceId: string,
  requestIds?: readonly string[],
): Promise<RequestResult[]> {
  const rows: ResultRow[] = await dataSource.query(
    `select request.*, application.ticket, application.state from bundle_request request
       left join application on application.id = request.application_id
      where request.device_id = $1 and ($2::uuid[] is null or request.request_id = any($2))
      order by request.received_at desc limit ${newest}`,
    [deviceId, requestIds ?? null],
  );
  return rows.map((row) => ({
    requestId: row.request_id,
    outcome: row.outcome,
    applicationId: row.application_id,
    ticket: row.ticket,
    state: row.state,
    stateWords: row.state === null ? null : stateWords[row.state],
    problems: row.problems,
    warnings: row.warnings,
    takenAt: row.taken_at.toISOString(),
    receivedAt: row.received_at.toISOString(),
  }));
}
