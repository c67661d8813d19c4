import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { roles, type Role } from '#boot';
import { counter, logger } from '#observability';
import { UnitOfWork, type Tx } from '#outbox';
import { ALERTING, isQuiet, type Alerting } from './alerting.js';

const log = logger('mail-staff');
const mails = counter('loket_staff_mails_total', 'Mails to the staff by what became of them', ['outcome']);

interface Due {
  readonly key: string;
  readonly role: string;
  readonly says: string;
  readonly times: number;
}

/** Tells each role in one mail what is due, outside the quiet hours. What cannot be mailed stays due. */
@Injectable()
export class MailStaff implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly mailer: Transporter | undefined;
  private looking = Promise.resolve();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(ALERTING) private readonly alerting: Alerting,
  ) {
    this.mailer =
      alerting.smtpUrl === undefined
        ? undefined
        : createTransport({
            url: alerting.smtpUrl,
            connectionTimeout: 10_000,
            greetingTimeout: 10_000,
            socketTimeout: 20_000,
          });
  }

  onApplicationBootstrap(): void {
    this.looking = this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.looking;
    this.mailer?.close();
  }

  private async look(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.unitOfWork.run((tx) => this.lookOnce(tx));
      } catch (error) {
        log.warn({ err: error }, 'could not look after the alerts of the staff; trying again');
      }
      await pause(this.alerting.everyMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private async lookOnce(tx: Tx): Promise<void> {
    await tx.query("delete from staff_alert where opened_at < now() - interval '60 days'");
    await forgetDecidedReviews(tx);
    if (!this.mailer || isQuiet(new Date(), this.alerting)) return;
    const due = await tx.query<Due>(
      `select key, role, says, times from staff_alert
        where mailed_at is null and over_at is null and due_at <= now()
        order by opened_at limit 500 for update skip locked`,
    );
    for (const role of roles) {
      const told = due.filter((alert) => alert.role === role);
      if (told.length > 0) await this.mail(tx, role, told);
    }
  }

  /** The rows stay locked until the mail is taken: a mail may come twice after a crash, and never not at all. */
  private async mail(tx: Tx, role: Role, alerts: readonly Due[]): Promise<void> {
    const to = this.alerting.addresses[role] ?? [];
    if (to.length === 0) {
      mails.inc({ outcome: 'nobody' });
      log.warn({ key: role }, 'there is an alert and no mail address for its role; set ALERT_ADDRESSES');
    } else {
      try {
        await this.mailer?.sendMail({
          from: this.alerting.from,
          to: [...to],
          subject: `Loket: ${alerts.length} hal perlu dilihat`,
          text: `${alerts.map(({ says, times }) => `- ${says}${times > 1 ? ` (${times} kali)` : ''}`).join('\n')}\n`,
        });
        mails.inc({ outcome: 'sent' });
      } catch (error) {
        mails.inc({ outcome: 'failed' });
        log.warn({ err: error }, 'a mail to the staff could not be sent; trying again');
        return;
      }
    }
    await tx.query('update staff_alert set mailed_at = now() where key = any($1)', [alerts.map(({ key }) => key)]);
  }
}

/** A review is decided when its request has moved on: nobody need be told that it waited. */
async function forgetDecidedReviews(tx: Tx): Promise<void> {
  await tx.query(
    `update staff_alert set over_at = now()
      where application_id is not null and mailed_at is null and over_at is null and due_at <= now()
        and exists (
          select 1 from outgoing o where o.about = staff_alert.application_id and o.announced_at > staff_alert.opened_at
             and o.message_key not in ('application.under-review', 'application.awaiting-recording',
                                       'application.delayed', 'application.resumed'))`,
  );
}
