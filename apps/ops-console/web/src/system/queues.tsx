import { Text } from '@mantine/core';
import type { QueueShown } from '../../../src/show-queues.js';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked } from '../session/ask.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

/** The broker's queues, the fullest first: what waits, and who takes it. */
export function Queues() {
  const { say } = useSpeech();
  const times = useTimes();
  const queues = useAsked<{ queues: QueueShown[]; monitored: boolean }>('queues', '/api/ops-console/queues');
  return (
    <Part query={queues}>
      {({ queues: all, monitored }) =>
        monitored ? (
          <List
            label={say('Antrean', 'Queues')}
            heads={[
              say('Antrean', 'Queue'),
              say('Pesan', 'Messages'),
              say('Siap', 'Ready'),
              say('Tertua, kira-kira', 'Oldest, about'),
              say('Penerima', 'Consumers'),
            ]}
            rows={[...all]
              .sort((one, other) => other.messages - one.messages)
              .map((one) => ({
                key: one.queue,
                cells: [
                  one.queue,
                  one.messages,
                  one.ready,
                  one.oldestSeconds === null ? '—' : times.span(one.oldestSeconds),
                  one.consumers === 0 ? <b key="none">{say('tidak ada', 'none')}</b> : one.consumers,
                ],
              }))}
          />
        ) : (
          <Text c="dimmed">
            {say(
              'Antrean tidak dipantau: RABBITMQ_MONITOR_URL belum diisi.',
              'Queues are not watched: RABBITMQ_MONITOR_URL is not set.',
            )}
          </Text>
        )
      }
    </Part>
  );
}
