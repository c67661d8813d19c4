import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import type { Pair } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

const words: Readonly<Record<string, Pair>> = {
  cleaning: ['pembersihan', 'cleaning'],
  service: ['servis', 'service'],
  due: ['jatuh tempo', 'due'],
  overdue: ['TERLAMBAT', 'OVERDUE'],
};

interface Machine {
  readonly assetId: string;
  readonly office: string;
  readonly label: string;
  readonly due: readonly { readonly task: string; readonly level: string }[];
  readonly cardsSinceCleaning: number;
  readonly servicedAt: string;
  readonly meanCardsBetweenFaults: number | null;
  readonly brokenSince: string | null;
}

/** What is due on which machine, and what is out of order. */
export function Machines({ office }: { readonly office: string }) {
  const { say, word } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const where = office === '' ? '' : `&office=${encodeURIComponent(office)}`;
  const machines = useAsked<{ assets: Machine[] }>('machines', `/api/printing-queue/assets?limit=100${where}`);
  return (
    <Part query={machines}>
      {({ assets }) => (
        <List
          label={say('Perawatan alat', 'Maintenance')}
          heads={[
            say('Kantor', 'Office'),
            say('Alat', 'Machine'),
            say('Jatuh tempo', 'Due'),
            say('Kartu sejak dibersihkan', 'Cards since cleaning'),
            say('Servis terakhir', 'Last service'),
            say('Kartu antar gangguan', 'Cards between faults'),
            say('Rusak sejak', 'Broken since'),
          ]}
          rows={assets.map((one) => ({
            key: one.assetId,
            cells: [
              choices.office(one.office),
              one.label,
              one.due.map(({ task, level }) => `${word(words, task)} ${word(words, level)}`).join(', ') || '—',
              one.cardsSinceCleaning,
              times.on(one.servicedAt),
              one.meanCardsBetweenFaults ?? '—',
              times.at(one.brokenSince),
            ],
          }))}
        />
      )}
    </Part>
  );
}
