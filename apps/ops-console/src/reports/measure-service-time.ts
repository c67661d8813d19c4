import { queryRows } from '#outbox';
import { causeWords, word } from '../pages/words.js';
import {
  count,
  districtNames,
  type Figure,
  halves,
  inHalf,
  minutes,
  mostRows,
  parametersOf,
  type Report,
  type ReportAsk,
  share,
  text,
} from './report.js';

/** Net beside gross, per half-year and sub-district: excluding holds without showing them hides what a reader must see. */
export async function measureServiceTimes(ask: ReportAsk): Promise<Report> {
  const rows = await queryRows<Record<string, Figure>>(
    ask.dataSource,
    `with ${halves}
     select half, district, count(*)::int as complete, count(net_minutes)::int as measured,
            percentile_cont(0.5) within group (order by net_minutes) as net_median,
            percentile_cont(0.9) within group (order by net_minutes) as net_p90,
            percentile_cont(0.5) within group (order by gross_minutes) as gross_median,
            percentile_cont(0.9) within group (order by gross_minutes) as gross_p90,
            avg(transit_minutes) filter (where transit_minutes > 0)::float as transit_mean,
            count(*) filter (where overdue)::int as overdue,
            (1 - count(*) filter (where overdue)::float / count(*)) as kept_share
       from halves join request_fact on ${inHalf('begun_at', 'office')} where complete_since is not null
      group by 1, 2 order by 1 desc, 2 limit ${mostRows}`,
    parametersOf(ask),
  );
  const districtName = districtNames(ask.places);
  return {
    key: 'service-time',
    title: 'Waktu layanan: bersih di samping kotor',
    columns: [
      text('half', 'Semester'),
      text('district', 'Kode kecamatan'),
      text('districtName', 'Kecamatan'),
      count('complete', 'Berkas lengkap'),
      count('measured', 'Selesai diukur'),
      minutes('net_median', 'Bersih, tengah'),
      minutes('net_p90', 'Bersih, 90 %'),
      minutes('gross_median', 'Kotor, tengah'),
      minutes('gross_p90', 'Kotor, 90 %'),
      minutes('transit_mean', 'Pengiriman, rata-rata'),
      count('overdue', 'Lewat janji'),
      share('kept_share', 'Tidak lewat janji'),
    ],
    rows: rows.map((row) => ({ ...row, districtName: districtName(row['district'] ?? null) })),
    notes: [
      'Menit kerja sejak berkas lengkap sampai kartu siap diambil. Bersih: tanpa masa tertahan; kotor: dengan masa tertahan; pengiriman antarkantor terpisah dari keduanya.',
      'Jam kerja menurut kalender berkas wilayah.',
    ],
  };
}

/** Why requests waited, and how long. */
export async function countHolds(ask: ReportAsk): Promise<Report> {
  const rows = await queryRows<Record<string, Figure>>(
    ask.dataSource,
    `with ${halves}, over as (
       select half, held.key as cause, count(*)::int as requests, sum(held.value::int)::float as minutes,
              avg(held.value::int)::float as mean
         from halves join request_fact f on ${inHalf('f.begun_at', 'f.office')}
              cross join lateral jsonb_each_text(f.held) as held
        where f.held <> '{}' group by 1, 2),
     waiting as (
       select half, w.cause, count(*)::int as waiting
         from (select application_id, cause from application_hold where until is null
               union select id, waits_for from application where waits_for is not null) w
         join application a on a.id = w.application_id
         join halves on ${inHalf('a.begun_at', 'a.office')} group by 1, 2)
     select half, cause, coalesce(requests, 0) as requests, coalesce(minutes, 0) as minutes, mean,
            coalesce(waiting, 0) as waiting
       from over full join waiting using (half, cause) order by half desc, minutes desc, cause limit ${mostRows}`,
    parametersOf(ask),
  );
  return {
    key: 'holds',
    title: 'Sebab tertahan',
    columns: [
      text('half', 'Semester'),
      text('code', 'Kode sebab'),
      text('cause', 'Sebab'),
      count('requests', 'Permohonan yang pernah tertahan'),
      minutes('minutes', 'Jumlah menit kerja'),
      minutes('mean', 'Rata-rata per permohonan'),
      count('waiting', 'Masih tertahan'),
    ],
    rows: rows.map((row) => ({ ...row, code: row['cause'] ?? null, cause: word(causeWords, String(row['cause'])) })),
    notes: ['Menit dihitung untuk masa tertahan yang sudah selesai.'],
  };
}
