import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { may } from '../session/visitor.js';
import type { Pair } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { WriteCare } from './write-care.js';

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
  readonly cardsUntilCleaning: number | null;
  readonly nextServiceAt: string | null;
  readonly servicedAt: string;
  readonly meanCardsBetweenFaults: number | null;
  readonly brokenSince: string | null;
}

/** The calendar of the machines: what is due and when, the soonest first, and what is out of order. */
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
            say('Dibersihkan dalam', 'Cleaning in'),
            say('Servis berikutnya', 'Next service'),
            say('Servis terakhir', 'Last service'),
            say('Kartu antar gangguan', 'Cards between faults'),
            say('Rusak sejak', 'Broken since'),
            '',
          ]}
          rows={assets.toSorted(soonestFirst).map((one) => ({
            key: one.assetId,
            cells: [
              choices.office(one.office),
              one.label,
              one.due.map(({ task, level }) => `${word(words, task)} ${word(words, level)}`).join(', ') || '—',
              one.cardsUntilCleaning === null
                ? say(`${one.cardsSinceCleaning} kartu sejak dibersihkan`, `${one.cardsSinceCleaning} cards since`)
                : say(`${one.cardsUntilCleaning} kartu`, `${one.cardsUntilCleaning} cards`),
              times.on(one.nextServiceAt),
              times.on(one.servicedAt),
              one.meanCardsBetweenFaults ?? '—',
              times.at(one.brokenSince),
              may('print-operator', 'admin', 'ops') ? (
                <WriteCare key="care" assetId={one.assetId} label={one.label} isBroken={one.brokenSince !== null} />
              ) : null,
            ],
          }))}
        />
      )}
    </Part>
  );
}

/** What is broken or due stands on top, then by the day of the next service; what has none comes last. */
function soonestFirst(one: Machine, other: Machine): number {
  const urgency = ({ brokenSince, due }: Machine) => (brokenSince === null ? 0 : 2) + (due.length > 0 ? 1 : 0);
  const never = '9999';
  return urgency(other) - urgency(one) || (one.nextServiceAt ?? never).localeCompare(other.nextServiceAt ?? never);
}
