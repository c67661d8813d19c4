import { createTransport, type Transporter } from 'nodemailer';
import type { Role } from '#boot';
import type { Alerting } from './alerting.js';
import type { StaffWay, TellableAlert } from './tell-staff.js';

/** One mail to a role with everything that is due. */
export class MailStaff implements StaffWay {
  readonly name = 'mail';
  private readonly mailer: Transporter;

  constructor(
    smtpUrl: string,
    private readonly alerting: Pick<Alerting, 'from' | 'addresses'>,
  ) {
    this.mailer = createTransport({
      url: smtpUrl,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
    });
  }

  reaches(role: Role): boolean {
    return (this.alerting.addresses[role] ?? []).length > 0;
  }

  async tell(role: Role, alerts: readonly TellableAlert[]): Promise<void> {
    await this.mailer.sendMail({
      from: this.alerting.from,
      to: [...(this.alerting.addresses[role] ?? [])],
      subject: `Loket: ${alerts.length} hal perlu dilihat`,
      text: `${alerts.map(({ says, times }) => `- ${says}${times > 1 ? ` (${times} kali)` : ''}`).join('\n')}\n`,
    });
  }

  close(): void {
    this.mailer.close();
  }
}
