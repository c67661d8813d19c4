import type { Role } from '#boot';
import type { Received } from '#contracts';
import type { StaffEvent } from '../flow.js';
import type { Alerting } from './alerting.js';

/** What an event means to the staff: trouble begins, or it is over. */
export type Deed = { readonly key: string; readonly role: Role; readonly says: string } & (
  { readonly does: 'open'; readonly waitSeconds?: number; readonly applicationId?: string } | { readonly does: 'end' }
);

export type Heard = { [E in StaffEvent as E['type']]: Received<E> };

/**
 * Who is told what. One line for each event of `alert-staff` in flow.ts: the compiler asks for it. The key is the trouble
 * itself: while it is open it is one alert, however often it is said.
 */
export const deeds: { readonly [T in keyof Heard]: (event: Heard[T], alerting: Alerting) => Deed } = {
  'message.parked': ({ data: { queue, reason } }) =>
    open(
      `parked:${queue}`,
      'ops',
      `Pesan dari antrean ${queue} tidak dapat diproses (${reason}); periksa meja parkir.`,
    ),
  'print-job.held': ({ data: { jobId, reason } }) =>
    open(
      `held:${jobId}`,
      'print-operator',
      `Pekerjaan cetak ${jobId} ditahan (${reason}); periksa kartunya, lalu putuskan.`,
    ),
  'review.requested': ({ data: { reviewId, applicationId } }, { overdueHours }) => ({
    ...open(
      `review:${reviewId}`,
      'reviewer',
      `Pemeriksaan ${reviewId} menunggu lebih dari ${overdueHours} jam; putuskan di konsol.`,
    ),
    ...{ applicationId, waitSeconds: overdueHours * 3_600 },
  }),
  'link.lost': ({ subject, data }, { linkMinutes }) => ({
    ...open(
      `link:${subject}`,
      'ops',
      `Jaringan ${data.link} (${data.way}) putus sejak ${data.since} (${data.cause}), terlihat oleh ${data.seenBy}.`,
    ),
    waitSeconds: linkMinutes * 60,
  }),
  'link.restored': ({ subject, data }) =>
    end(`link:${subject}`, 'ops', `Jaringan ${data.link} (${data.way}) pulih sejak ${data.since}.`),
};

/** What one of these events means. */
export function deedOf<T extends keyof Heard>(type: T, event: Heard[T], alerting: Alerting): Deed {
  return deeds[type](event, alerting);
}

function open(key: string, role: Role, says: string) {
  return { does: 'open', key, role, says } as const;
}

function end(key: string, role: Role, says: string) {
  return { does: 'end', key, role, says } as const;
}
