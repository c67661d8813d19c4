import { queryRows } from '#outbox';
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
  text,
} from './report.js';

/** What brought people: by the word of the link, and for requests by sub-district. A conversation has no sub-district yet. */
export async function countSources(ask: ReportAsk): Promise<Report> {
  const rows = await queryRows<Record<string, Figure>>(
    ask.dataSource,
    `with ${halves}
     select source, district, sum(conversations)::int as conversations, sum(requests)::int as requests,
            sum(handed_over)::int as handed_over
       from (
         select source, null as district, count(*) as conversations, 0 as requests, 0 as handed_over
           from halves join arrival on ${inHalf('at')} group by 1
         union all
         select s.source, s.district, 0, count(*), count(f.handed_over_at)
           from halves join request_source s on ${inHalf('s.at', 's.office')} left join request_fact f using (application_id)
          group by 1, 2) as counted
      group by 1, 2 order by source, district nulls first limit ${mostRows}`,
    parametersOf(ask),
  );
  const districtName = districtNames(ask.places);
  return {
    key: 'outreach',
    title: 'Yang membawa warga: poster, kecamatan, RT, media sosial',
    columns: [
      text('source', 'Kata sumber'),
      text('district', 'Kode kecamatan'),
      text('districtName', 'Kecamatan'),
      count('conversations', 'Percakapan'),
      count('requests', 'Permohonan'),
      count('handed_over', 'Diserahkan'),
    ],
    rows: rows.map((row) => ({
      ...row,
      districtName: row['district'] === null ? 'semua (percakapan)' : districtName(row['district'] ?? null),
    })),
    notes: [
      'Kata sumber berasal dari tautan atau kode QR pada poster; yang datang sendiri tidak punya kata sumber.',
      'Percakapan dihitung sekali, pada tautan pertama, untuk seluruh wilayah.',
    ],
  };
}
