import type { Tx } from '#outbox';

/** Writes down from when to when what kept an office from printing: the evidence for a budget. Under the office's lock. */
export async function noteObstacle(tx: Tx, office: string, cause: string | null): Promise<void> {
  const [open] = await tx.query<{ cause: string }>('select cause from obstacle where office = $1 and until is null', [
    office,
  ]);
  if ((open?.cause ?? null) === cause) return;
  if (open) await tx.query('update obstacle set until = now() where office = $1 and until is null', [office]);
  if (cause) await tx.query('insert into obstacle (office, cause) values ($1, $2)', [office, cause]);
}
