import { queryRows } from '#outbox';
import { monthsOf } from './half-year.js';
import {
  count,
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

/** Month by month: how many came and by which way, how long the office took, how many files were complete at once. */
export async function countMonths(ask: ReportAsk, now: Date): Promise<Report> {
  const months = ask.halves.flatMap((half) => monthsOf(half, ask.places.timeZone)).filter(({ from }) => from <= now);
  // A month is a period as a half-year is one: the same rows, the same comparing of instants.
  const rows = await queryRows<Record<string, Figure>>(
    ask.dataSource,
    `with ${halves}
     select half as month, count(application_id)::int as requests,
            count(*) filter (where channel = 'whatsapp')::int as whatsapp,
            count(*) filter (where channel = 'counter')::int as counter,
            count(*) filter (where channel = 'village')::int as village,
            count(handed_over_at)::int as handed_over, count(net_minutes)::int as measured,
            percentile_cont(0.5) within group (order by net_minutes) as net_median,
            percentile_cont(0.9) within group (order by net_minutes) as net_p90,
            percentile_cont(0.5) within group (order by gross_minutes) as gross_median,
            percentile_cont(0.9) within group (order by gross_minutes) as gross_p90,
            count(first_time_complete)::int as judged,
            count(*) filter (where first_time_complete)::float / nullif(count(first_time_complete), 0) as first_time_share,
            count(*) filter (where overdue)::int as overdue
       from halves left join request_fact on ${inHalf('begun_at', 'office')}
      group by 1 order by 1 limit ${mostRows}`,
    parametersOf({ ...ask, halves: months }),
  );
  return {
    key: 'months',
    title: 'Per bulan: jumlah, waktu layanan, kelengkapan berkas',
    columns: [
      text('month', 'Bulan'),
      count('requests', 'Permohonan'),
      count('whatsapp', 'WhatsApp'),
      count('counter', 'Loket'),
      count('village', 'Desa'),
      count('handed_over', 'Diserahkan'),
      count('measured', 'Selesai diukur'),
      minutes('net_median', 'Bersih, tengah'),
      minutes('net_p90', 'Bersih, 90 %'),
      minutes('gross_median', 'Kotor, tengah'),
      minutes('gross_p90', 'Kotor, 90 %'),
      count('judged', 'Berkas diperiksa'),
      share('first_time_share', 'Lengkap sejak pertama'),
      count('overdue', 'Lewat janji'),
    ],
    rows,
    notes: [
      'Dihitung pada bulan saat permohonan dimulai. Waktu dalam menit kerja sejak berkas lengkap sampai kartu siap diambil.',
      'Permohonan bulan-bulan terakhir sebagian masih berjalan: waktunya belum terhitung.',
    ],
  };
}
