import { applicationStates } from '#contracts';
import { queryRows } from '#outbox';
import { causeWords, stateWords, word } from '../pages/words.js';
import { count, type Figure, type Report, type ReportAsk, text } from './report.js';

const over: readonly string[] = ['handed_over', 'rejected', 'withdrawn', 'expired'];

/**
 * Where requests are stuck now: each state, how long they have been in it, and what they mostly wait for. Of every half-year: a
 * request that waits since last year is the one to be seen.
 */
export async function showUnderWay({ dataSource, office }: ReportAsk, now: Date): Promise<Report> {
  const running = applicationStates.filter((state) => !over.includes(state));
  const rows = await queryRows<Record<string, Figure>>(
    dataSource,
    `with under_way as (
       select id, state, $3::timestamptz - moved_at as age, waits_for from application
        where state = any($1::text[]) and ($2::text is null or office = $2)),
     waiting as (
       select id, state, waits_for as cause from under_way where waits_for is not null
       union
       select id, state, cause from under_way join application_hold h on h.application_id = id and h.until is null),
     causes as (
       select state, count(distinct id)::int as held, mode() within group (order by cause) as cause from waiting group by 1)
     select state, count(*)::int as requests,
            count(*) filter (where age < interval '1 day')::int as day,
            count(*) filter (where age >= interval '1 day' and age < interval '3 days')::int as three_days,
            count(*) filter (where age >= interval '3 days' and age < interval '7 days')::int as week,
            count(*) filter (where age >= interval '7 days' and age < interval '30 days')::int as month,
            count(*) filter (where age >= interval '30 days')::int as longer,
            extract(day from max(age))::int as oldest_days, coalesce(max(held), 0) as held, max(cause) as cause
       from under_way left join causes using (state) group by 1 order by array_position($1::text[], state)`,
    [running, office, now],
  );
  return {
    key: 'under-way',
    title: 'Yang sedang berjalan: di tahap mana, sudah berapa lama, menunggu apa',
    columns: [
      text('state', 'Kode tahap'),
      text('stateName', 'Tahap'),
      count('requests', 'Permohonan'),
      count('day', 'Kurang dari 1 hari'),
      count('three_days', '1–3 hari'),
      count('week', '3–7 hari'),
      count('month', '7–30 hari'),
      count('longer', '30 hari ke atas'),
      count('oldest_days', 'Terlama, hari'),
      count('held', 'Tertahan'),
      text('cause', 'Kode sebab'),
      text('causeName', 'Sebab terbanyak'),
    ],
    rows: rows.map((row) => ({
      ...row,
      stateName: word(stateWords, String(row['state'])),
      causeName: typeof row['cause'] === 'string' ? word(causeWords, row['cause']) : null,
    })),
    notes: ['Keadaan saat ini, semua semester. Hari kalender sejak permohonan masuk ke tahap itu.'],
  };
}
