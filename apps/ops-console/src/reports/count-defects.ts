import { documents } from '#civil-registry';
import { queryRows } from '#outbox';
import { channelWords, defectWords, word } from '../pages/words.js';
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

const documentNames: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(documents).map(([code, { name }]) => [code, name]),
);

/** How many files were complete as they first came. */
export async function countFirstTimeComplete(ask: ReportAsk): Promise<Report> {
  const rows = await queryRows<Record<string, Figure>>(
    ask.dataSource,
    `with ${halves}
     select half, district, channel, count(first_time_complete)::int as judged,
            count(*) filter (where first_time_complete)::int as first_time,
            count(*) filter (where first_time_complete)::float / nullif(count(first_time_complete), 0) as first_time_share,
            avg(corrections) filter (where first_time_complete is not null)::float as corrections_mean
       from halves join request_fact on ${inHalf('begun_at', 'office')}
      where first_time_complete is not null group by 1, 2, 3 order by 1 desc, 2, 3 limit ${mostRows}`,
    parametersOf(ask),
  );
  const districtName = districtNames(ask.places);
  return {
    key: 'first-time-complete',
    title: 'Berkas lengkap sejak pertama diajukan',
    columns: [
      text('half', 'Semester'),
      text('district', 'Kode kecamatan'),
      text('districtName', 'Kecamatan'),
      text('channel', 'Jalur'),
      count('judged', 'Berkas diperiksa'),
      count('first_time', 'Lengkap sejak pertama'),
      share('first_time_share', 'Bagian'),
      count('corrections_mean', 'Perbaikan per berkas'),
    ],
    rows: rows.map((row) => ({
      ...row,
      channel: word(channelWords, String(row['channel'])),
      districtName: districtName(row['district'] ?? null),
    })),
    notes: [],
  };
}

/** What is missing or wrong most often; a request counts once for each. */
export async function countDefects(ask: ReportAsk): Promise<Report> {
  const rows = await queryRows<Record<string, Figure>>(
    ask.dataSource,
    `with ${halves}, totals as (
       select half, count(*) as files from halves join request_fact on ${inHalf('begun_at', 'office')}
        where first_time_complete is not null group by half),
     named as (
       select half, unnest(defects) as named from halves join request_fact on ${inHalf('begun_at', 'office')}
        where defects <> '{}' and first_time_complete is not null)
     select half, split_part(named, ':', 1) as document, split_part(named, ':', 2) as defect, requests,
            requests::float / files as file_share
       from (select half, named, count(*)::int as requests from named group by 1, 2) as counted join totals using (half)
      order by half desc, requests desc, 2, 3 limit ${mostRows}`,
    parametersOf(ask),
  );
  return {
    key: 'defects',
    title: 'Kekurangan berkas yang paling sering',
    columns: [
      text('half', 'Semester'),
      text('document', 'Kode dokumen'),
      text('documentName', 'Dokumen'),
      text('defect', 'Kekurangan'),
      count('requests', 'Permohonan'),
      share('file_share', 'Bagian dari berkas diperiksa'),
    ],
    rows: rows.map((row) => ({
      ...row,
      documentName: documentNames[String(row['document'])] ?? String(row['document']),
      defect: word(defectWords, String(row['defect'])),
    })),
    notes: [],
  };
}
