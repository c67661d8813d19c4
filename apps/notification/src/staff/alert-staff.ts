import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { LinkLost, LinkRestored, MessageParked, PrintJobHeld, Received, ReviewRequested } from '#contracts';
import type { Tx } from '#outbox';
import { ALERTING, type Alerting } from './alerting.js';
import { endAlert, openAlert } from './staff-alert.js';

type Heard =
  | Received<typeof MessageParked>
  | Received<typeof PrintJobHeld>
  | Received<typeof ReviewRequested>
  | Received<typeof LinkLost>
  | Received<typeof LinkRestored>;

/** Notes what somebody of the staff must know; mail-staff.ts tells them. The same trouble is one alert, however often it comes. */
@Controller()
export class AlertStaff {
  constructor(@Inject(ALERTING) private readonly alerting: Alerting) {}

  @EventPattern<string>('notification.alert-staff')
  async handle(@Payload() event: Heard, @Ctx() tx: Tx): Promise<void> {
    switch (event.type) {
      case 'message.parked': {
        const { queue, reason } = event.data;
        return openAlert(tx, {
          key: `parked:${queue}`,
          role: 'ops',
          says: `Pesan dari antrean ${queue} tidak dapat diproses (${reason}); periksa meja pesan terparkir di konsol.`,
        });
      }
      case 'print-job.held':
        return openAlert(tx, {
          key: `held:${event.data.jobId}`,
          role: 'print-operator',
          says: `Pekerjaan cetak ${event.data.jobId} ditahan (${event.data.reason}); periksa kartunya, lalu putuskan di konsol.`,
        });
      case 'review.requested':
        return openAlert(tx, {
          key: `review:${event.data.reviewId}`,
          role: 'reviewer',
          applicationId: event.data.applicationId,
          says: `Pemeriksaan ${event.data.reviewId} menunggu lebih dari ${this.alerting.overdueHours} jam; putuskan di konsol.`,
          waitSeconds: this.alerting.overdueHours * 3_600,
        });
      case 'link.lost':
        return openAlert(tx, {
          key: `link:${event.subject}`,
          role: 'ops',
          says: `Jaringan ${event.data.link} (${event.data.way}) putus sejak ${event.data.since} (${event.data.cause}), terlihat oleh ${event.data.seenBy}.`,
          waitSeconds: this.alerting.linkMinutes * 60,
        });
      case 'link.restored':
        return endAlert(tx, {
          key: `link:${event.subject}`,
          role: 'ops',
          says: `Jaringan ${event.data.link} (${event.data.way}) pulih sejak ${event.data.since}.`,
          at: event.time,
        });
    }
  }
}
