import { queryRows } from '#outbox';
import {
  count,
  type Figure,
  halves,
  inHalf,
  mostRows,
  parametersOf,
  type Report,
  type ReportAsk,
  share,
  text,
} from './report.js';

/** What became of the messages to citizens. */
export async function countDeliveries(ask: ReportAsk): Promise<Report> {
  const rows = await queryRows<Record<string, Figure>>(
    ask.dataSource,
    `with ${halves}
     select *, arrived::float / nullif(sent, 0) as arrived_share, failed::float / nullif(messages, 0) as failed_share from (
       select half, m.fact, count(*)::int as messages,
              count(*) filter (where m.state in ('sent', 'delivered', 'read'))::int as sent,
              count(*) filter (where m.state in ('delivered', 'read'))::int as arrived,
              count(*) filter (where m.state = 'read')::int as read,
              count(*) filter (where m.state = 'failed')::int as failed,
              count(*) filter (where m.state = 'unknown')::int as unknown
         from halves join message m on m.at >= halves.since and m.at < halves.until
        where ($4::text is null or exists (select 1 from request_fact f where f.application_id = m.about and f.office = $4))
        group by 1, 2) as counted
      order by half desc, messages desc, fact limit ${mostRows}`,
    parametersOf(ask),
  );
  return {
    key: 'delivery',
    title: 'Pesan kepada warga',
    columns: [
      text('half', 'Semester'),
      text('fact', 'Isi'),
      count('messages', 'Pesan'),
      count('sent', 'Diterima WhatsApp'),
      count('arrived', 'Sampai di ponsel'),
      count('read', 'Dibaca'),
      count('failed', 'Gagal'),
      count('unknown', 'Tidak pasti'),
      share('arrived_share', 'Sampai dari yang terkirim'),
      share('failed_share', 'Gagal'),
    ],
    rows,
    notes: ['Penerima dapat mematikan tanda dibaca; yang dibaca lebih banyak daripada yang tercatat.'],
  };
}

/** Cards made and blanks wasted, per station. */
export async function countPrinting(ask: ReportAsk): Promise<Report> {
  const rows = await queryRows<Record<string, Figure>>(
    ask.dataSource,
    `with ${halves}
     select *, wasted::float / nullif(printed + wasted, 0) as waste_share from (
       select half, office, station, count(*) filter (where outcome = 'printed')::int as printed,
              count(*) filter (where outcome in ('spoiled', 'settled-without-card', 'voided'))::int as wasted,
              count(*) filter (where outcome = 'not-fed')::int as not_fed,
              count(*) filter (where outcome = 'held')::int as held,
              count(distinct (at at time zone $5)::date) filter (where outcome = 'printed')::int as days
         from halves join print_outcome on ${inHalf('at', 'office')} group by 1, 2, 3) as counted
      order by half desc, office, station limit ${mostRows}`,
    [...parametersOf(ask), ask.places.timeZone],
  );
  return {
    key: 'printing',
    title: 'Hasil cetak dan blangko terbuang',
    columns: [
      text('half', 'Semester'),
      text('office', 'Kantor'),
      text('station', 'Stasiun'),
      count('printed', 'Kartu dicetak'),
      count('days', 'Hari mencetak'),
      count('wasted', 'Blangko terbuang'),
      share('waste_share', 'Bagian terbuang'),
      count('not_fed', 'Tidak tertarik mesin'),
      count('held', 'Ditahan untuk diperiksa'),
    ],
    rows,
    notes: ['Stasiun “-”: pekerjaan yang berakhir tanpa kartu, yang hanya mengenal kantornya.'],
  };
}
