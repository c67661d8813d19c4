import { Grid } from '@mantine/core';
import { channelWords } from '../../../src/pages/words.js';
import { Section } from '../parts/section.js';
import { useSpeech } from '../words/language.js';
import { Bars, colours } from './bars.js';
import { useFigures } from './figures.js';
import { byHalf, number, type ReportRow, sum, words } from './report.js';

/** How many come, month by month and half-year by half-year, and by which way. */
export function HowMany({
  months,
  districts,
}: {
  readonly months: readonly ReportRow[];
  /** Of all half-years. */
  readonly districts: readonly ReportRow[];
}) {
  const { say, word } = useSpeech();
  const { count, share } = useFigures();
  const series = [
    { key: 'whatsapp', name: word(channelWords, 'whatsapp'), colour: colours.green },
    { key: 'counter', name: word(channelWords, 'counter'), colour: colours.blue },
    { key: 'village', name: word(channelWords, 'village'), colour: colours.orange },
  ];
  const halves = byHalf(districts, ['requests', 'whatsapp', 'counter', 'village']);
  const [last, before] = [halves.at(-1), halves.at(-2)];
  const all = sum(months, 'requests');
  return (
    <Section title={say('Berapa banyak', 'How many')}>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Bars
            title={say('Permohonan per bulan menurut jalur', 'Requests per month and channel')}
            says={
              all === 0
                ? say('Tidak ada permohonan pada semester ini.', 'No requests in this half-year.')
                : say(
                    `${count(all)} permohonan; lewat WhatsApp ${share(sum(months, 'whatsapp') / all)}.`,
                    `${count(all)} requests; ${share(sum(months, 'whatsapp') / all)} by WhatsApp.`,
                  )
            }
            rows={months.map((row) => ({ ...row, label: words(row, 'month') }))}
            series={series}
            isStacked
            figure={count}
          />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Bars
            title={say('Permohonan per semester menurut jalur', 'Requests per half-year and channel')}
            says={
              last && before
                ? say(
                    `${words(last, 'half')}: ${count(number(last, 'requests'))}; ${words(before, 'half')}: ${count(number(before, 'requests'))}.`,
                    `${words(last, 'half')}: ${count(number(last, 'requests'))}; ${words(before, 'half')}: ${count(number(before, 'requests'))}.`,
                  )
                : say('Baru satu semester.', 'One half-year so far.')
            }
            rows={halves.map((row) => ({ ...row, label: words(row, 'half') }))}
            series={series}
            isStacked
            figure={count}
          />
        </Grid.Col>
      </Grid>
    </Section>
  );
}
