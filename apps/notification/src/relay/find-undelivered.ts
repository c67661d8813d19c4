import { queryRows } from '#outbox';
import type { DataSource } from 'typeorm';
import type { Outgoing } from '../outgoing.js';

/** Whose people: those of a sub-district (a village officer tells them) or of an office (its counter does, when they come). */
export type Place = { readonly district: string } | { readonly office: string };

/**
 * The newest word about each request of a place that has not reached its citizen after so many hours: whatever the
 * reason, somebody else must tell it. What has been told already is left out, and so is who left no number at all.
 */
export function findUndelivered(
  dataSource: DataSource,
  { place, afterHours, limit }: { place: Place; afterHours: number; limit: number },
): Promise<(Outgoing & { readonly error_class: string | null })[]> {
  const [column, code] = 'district' in place ? ['district', place.district] : ['office', place.office];
  return queryRows(
    dataSource,
    `select * from (
       select distinct on (about) * from outgoing
        where about_kind = 'application' and variables ->> '${column}' = $1 and state <> 'superseded'
        order by about, sequence desc, place desc) newest
      where state in ('queued', 'sending', 'sent', 'unknown', 'failed')
        and created_at < now() - make_interval(secs => $2)
        and not exists (select 1 from told_by_relay where message_id = newest.id)
      order by created_at limit $3`,
    [code, afterHours * 3_600, limit],
  );
}
