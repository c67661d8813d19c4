import { Group, Paper, Text, UnstyledButton } from '@mantine/core';
import { Link } from 'wouter';
import { useAsked } from '../session/ask.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import type { Counts } from './request.js';

interface Tile {
  readonly name: string;
  readonly count: number | undefined;
  readonly to: string | (() => void);
  readonly isUrgent?: boolean;
}
const most = 100;

/** What waits for a person, for the rights of who looks: each leads to where it is done. */
export function WorkTiles({
  counts,
  show,
}: {
  readonly counts: Counts | undefined;
  readonly show: (state: string) => void;
}) {
  const { say } = useSpeech();
  const talks = may('clerk', 'reviewer', 'head', 'admin');
  const tells = may('clerk', 'reviewer', 'head', 'ops');
  const reviews = useAsked<{ reviews: unknown[] }>('reviews', `/api/document-validation/reviews?limit=${most}`, {
    enabled: may('clerk', 'reviewer', 'head'),
  });
  const handovers = useAsked<{ handovers: unknown[] }>('handovers', `/api/intake/handovers?limit=${most}`, {
    enabled: talks,
  });
  const complaints = useAsked<{ complaints: { overdue: boolean }[] }>(
    'complaints',
    `/api/intake/complaints?limit=${most}`,
    {
      enabled: talks,
    },
  );
  const failures = useAsked<{ failures: unknown[] }>('failures', `/api/notification/failures?limit=${most}`, {
    enabled: tells,
  });
  const inState = (state: string) => counts?.states[state];
  const tiles: (Tile | false)[] = [
    may('clerk', 'reviewer', 'head') && {
      name: say('Tinjauan', 'Reviews'),
      count: reviews.data?.reviews.length,
      to: '/tinjauan',
    },
    talks && { name: say('Percakapan', 'Conversations'), count: handovers.data?.handovers.length, to: '/percakapan' },
    talks && {
      name: say('Pengaduan', 'Complaints'),
      count: complaints.data?.complaints.length,
      to: '/pengaduan',
      isUrgent: complaints.data?.complaints.some(({ overdue }) => overdue) ?? false,
    },
    may('clerk', 'reviewer') && {
      name: say('Perlu perbaikan', 'To be corrected'),
      count: inState('correction_requested'),
      to: () => show('correction_requested'),
    },
    may('print-operator', 'clerk', 'head', 'ops', 'admin') && {
      name: say('Siap cetak', 'Ready to print'),
      count: inState('ready_to_print'),
      to: '/cetak',
    },
    may('print-operator', 'admin') && {
      name: say('Cetak ditahan', 'Held print jobs'),
      count: counts?.heldPrintJobs,
      to: '/cetak',
      isUrgent: (counts?.heldPrintJobs ?? 0) > 0,
    },
    may('clerk', 'print-operator') && {
      name: say('Dalam pengiriman', 'In transit'),
      count: inState('in_transit'),
      to: '/penyerahan',
    },
    may('clerk', 'print-operator') && {
      name: say('Siap diambil', 'Ready for pick-up'),
      count: inState('ready_for_pickup'),
      to: '/penyerahan',
    },
    tells && { name: say('Pesan gagal', 'Failed messages'), count: failures.data?.failures.length, to: '/pesan' },
    may('ops', 'admin') && {
      name: say('Diparkir', 'Parked'),
      count: counts?.parked,
      to: '/sistem',
      isUrgent: (counts?.parked ?? 0) > 0,
    },
  ];
  return (
    <nav aria-label={say('Pekerjaan', 'Work')}>
      <Group gap="xs">
        {tiles
          .filter((tile) => tile !== false)
          .map(({ name, count, to, isUrgent }) => {
            const shown = (
              <Paper withBorder px="sm" py={6} miw={104} bg={isUrgent ? 'red.0' : undefined}>
                <Text size="xl" fw={700} lh={1.1}>
                  {count === undefined ? '–' : count >= most ? `${most}+` : count}
                </Text>
                <Text size="xs">{name}</Text>
              </Paper>
            );
            return typeof to === 'string' ? (
              <UnstyledButton key={name} component={Link} href={to}>
                {shown}
              </UnstyledButton>
            ) : (
              <UnstyledButton key={name} onClick={to}>
                {shown}
              </UnstyledButton>
            );
          })}
      </Group>
    </nav>
  );
}
