import { Section } from '../parts/section.js';
import { useSpeech } from '../words/language.js';
import { Bars, colours } from './bars.js';
import { useFigures } from './figures.js';
import { number, type ReportRow, words } from './report.js';

/** Which sub-districts write by WhatsApp and which still travel to the counter: where outreach goes first. */
export function WhereFrom({ districts }: { readonly districts: readonly ReportRow[] }) {
  const { say } = useSpeech();
  const { share } = useFigures();
  const known = districts.filter((row) => number(row, 'requests') > 0);
  const least = known.toSorted((one, other) => number(one, 'whatsapp_share') - number(other, 'whatsapp_share'));
  return (
    <Section title={say('Dari mana', 'Where from')}>
      <Bars
        title={say('Bagian WhatsApp per kecamatan', 'Share of WhatsApp per sub-district')}
        says={say(
          `Sosialisasi lebih dahulu ke: ${least
            .slice(0, 3)
            .map((row) => words(row, 'districtName'))
            .join(', ')}.`,
          `Outreach first to: ${least
            .slice(0, 3)
            .map((row) => words(row, 'districtName'))
            .join(', ')}.`,
        )}
        rows={least.map((row) => ({ label: words(row, 'districtName'), share: number(row, 'whatsapp_share') }))}
        series={[{ key: 'share', name: 'WhatsApp', colour: colours.green }]}
        isLying
        figure={share}
        most={1}
      />
    </Section>
  );
}
