import { Text } from '@mantine/core';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

interface Station {
  readonly stationId: string;
  readonly office: string;
  readonly lastSeenAt: string | null;
  readonly isSilent: boolean;
  readonly isRevoked: boolean;
  readonly visitUntil: string | null;
}

/** Printers' agents that nobody hears any more, the longest silent first. Who is on a visit or was revoked is meant to be. */
export function SilentStations() {
  const { say } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const stations = useAsked<{ stations: Station[] }>('stations', '/api/printing-queue/stations');
  return (
    <Part query={stations}>
      {({ stations: all }) => {
        const silent = all.filter((one) => one.isSilent && !one.isRevoked && one.visitUntil === null);
        if (silent.length === 0)
          return (
            <Text>
              {say(`Semua mesin cetak terdengar (${all.length}).`, `All stations are heard (${all.length}).`)}
            </Text>
          );
        return (
          <List
            label={say('Mesin cetak yang diam', 'Silent stations')}
            heads={[
              say('Mesin', 'Station'),
              say('Kantor', 'Office'),
              say('Terakhir terdengar', 'Last heard'),
              say('Lama', 'For'),
            ]}
            rows={silent
              .toSorted((one, other) => (one.lastSeenAt ?? '').localeCompare(other.lastSeenAt ?? ''))
              .map((one) => ({
                key: one.stationId,
                cells: [
                  one.stationId,
                  choices.office(one.office),
                  one.lastSeenAt === null ? say('belum pernah', 'never') : times.at(one.lastSeenAt),
                  one.lastSeenAt === null ? '—' : times.ago(one.lastSeenAt),
                ],
              }))}
          />
        );
      }}
    </Part>
  );
}
