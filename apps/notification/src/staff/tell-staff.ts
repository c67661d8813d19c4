import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { roles, type Role } from '#boot';
import { counter, logger } from '#observability';
import { UnitOfWork, type Tx } from '#outbox';
import { ALERTING, isQuiet, type Alerting } from './alerting.js';

const log = logger('tell-staff');
const tellings = counter('loket_staff_alerts_total', 'Alerts to the staff by way and what became of them', [
  'way',
  'outcome',
]);

export interface TellableAlert {
  readonly key: string;
  readonly role: string;
  readonly says: string;
  readonly times: number;
}

/** A way to reach the staff. */
export interface StaffWay {
  readonly name: string;
  reaches(role: Role): boolean;
  /** @throws Error when nobody was told */
  tell(role: Role, alerts: readonly TellableAlert[]): Promise<void>;
  close?(): void;
}

/** Injects the ways that this office has. */
export const STAFF_WAYS = Symbol('the ways to the staff');

/** Longer than any way takes: whoever claimed alerts and is not done by then has died. */
const claimSeconds = 180;

/** Tells each role at once what is due, outside the quiet hours, by every way that reaches it. What nobody took stays due. */
@Injectable()
export class TellStaff implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private looking = Promise.resolve();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(ALERTING) private readonly alerting: Alerting,
    @Inject(STAFF_WAYS) private readonly ways: readonly StaffWay[],
  ) {}

  onApplicationBootstrap(): void {
    this.looking = this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.looking;
    for (const way of this.ways) way.close?.();
  }

  private async look(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.lookOnce();
      } catch (error) {
        log.warn({ err: error }, 'could not look after the alerts of the staff; trying again');
      }
      await pause(this.alerting.everyMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private async lookOnce(): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await tx.query("delete from staff_alert where opened_at < now() - interval '60 days'");
      await forgetDecidedReviews(tx);
    });
    if (this.ways.length === 0 || isQuiet(new Date(), this.alerting)) return;
    const due = await this.unitOfWork.run(claimDue);
    for (const role of roles) {
      const alerts = due.filter((alert) => alert.role === role);
      if (alerts.length > 0) await this.settle(alerts, await this.tell(role, alerts));
    }
  }

  /** @returns whether somebody was told, or nobody ever can be */
  private async tell(role: Role, alerts: readonly TellableAlert[]): Promise<boolean> {
    const ways = this.ways.filter((way) => way.reaches(role));
    if (ways.length === 0) {
      tellings.inc({ way: 'none', outcome: 'nobody' });
      log.warn({ key: role }, 'there is an alert and no way to its role; set ALERT_ADDRESSES or ALERT_PHONES');
      return true;
    }
    let isTold = false;
    for (const way of ways) {
      try {
        await way.tell(role, alerts);
        tellings.inc({ way: way.name, outcome: 'told' });
        isTold = true;
      } catch (error) {
        tellings.inc({ way: way.name, outcome: 'failed' });
        log.warn({ err: error, way: way.name }, 'the staff could not be told by one way');
      }
    }
    return isTold;
  }

  private async settle(alerts: readonly TellableAlert[], isTold: boolean): Promise<void> {
    await this.unitOfWork.run((tx) =>
      tx.query(
        'update staff_alert set claimed_until = null, told_at = case when $2 then now() else told_at end where key = any($1)',
        [alerts.map(({ key }) => key), isTold],
      ),
    );
  }
}

/** Claims what is due before anybody is told: two processes never tell the same, and after a death it is told again, never not at all. */
function claimDue(tx: Tx): Promise<TellableAlert[]> {
  return tx.query<TellableAlert>(
    `update staff_alert set claimed_until = now() + make_interval(secs => $1)
      where key in (
        select key from staff_alert
         where told_at is null and over_at is null and due_at <= now() and coalesce(claimed_until <= now(), true)
         order by opened_at limit 500 for update skip locked)
      returning key, role, says, times`,
    [claimSeconds],
  );
}

/** A review is decided when its request has moved on: nobody need be told that it waited. */
async function forgetDecidedReviews(tx: Tx): Promise<void> {
  await tx.query(
    `update staff_alert set over_at = now()
      where application_id is not null and told_at is null and over_at is null and due_at <= now()
        and exists (
          select 1 from outgoing o where o.about = staff_alert.application_id and o.announced_at > staff_alert.opened_at
             and o.message_key not in ('application.under-review', 'application.awaiting-recording',
                                       'application.delayed', 'application.resumed'))`,
  );
}
