import { serviceKindFacts } from '#civil-registry';
import { queryRows } from '#outbox';
import { channelWords, word } from '../pages/words.js';
import {
  count,
  districtNames,
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

const kindTitles: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(serviceKindFacts).map(({ kind, title }) => [kind, title]),
);

/** Requests per half-year, sub-district, channel and kind. */
export async function countRequests(ask: ReportAsk): Promise<Report> {
  const rows = await queryRows<Record<string, Figure>>(
    ask.dataSource,
    `with ${halves}
     select half, district, channel, kind, count(*)::int as requests,
            count(submitted_at)::int as submitted, count(handed_over_at)::int as handed_over,
            count(*) filter (where state in ('rejected', 'withdrawn', 'expired'))::int as ended_without_card
       from halves join request_fact on ${inHalf('begun_at', 'office')}
      group by 1, 2, 3, 4 order by 1 desc, 2, 3, 4 limit ${mostRows}`,
    parametersOf(ask),
  );
  const districtName = districtNames(ask.places);
  return {
    key: 'requests',
    title: 'Permohonan per semester, kecamatan, jalur, dan layanan',
    columns: [
      text('half', 'Semester'),
      text('district', 'Kode kecamatan'),
      text('districtName', 'Kecamatan'),
      text('channel', 'Jalur'),
      text('kind', 'Kode layanan'),
      text('kindTitle', 'Layanan'),
      count('requests', 'Permohonan'),
      count('submitted', 'Diajukan'),
      count('handed_over', 'Diserahkan'),
      count('ended_without_card', 'Berakhir tanpa kartu'),
    ],
    rows: rows.map((row) => ({
      ...row,
      channel: word(channelWords, String(row['channel'])),
      districtName: districtName(row['district'] ?? null),
      kindTitle: kindTitles[String(row['kind'])] ?? String(row['kind']),
    })),
    notes: ['Dihitung pada semester saat permohonan dimulai.'],
  };
}

/** How the people of each sub-district come: WhatsApp, counter, village. */
export async function compareChannels(ask: ReportAsk): Promise<Report> {
  const rows = await queryRows<Record<string, Figure>>(
    ask.dataSource,
    `with ${halves}
     select *, whatsapp::float / nullif(requests, 0) as whatsapp_share from (
       select half, district, count(*)::int as requests,
              count(*) filter (where channel = 'whatsapp')::int as whatsapp,
              count(*) filter (where channel = 'counter')::int as counter,
              count(*) filter (where channel = 'village')::int as village
         from halves join request_fact on ${inHalf('begun_at', 'office')} group by 1, 2) as counted
      order by half desc, whatsapp_share, district limit ${mostRows}`,
    parametersOf(ask),
  );
  const districtName = districtNames(ask.places);
  return {
    key: 'adoption',
    title: 'WhatsApp dibanding loket per kecamatan',
    columns: [
      text('half', 'Semester'),
      text('district', 'Kode kecamatan'),
      text('districtName', 'Kecamatan'),
      count('requests', 'Permohonan'),
      count('whatsapp', 'WhatsApp'),
      count('counter', 'Loket'),
      count('village', 'Desa'),
      share('whatsapp_share', 'Bagian WhatsApp'),
    ],
    rows: rows.map((row) => ({ ...row, districtName: districtName(row['district'] ?? null) })),
    notes: ['Yang paling sedikit memakai WhatsApp lebih dahulu: ke sana sosialisasi diarahkan.'],
  };
}
