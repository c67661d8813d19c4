import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ParkedShown } from '../../../src/parked/parked-message.row.js';
import { useAct } from '../parts/act.js';
import { List } from '../parts/list.js';
import { Part, Problem } from '../parts/part.js';
import { useLongList } from '../session/ask.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

/** What could not be handled: sent back to the queue it came from, or put away, each with a reason. */
export function ParkedDesk() {
  const { say } = useSpeech();
  const times = useTimes();
  const parked = useLongList<{ parked: ParkedShown[]; next: string | null }>(
    'parked',
    '/api/ops-console/parked?state=open&limit=50',
    ({ next }) => next,
    'after',
  );
  return (
    <Part query={parked}>
      {({ pages }) => (
        <>
          <Text size="sm">
            {say(
              'Pesan yang tidak dapat ditangani. Kirim ulang setelah sebabnya diperbaiki; pesan yang sudah ditangani tidak berlaku dua kali.',
              'Messages that could not be handled. Send again once the cause is mended; what was handled already has no effect twice.',
            )}
          </Text>
          <List
            label={say('Meja parkir', 'Parked desk')}
            heads={[
              say('Diparkir', 'Parked'),
              say('Kejadian', 'Event'),
              say('Antrean', 'Queue'),
              say('Sebab', 'Reason'),
              say('Galat', 'Error'),
              say('Percobaan', 'Attempts'),
              say('Keputusan', 'Decision'),
            ]}
            empty={say('Meja parkir kosong.', 'The desk is empty.')}
            rows={pages
              .flatMap((page) => page.parked)
              .map((one) => ({
                key: one.parkedId,
                cells: [
                  times.at(one.parkedAt),
                  one.eventType,
                  one.queue,
                  one.reason,
                  one.error ?? '',
                  one.attempts,
                  <Decision key="decision" parkedId={one.parkedId} mayReplay={one.queue !== 'unknown'} />,
                ],
              }))}
          />
          {parked.hasNextPage && (
            <Button variant="default" onClick={() => void parked.fetchNextPage()}>
              {say('Tampilkan lagi', 'Show more')}
            </Button>
          )}
        </>
      )}
    </Part>
  );
}

function Decision({ parkedId, mayReplay }: { readonly parkedId: string; readonly mayReplay: boolean }) {
  const { say } = useSpeech();
  const [why, setWhy] = useState('');
  const at = `/api/ops-console/parked/${parkedId}`;
  const decided = { stale: ['parked', 'counts', 'queues'], body: () => ({ why: why.trim() }) };
  const replay = useAct({ path: `${at}/replay`, ...decided });
  const dismiss = useAct({ path: `${at}/dismissal`, ...decided });
  const isShort = why.trim().length < 5;
  return (
    <>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          aria-label={say('Alasan', 'Reason')}
          placeholder={say('Alasan', 'Reason')}
          maxLength={500}
          value={why}
          onChange={({ currentTarget }) => setWhy(currentTarget.value)}
        />
        {mayReplay && (
          <Button disabled={isShort} loading={replay.isPending} onClick={() => replay.mutate()}>
            {say('Kirim ulang', 'Send again')}
          </Button>
        )}
        <Button variant="default" disabled={isShort} loading={dismiss.isPending} onClick={() => dismiss.mutate()}>
          {say('Singkirkan', 'Put away')}
        </Button>
      </Group>
      <Problem error={replay.error ?? dismiss.error} />
    </>
  );
}
