import { Injectable } from '@nestjs/common';
import { MaintenanceDue, MaintenanceOverdue } from '#contracts';
import { gauge } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { type Care, whatIsDue } from './what-is-due.js';

const waiting = gauge('loket_maintenance_waiting', 'Machines that want care, by task and level', ['task', 'level']);
const atOnce = 1_000;

/** What a machine needs to be judged; `a` is the asset, `s` its station where it is a printer. */
export const careColumns = `a.cleaning_every_cards as "cleaningEveryCards", coalesce(s.cards_made, 0) - a.cards_at_cleaning as "cardsSinceCleaning",
  a.cleaning_on_ribbon_change as "cleaningOnRibbonChange", a.service_every_days as "serviceEveryDays", a.serviced_at as "servicedAt",
  (select count(*)::int from consumable_movement m
    where m.station_id = a.station_id and m.item = 'ribbon' and m.kind = 'loaded' and m.moved_at > a.cleaned_at) as "ribbonsSinceCleaning"`;

type Machine = Care & {
  readonly assetId: string;
  readonly office: string;
  readonly sort: 'printer' | 'recorder' | 'computer' | 'scanner' | 'server';
};

/** Says once of each machine that its care is due, and once more that it has waited too long. */
@Injectable()
export class LookOverMachines {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** One round. */
  lookOver(now = new Date()): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      await tx.query("select pg_advisory_xact_lock(hashtext('printing-queue.maintenance'))");
      const machines = await tx.query<Machine>(
        `select a.id as "assetId", a.office, a.sort, ${careColumns}
           from asset a left join station s using (station_id) where a.retired_at is null order by a.registered_at, a.id limit ${atOnce}`,
      );
      waiting.reset();
      for (const machine of machines) await this.say(tx, machine, now);
    });
  }

  private async say(tx: Tx, machine: Machine, now: Date): Promise<void> {
    const { assetId, office, sort } = machine;
    const due = whatIsDue(machine, now);
    await tx.query('delete from maintenance_said where asset_id = $1 and not task = any($2::text[])', [
      assetId,
      due.map(({ task }) => task),
    ]);
    for (const { task, level } of due) {
      waiting.inc({ task, level });
      const [changed] = await tx.query<{ since: Date }>(
        `insert into maintenance_said (asset_id, task, level, since) values ($1, $2, $3, $4)
         on conflict (asset_id, task) do update set level = excluded.level where maintenance_said.level <> excluded.level
         returning since`,
        [assetId, task, level, now],
      );
      if (!changed) continue;
      const facts = { assetId, office, sort, task, since: changed.since.toISOString() };
      await tx.emit(level === 'due' ? MaintenanceDue : MaintenanceOverdue, facts);
    }
  }
}
