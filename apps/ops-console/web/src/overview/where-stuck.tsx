import { causeWords, stateWords } from '../../../src/pages/words.js';
import { Section } from '../parts/section.js';
import { useSpeech } from '../words/language.js';
import { Bars, colours } from './bars.js';
import { useFigures } from './figures.js';
import { most, number, type ReportRow, words } from './report.js';

/** Where requests stand now, and for how long they have stood there. */
export function WhereStuck({ underWay }: { readonly underWay: readonly ReportRow[] }) {
  const { say, word } = useSpeech();
  const { count } = useFigures();
  const fullest = most(underWay, 'held') ?? most(underWay, 'requests');
  const cause = fullest && typeof fullest['cause'] === 'string' ? word(causeWords, fullest['cause']) : undefined;
  const ages = [
    { key: 'day', name: say('kurang dari 1 hari', 'less than a day') },
    { key: 'three_days', name: say('1–3 hari', '1–3 days') },
    { key: 'week', name: say('3–7 hari', '3–7 days') },
    { key: 'month', name: say('7–30 hari', '7–30 days') },
    { key: 'longer', name: say('30 hari ke atas', '30 days and more') },
  ];
  return (
    <Section title={say('Di mana tersendat', 'Where it is stuck')}>
      <Bars
        title={say('Permohonan berjalan menurut tahap dan umur', 'Requests under way by state and age')}
        says={
          fullest
            ? [
                say(
                  `Paling tersendat: ${word(stateWords, words(fullest, 'state'))}, ${count(number(fullest, 'held'))} tertahan dari ${count(number(fullest, 'requests'))}`,
                  `Most stuck: ${word(stateWords, words(fullest, 'state'))}, ${count(number(fullest, 'held'))} held of ${count(number(fullest, 'requests'))}`,
                ),
                cause === undefined ? '.' : say(`, terutama ${cause}.`, `, mostly: ${cause}.`),
              ].join('')
            : say('Tidak ada yang sedang berjalan.', 'Nothing is under way.')
        }
        rows={underWay.map((row) => ({ ...row, label: word(stateWords, words(row, 'state')) }))}
        series={ages.map((age, at) => ({ ...age, colour: colours.ages[at] ?? colours.grey }))}
        isStacked
        isLying
        figure={count}
      />
    </Section>
  );
}
