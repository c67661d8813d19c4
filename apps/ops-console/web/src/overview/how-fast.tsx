import { Grid } from '@mantine/core';
import { Part } from '../parts/part.js';
import { Section } from '../parts/section.js';
import { useSpeech } from '../words/language.js';
import { Bars, colours } from './bars.js';
import { useFigures } from './figures.js';
import { hoursOf, most, number, type ReportRow, shareOfAll, words } from './report.js';
import { useReport } from './use-report.js';

/** How fast: net beside gross, since net alone hides what citizens waited; and how many files were complete at once. */
export function HowFast({
  months,
  half,
  office,
}: {
  readonly months: readonly ReportRow[];
  readonly half: string;
  readonly office: string;
}) {
  const { say } = useSpeech();
  const { share, hours, count } = useFigures();
  const places = useReport('service-time', { half, office });
  const series = [
    { key: 'net', name: say('bersih (tanpa masa tertahan)', 'net (without holds)'), colour: colours.blue },
    { key: 'gross', name: say('kotor (dengan masa tertahan)', 'gross (with holds)'), colour: colours.orange },
  ];
  const timed = (row: ReportRow, label: string) => ({
    label,
    net: hoursOf(row, 'net_median'),
    gross: hoursOf(row, 'gross_median'),
  });
  const measured = months.filter((row) => number(row, 'measured') > 0);
  const last = measured.at(-1);
  const first = shareOfAll(months, 'first_time_share', 'judged');
  return (
    <Section title={say('Seberapa cepat', 'How fast')}>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Bars
            title={say(
              'Waktu layanan per bulan, nilai tengah, jam kerja',
              'Service time per month, median, working hours',
            )}
            says={
              last
                ? say(
                    `${words(last, 'month')}: bersih ${hours(hoursOf(last, 'net_median'))}, kotor ${hours(hoursOf(last, 'gross_median'))}; sembilan dari sepuluh paling lama ${hours(hoursOf(last, 'net_p90'))} bersih.`,
                    `${words(last, 'month')}: net ${hours(hoursOf(last, 'net_median'))}, gross ${hours(hoursOf(last, 'gross_median'))}; nine of ten within ${hours(hoursOf(last, 'net_p90'))} net.`,
                  )
                : say('Belum ada yang selesai diukur.', 'Nothing has been measured yet.')
            }
            rows={measured.map((row) => timed(row, words(row, 'month')))}
            series={series}
            figure={hours}
            axis={count}
          />
          <Bars
            title={say('Berkas lengkap sejak pertama diajukan', 'Files complete as they first came')}
            says={
              first === null
                ? say('Belum ada berkas yang diperiksa.', 'No file has been judged yet.')
                : say(`${share(first)} dari berkas yang diperiksa.`, `${share(first)} of the files judged.`)
            }
            rows={months
              .filter((row) => number(row, 'judged') > 0)
              .map((row) => ({ label: words(row, 'month'), share: number(row, 'first_time_share') }))}
            series={[{ key: 'share', name: say('bagian yang lengkap', 'share complete'), colour: colours.green }]}
            figure={share}
            most={1}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Part query={places}>
            {({ rows }) => {
              const slowest = most(rows, 'gross_median');
              return (
                <Bars
                  title={say(
                    'Waktu layanan per kecamatan, nilai tengah, jam kerja',
                    'Service time per sub-district, median, working hours',
                  )}
                  says={
                    slowest
                      ? say(
                          `Paling lama: ${words(slowest, 'districtName')}, kotor ${hours(hoursOf(slowest, 'gross_median'))}.`,
                          `Longest: ${words(slowest, 'districtName')}, gross ${hours(hoursOf(slowest, 'gross_median'))}.`,
                        )
                      : say('Belum ada yang selesai diukur.', 'Nothing has been measured yet.')
                  }
                  rows={rows
                    .filter((row) => number(row, 'measured') > 0)
                    .map((row) => timed(row, words(row, 'districtName')))}
                  series={series}
                  isLying
                  figure={hours}
                  axis={count}
                />
              );
            }}
          </Part>
        </Grid.Col>
      </Grid>
    </Section>
  );
}
