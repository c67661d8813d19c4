import { Grid } from '@mantine/core';
import { causeWords } from '../../../src/pages/words.js';
import { Part } from '../parts/part.js';
import { Section } from '../parts/section.js';
import { useSpeech } from '../words/language.js';
import { Bars, colours } from './bars.js';
import { useFigures } from './figures.js';
import { most, number, type ReportRow, words } from './report.js';
import { useReport } from './use-report.js';

const defectsShown = 8;

/** Why requests wait: causes of holds, and what is missing in files most often. */
export function Why({ half, office }: { readonly half: string; readonly office: string }) {
  const { say, word } = useSpeech();
  const { count } = useFigures();
  const holds = useReport('holds', { half, office });
  const defects = useReport('defects', { half, office });
  const hoursHeld = (row: ReportRow) => Math.round(number(row, 'minutes') / 60);
  return (
    <Section title={say('Mengapa', 'Why')}>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Part query={holds}>
            {({ rows }) => {
              const worst = most(rows, 'minutes');
              return (
                <Bars
                  title={say('Permohonan tertahan menurut sebab', 'Requests held, by cause')}
                  says={
                    worst
                      ? say(
                          `Paling lama: ${word(causeWords, words(worst, 'code'))}, seluruhnya ${count(hoursHeld(worst))} jam kerja.`,
                          `Longest: ${word(causeWords, words(worst, 'code'))}, ${count(hoursHeld(worst))} working hours in all.`,
                        )
                      : say('Tidak ada yang pernah tertahan selesai.', 'No hold has ended yet.')
                  }
                  rows={rows.map((row) => ({ ...row, label: word(causeWords, words(row, 'code')) }))}
                  series={[
                    { key: 'requests', name: say('pernah tertahan', 'held and released'), colour: colours.blue },
                    { key: 'waiting', name: say('masih tertahan', 'held now'), colour: colours.orange },
                  ]}
                  isLying
                  figure={count}
                />
              );
            }}
          </Part>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 6 }}>
          <Part query={defects}>
            {({ rows }) => {
              const [first] = rows;
              const named = (row: ReportRow) => `${words(row, 'documentName')}: ${words(row, 'defect')}`;
              return (
                <Bars
                  title={say('Kekurangan berkas yang paling sering', 'What files lack most often')}
                  says={first ? `${named(first)} (${count(number(first, 'requests'))}).` : say('Tidak ada.', 'None.')}
                  rows={rows.slice(0, defectsShown).map((row) => ({ ...row, label: named(row) }))}
                  series={[{ key: 'requests', name: say('permohonan', 'requests'), colour: colours.purple }]}
                  isLying
                  figure={count}
                />
              );
            }}
          </Part>
        </Grid.Col>
      </Grid>
    </Section>
  );
}
