import { Grid, Paper, Text, Title } from '@mantine/core';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked } from '../session/ask.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { CountBlanks } from './count-blanks.js';
import { MoveConsumables } from './move-consumables.js';
import { ReceiveBlanks } from './receive-blanks.js';

interface Movement {
  readonly kind: string;
  readonly item?: string;
  readonly quantity: number;
  readonly by: string;
  readonly note: string | null;
  readonly at: string;
}
interface Blanks {
  readonly counted: number;
  readonly blanks: {
    readonly inStock: number;
    readonly reserved: number;
    readonly used: number;
    readonly spoiled: number;
    readonly returned: number;
    readonly missing: number;
  };
  readonly latest: readonly Movement[];
}
interface Consumables {
  readonly consumables: readonly {
    readonly item: string;
    readonly onHand: number;
    readonly isLoaded: boolean;
    readonly printsOnLoaded: number;
  }[];
  readonly latest: readonly Movement[];
}

/** A station's ledger: blanks to the piece and what the printer uses up, entries and the daily count. */
export function StationStock({ stationId }: { readonly stationId: string }) {
  const { say } = useSpeech();
  const at = `/api/printing-queue/stations/${encodeURIComponent(stationId)}`;
  const blanks = useAsked<Blanks>('stock', `${at}/blanks`);
  const consumables = useAsked<Consumables>('stock', `${at}/consumables`);
  const mayWrite = may('print-operator', 'admin');
  return (
    <Paper withBorder p="sm" data-stock={stationId}>
      <Title order={3} size="h5">
        {say('Persediaan', 'Stock of')} {stationId}
      </Title>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Part query={blanks}>
            {({ counted, blanks: of, latest }) => (
              <>
                <Text size="sm">
                  {say('Di lemari dan mesin', 'In cabinet and printer')}: <b>{counted}</b> ·{' '}
                  {say('dipesan', 'reserved')} {of.reserved} · {say('terpakai', 'used')} {of.used} ·{' '}
                  {say('rusak', 'spoiled')} {of.spoiled} · {say('hilang', 'missing')} {of.missing}
                </Text>
                {mayWrite && <CountBlanks at={at} expected={counted} />}
                {mayWrite && <ReceiveBlanks at={at} />}
                <Movements of={latest} />
              </>
            )}
          </Part>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Part query={consumables}>
            {({ consumables: items, latest }) => (
              <>
                {items.map(({ item, onHand, isLoaded, printsOnLoaded }) => (
                  <Text key={item} size="sm">
                    {item}: <b>{onHand}</b>
                    {isLoaded
                      ? ` · ${say('terpasang, sudah', 'loaded, made')} ${printsOnLoaded} ${say('cetakan', 'prints')}`
                      : ''}
                  </Text>
                ))}
                {mayWrite && <MoveConsumables at={at} />}
                <Movements of={latest} />
              </>
            )}
          </Part>
        </Grid.Col>
      </Grid>
    </Paper>
  );
}

function Movements({ of }: { readonly of: readonly Movement[] }) {
  const { say } = useSpeech();
  const times = useTimes();
  return (
    <details>
      <summary>{say('Mutasi terakhir', 'Latest movements')}</summary>
      <List
        label={say('Mutasi terakhir', 'Latest movements')}
        heads={[
          say('Waktu', 'At'),
          say('Kejadian', 'What'),
          say('Jumlah', 'Pieces'),
          say('Oleh', 'By'),
          say('Catatan', 'Note'),
        ]}
        rows={of.map((one, nth) => ({
          key: `${nth}`,
          cells: [
            times.at(one.at),
            [one.item, one.kind].filter(Boolean).join(' '),
            one.quantity,
            one.by,
            one.note ?? '',
          ],
        }))}
      />
    </details>
  );
}
