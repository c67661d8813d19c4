/** A request that has ended, as SQL spells it in the partial indexes. */
export const hasEnded = "state in ('handed_over', 'rejected', 'withdrawn', 'expired')";

/**
 * No reason in law keeps this request. `alias` names its row in the query.
 *
 * Whoever places a hold locks the request first, and whoever erases asks this under the same lock: a hold that was placed
 * is never overtaken.
 */
export function isFree(alias: string): string {
  return `not exists (select 1 from legal_hold h where h.lifted_at is null and h.application_id = ${alias}.id)
    and not exists (select 1 from legal_hold h where h.lifted_at is null and h.nik_index = ${alias}.nik_index)`;
}
