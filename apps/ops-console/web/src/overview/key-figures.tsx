import { Group, Paper, Text } from '@mantine/core';
import { useSpeech } from '../words/language.js';
import { useFigures } from './figures.js';
import { hoursOf, most, number, type ReportRow, shareOfAll, sum, words } from './report.js';

/** The answers in one line of figures: how many, how fast, how well, what is stuck. */
export function KeyFigures({
  months,
  underWay,
}: {
  readonly months: readonly ReportRow[];
  readonly underWay: readonly ReportRow[];
}) {
  const { say } = useSpeech();
  const { count, share, hours } = useFigures();
  const measured = months.findLast((row) => number(row, 'measured') > 0);
  const first = shareOfAll(months, 'first_time_share', 'judged');
  const oldest = most(underWay, 'oldest_days');
  const tiles = [
    {
      name: say('Permohonan masuk', 'Requests taken in'),
      value: count(sum(months, 'requests')),
      beside: `${count(sum(months, 'handed_over'))} ${say('sudah diserahkan', 'handed over')}`,
    },
    {
      name: `${say('Waktu layanan bersih', 'Net service time')}${measured ? ` (${words(measured, 'month')})` : ''}`,
      value: measured ? hours(hoursOf(measured, 'net_median')) : '—',
      beside: measured ? `${say('kotor', 'gross')} ${hours(hoursOf(measured, 'gross_median'))}` : '',
    },
    {
      name: say('Lewat janji', 'Past the promise'),
      value: count(sum(months, 'overdue')),
      beside: `${say('dari', 'of')} ${count(sum(months, 'measured'))} ${say('yang selesai', 'finished')}`,
    },
    {
      name: say('Berkas lengkap sejak pertama', 'Files complete at once'),
      value: first === null ? '—' : share(first),
      beside: `${count(sum(months, 'judged'))} ${say('berkas diperiksa', 'files judged')}`,
    },
    {
      name: say('Sedang berjalan', 'Under way now'),
      value: count(sum(underWay, 'requests')),
      beside: `${count(sum(underWay, 'held'))} ${say('tertahan', 'held')}`,
    },
    {
      name: say('Menunggu paling lama', 'Waits the longest'),
      value: oldest ? `${count(number(oldest, 'oldest_days'))} ${say('hari', 'days')}` : '—',
      beside: `${count(sum(underWay, 'longer'))} ${say('lebih dari 30 hari', 'more than 30 days')}`,
    },
  ];
  return (
    <Group gap="xs" component="ul" className="tiles">
      {tiles.map(({ name, value, beside }) => (
        <Paper key={name} component="li" withBorder px="sm" py={6} miw={150}>
          <Text size="xs">{name}</Text>
          <Text size="xl" fw={700} lh={1.2}>
            {value}
          </Text>
          <Text size="xs" c="dimmed">
            {beside}
          </Text>
        </Paper>
      ))}
    </Group>
  );
}
