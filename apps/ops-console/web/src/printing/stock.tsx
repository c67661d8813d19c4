import { Badge } from '@mantine/core';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import type { Pair } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';

const items: Readonly<Record<string, Pair>> = {
  blanks: ['blangko', 'blanks'],
  ribbon: ['ribbon', 'ribbon'],
  film: ['film', 'film'],
  laminate: ['laminasi', 'laminate'],
  'cleaning-kit': ['perangkat pembersih', 'cleaning kit'],
};
const levels: Readonly<Record<string, Pair>> = {
  ok: ['cukup', 'enough'],
  low: ['MENIPIS, pesan sekarang', 'LOW, order now'],
  out: ['HABIS', 'OUT'],
};

interface Level {
  readonly office: string;
  readonly item: string;
  readonly level: string;
  readonly cardsLeft: number;
  readonly cardsPerDay: number;
  readonly workingDaysLeft: number | null;
}

/** For how many cards and working days each office's stock lasts. */
export function Stock({ office }: { readonly office: string }) {
  const { say, word } = useSpeech();
  const choices = useChoices();
  const stock = useAsked<{ stock: Level[] }>('stock', '/api/printing-queue/stock');
  return (
    <Part query={stock}>
      {({ stock: all }) => (
        <List
          label={say('Persediaan', 'Stock')}
          heads={[
            say('Kantor', 'Office'),
            say('Barang', 'Item'),
            say('Cukup untuk', 'Lasts for'),
            say('Hari kerja', 'Working days'),
            say('Keadaan', 'Level'),
          ]}
          rows={all
            .filter((one) => office === '' || one.office === office)
            .map((one) => ({
              key: `${one.office}.${one.item}`,
              cells: [
                choices.office(one.office),
                word(items, one.item),
                `${one.cardsLeft} ${say('kartu', 'cards')} (${one.cardsPerDay} ${say('sehari', 'a day')})`,
                one.workingDaysLeft ?? '—',
                one.level === 'ok' ? (
                  word(levels, one.level)
                ) : (
                  <Badge
                    key="level"
                    color={one.level === 'out' ? 'red' : 'orange'}
                    variant="light"
                    c="dark.9"
                    tt="none"
                  >
                    {word(levels, one.level)}
                  </Badge>
                ),
              ],
            }))}
        />
      )}
    </Part>
  );
}
