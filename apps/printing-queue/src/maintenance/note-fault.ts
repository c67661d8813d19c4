import { counter } from '#observability';
import type { Tx } from '#outbox';

export const faults = counter('loket_machine_faults_total', 'Faults that were written down, by sort of machine', [
  'sort',
]);

/** The same fault again so soon is the same one: a jam that was not cleared well. */
const againWithin = '10 minutes';

/**
 * Opens a fault in the log of a station's printer when it says that it has broken down, and closes it when it says that it has
 * not any more. What a person has opened, a person closes. Nothing is written of a printer that is not in the register.
 * @param fault the word for it; undefined while it is well
 * @param isKnown false while the printer is switched off: then nobody knows whether it is mended
 */
export async function noteFault(tx: Tx, stationId: string, fault: string | undefined, isKnown: boolean): Promise<void> {
  if (!isKnown) return;
  await tx.query(
    `update asset_entry e set repaired_at = now(), repaired_by = $1, repair_note = 'mesin melapor baik kembali'
       from asset a where a.id = e.asset_id and a.station_id = $1 and a.retired_at is null
        and e.kind = 'fault' and e.repaired_at is null and e.reported is not null and e.reported is distinct from $2`,
    [stationId, fault ?? null],
  );
  if (fault === undefined) return;
  const again = await tx.query(
    `update asset_entry set repaired_at = null, repaired_by = null, repair_note = null
      where id = (select e.id from asset_entry e join asset a on a.id = e.asset_id
                   where a.station_id = $1 and a.retired_at is null and e.kind = 'fault' order by e.id desc limit 1)
        and reported = $2 and repaired_by = $1 and repaired_at > now() - interval '${againWithin}'
     returning 1`,
    [stationId, fault],
  );
  if (again.length > 0) return;
  const made = await tx.query<{ sort: string }>(
    `insert into asset_entry (asset_id, kind, note, cards, written_by, reported)
     select a.id, 'fault', 'dilaporkan mesin: ' || $2, s.cards_made, $1, $2
       from asset a join station s using (station_id) where a.station_id = $1 and a.retired_at is null
     on conflict do nothing
     returning (select sort from asset where id = asset_entry.asset_id) as sort`,
    [stationId, fault],
  );
  for (const { sort } of made) faults.inc({ sort });
}
