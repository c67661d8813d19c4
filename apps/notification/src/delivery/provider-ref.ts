import type { Tx } from '#outbox';
import type { StatusReport } from './delivery.js';

/** A report that waits for its message. */
export interface Orphan extends StatusReport {
  readonly at: Date;
}

/** Makes a report and the outcome of its send wait for one another: neither may look before the other has written. */
export async function takeTurnOf(tx: Tx, ref: string): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtext('loket-report'), hashtext($1))", [ref]);
}

/** Keeps a report whose message is not known (yet). */
export async function keepOrphan(tx: Tx, ref: string, report: Orphan): Promise<void> {
  await tx.query(
    `insert into orphan_status (provider_ref, status, at, error_code) values ($1, $2, $3, $4) on conflict do nothing`,
    [ref, report.status, report.at, report.errorCode ?? null],
  );
}

/** Takes the reports that came before their message was known. */
export async function takeOrphans(tx: Tx, ref: string): Promise<Orphan[]> {
  const rows = await tx.query<{ status: StatusReport['status']; at: Date; error_code: number | null }>(
    'delete from orphan_status where provider_ref = $1 returning status, at, error_code',
    [ref],
  );
  return rows
    .map(({ status, at, error_code }) => ({ status, at, errorCode: error_code ?? undefined }))
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** Reports nobody claims are forgotten when no status can come any more (Meta sends for 30 days at most). */
export async function forgetOrphans(tx: Tx): Promise<void> {
  await tx.query("delete from orphan_status where kept_at < now() - interval '35 days'");
}
