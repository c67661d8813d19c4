import { Alert, Button, Group, Loader, Text } from '@mantine/core';

import type { ReactNode } from 'react';
import { Refused } from '../session/call.js';
import { useSpeech } from '../words/language.js';

interface Asked<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly refetch: () => Promise<unknown>;
}

/** A part of a page that is asked from a service: it comes, it is missing with the reason, or it is shown. Others go on. */
export function Part<T>({
  query,
  children,
  quiet = false,
}: {
  readonly query: Asked<T>;
  readonly children: (data: T) => ReactNode;
  /** Nothing is shown where this person may not see it. */
  readonly quiet?: boolean;
}) {
  const { say } = useSpeech();
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isPending)
    return (
      <Group gap="xs" role="status" py="xs">
        <Loader size="xs" /> <Text size="sm">{say('Memuat …', 'Loading …')}</Text>
      </Group>
    );
  if (quiet && query.error instanceof Refused && query.error.status === 403) return null;
  return <Missing error={query.error} again={() => void query.refetch()} />;
}

function Missing({ error, again }: { readonly error: Error | null; readonly again: () => void }) {
  const { say } = useSpeech();
  const refused = error instanceof Refused ? error : undefined;
  const told = refused?.details['service'];
  const service = typeof told === 'string' ? told : '';
  const words =
    refused?.status === 403
      ? say('Anda tidak berhak melihat bagian ini.', 'You may not see this part.')
      : refused?.status === 404
        ? say('Belum ada data.', 'There is nothing yet.')
        : refused?.status === 502
          ? say(
              `Bagian ini tidak tersedia: layanan ${service} tidak menjawab. Bagian lain tetap dapat dipakai.`,
              `This part is not available: the service ${service} does not answer. The others still work.`,
            )
          : refused?.status === 0
            ? say('Sambungan ke kantor terputus.', 'The line to the office is down.')
            : (error?.message ?? '');
  return (
    <Alert color="orange" variant="light" my="xs" data-missing={service || undefined}>
      <Group justify="space-between">
        <Text size="sm">{words}</Text>
        {refused?.status !== 403 && (
          <Button size="xs" variant="default" onClick={again}>
            {say('Coba lagi', 'Try again')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}

/** Why an act was not done, where the person who did it looks. */
export function Problem({ error }: { readonly error: Error | null }) {
  const { say } = useSpeech();
  if (!error) return null;
  const isOffline = error instanceof Refused && error.status === 0;
  return (
    <Alert color="red" variant="light" role="alert" mt="xs">
      {isOffline
        ? say(
            'Sambungan terputus. Isian tetap tersimpan; coba lagi setelah tersambung.',
            'The line is down. What you typed is kept; try again once it is back.',
          )
        : error.message}
    </Alert>
  );
}
