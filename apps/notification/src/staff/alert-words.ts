import type { Role } from '#boot';
import type { Received, StockItem } from '#contracts';
import type { StaffEvent } from '../flow.js';
import type { Alerting } from './alerting.js';

/** What an event means to some role of the staff: trouble begins, or it is over. */
export type Deed = { readonly key: string; readonly role: Role; readonly says: string } & (
  { readonly does: 'open'; readonly waitSeconds?: number; readonly applicationId?: string } | { readonly does: 'end' }
);

export type Heard = { [E in StaffEvent as E['type']]: Received<E> };

/**
 * Who is told what. One line for each event of `alert-staff` in flow.ts: the compiler asks for it. The key is the trouble
 * itself: while it is open it is one alert, however often it is said.
 */
export const deeds: { readonly [T in keyof Heard]: (event: Heard[T], alerting: Alerting) => Deed | readonly Deed[] } = {
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
  'stock.low': ({ subject, data }) =>
    open(
      `stock-low:${subject}`,
      'print-operator',
      `Persediaan ${items[data.item]} di ${data.office} tinggal untuk ${data.cardsLeft} kartu; pesan sekarang.`,
    ),
  'stock.out': ({ subject, data }) => [
    open(`stock-out:${subject}`, 'print-operator', `Persediaan ${items[data.item]} di ${data.office} habis.`),
    open(
      `stock-out-head:${subject}`,
      'head',
      `Persediaan ${items[data.item]} di ${data.office} habis; pencetakan berhenti di sana.`,
    ),
  ],
  'stock.replenished': ({ subject, data }) =>
    (
      [
        ['stock-low', 'print-operator'],
        ['stock-out', 'print-operator'],
        ['stock-out-head', 'head'],
      ] as const
    ).map(([key, role]) =>
      end(`${key}:${subject}`, role, `Persediaan ${items[data.item]} di ${data.office} cukup lagi.`),
    ),
  'station.silent': ({ data: { stationId, office, since } }) =>
    open(
      `station:${stationId}`,
      'print-operator',
      `Stasiun cetak ${stationId} di ${office} diam sejak ${since}; periksa mesin dan jaringannya.`,
    ),
  'station.returned': ({ data: { stationId } }) =>
    end(`station:${stationId}`, 'print-operator', `Stasiun cetak ${stationId} terdengar lagi.`),
  'maintenance.due': ({ data: { assetId, office, sort, task } }) =>
    open(`maintenance:${assetId}:${task}`, 'print-operator', `Waktunya ${tasks[task]} ${machines[sort]} di ${office}.`),
  'maintenance.overdue': ({ data: { assetId, office, sort, task, since } }) =>
    open(
      `maintenance-overdue:${assetId}:${task}`,
      'head',
      `${machines[sort]} di ${office} menunggu ${tasks[task]} sejak ${since}.`,
    ),
  'application.overdue': ({ data: { applicationId, office } }) =>
    open(
      `overdue:${applicationId}`,
      'head',
      `Permohonan ${applicationId} di ${office} lewat janji layanan; lihat di konsol.`,
    ),
  'complaint.overdue': ({ data: { complaintId, office } }) =>
    open(`complaint:${complaintId}`, 'head', `Pengaduan ${complaintId} di ${office} lewat batas waktu jawabnya.`),
  'conversation.handed-to-clerk': ({ data: { handoverId } }) =>
    open(`handover:${handoverId}`, 'clerk', 'Seorang warga menunggu jawaban petugas di percakapannya.'),
  'conversation.handed-back': ({ data: { handoverId } }) =>
    end(`handover:${handoverId}`, 'clerk', 'Percakapan itu dijawab sistem lagi.'),
};

const items = {
  blanks: 'blangko',
  ribbon: 'ribbon',
  film: 'film',
  laminate: 'laminasi',
  'cleaning-kit': 'alat pembersih',
} as const satisfies Record<StockItem, string>;
const tasks = { cleaning: 'pembersihan', service: 'servis' } as const;
const machines = {
  printer: 'mesin cetak',
  recorder: 'alat rekam',
  computer: 'komputer',
  scanner: 'pemindai',
  server: 'server',
} as const;

/** What one of these events means. */
export function deedsOf<T extends keyof Heard>(type: T, event: Heard[T], alerting: Alerting): readonly Deed[] {
  const found = deeds[type](event, alerting);
  return 'does' in found ? [found] : found;
}

function open(key: string, role: Role, says: string) {
  return { does: 'open', key, role, says } as const;
}

function end(key: string, role: Role, says: string) {
  return { does: 'end', key, role, says } as const;
}
