import { Badge, Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { StationStock } from './station-stock.js';

interface Station {
  readonly stationId: string;
  readonly office: string;
  readonly printerState: string | null;
  readonly printerReasons: readonly string[];
  readonly conditions: readonly string[];
  readonly markers: Readonly<Record<string, number>>;
  readonly lastSeenAt: string | null;
  readonly isSilent: boolean;
  readonly isRevoked: boolean;
  readonly isAway: boolean;
  readonly blanksInStock: number;
  readonly inHand: number;
  readonly cardsMade: number;
  readonly visitUntil: string | null;
}

/** Every station as it was last heard; its stock is kept where its operator opens it. */
export function Stations({ office }: { readonly office: string }) {
  const { say } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const [open, setOpen] = useState<string>();
  const stations = useAsked<{ stations: Station[] }>('stations', '/api/printing-queue/stations');
  return (
    <Part query={stations}>
      {({ stations: all }) => (
        <Stack gap="xs">
          <List
            label={say('Mesin cetak', 'Stations')}
            heads={[
              say('Mesin', 'Station'),
              say('Kantor', 'Office'),
              say('Pencetak', 'Printer'),
              say('Terakhir terlihat', 'Last seen'),
              say('Blangko', 'Blanks'),
              say('Dikerjakan', 'In hand'),
              say('Kartu dibuat', 'Cards made'),
              '',
            ]}
            rows={all
              .filter((one) => office === '' || one.office === office)
              .map((one) => ({
                key: one.stationId,
                cells: [
                  one.stationId,
                  choices.office(one.office),
                  <Printer key="printer" station={one} />,
                  <span key="seen">
                    {times.at(one.lastSeenAt)} <Presence station={one} />
                  </span>,
                  one.blanksInStock,
                  one.inHand,
                  one.cardsMade,
                  may('print-operator', 'admin', 'clerk', 'head', 'ops') ? (
                    <Button
                      key="open"
                      size="compact-sm"
                      variant="default"
                      aria-expanded={open === one.stationId}
                      onClick={() => setOpen(open === one.stationId ? undefined : one.stationId)}
                    >
                      {say('Persediaan …', 'Stock …')}
                    </Button>
                  ) : null,
                ],
              }))}
          />
          {open !== undefined && <StationStock key={open} stationId={open} />}
        </Stack>
      )}
    </Part>
  );
}

function Printer({ station }: { readonly station: Station }) {
  const reasons = station.conditions.length > 0 ? station.conditions : station.printerReasons;
  const markers = Object.entries(station.markers).map(([name, percent]) => `${name} ${percent}%`);
  return (
    <>
      <Text size="sm" span>
        {station.printerState ?? '—'} {reasons.join(', ')}
      </Text>
      {markers.length > 0 && (
        <Text size="xs" c="dimmed">
          {markers.join(' · ')}
        </Text>
      )}
    </>
  );
}

function Presence({ station }: { readonly station: Station }) {
  const { say } = useSpeech();
  if (station.isRevoked)
    return (
      <Badge color="red" variant="light" c="dark.9" tt="none">
        {say('dicabut', 'revoked')}
      </Badge>
    );
  if (station.visitUntil !== null)
    return (
      <Badge color="blue" variant="light" c="dark.9" tt="none">
        {say('jemput bola', 'on a visit')}
      </Badge>
    );
  if (station.isSilent || station.isAway)
    return (
      <Badge color="orange" variant="light" c="dark.9" tt="none">
        {say('diam', 'silent')}
      </Badge>
    );
  return (
    <Badge color="green" variant="light" c="dark.9" tt="none">
      {say('aktif', 'live')}
    </Badge>
  );
}
