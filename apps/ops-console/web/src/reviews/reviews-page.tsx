import { Badge, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { List } from '../parts/list.js';
import { PageTitle } from '../parts/page-title.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { doubtWords, taskWords } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import type { Review } from './reviews.js';

/** The review desk: what people have to look at, what is promised soonest first. */
export function ReviewsPage() {
  const { say, word } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const [task, setTask] = useState('');
  const [only, setOnly] = useState('');
  const query = new URLSearchParams({ order: 'promise', limit: '100' });
  if (task !== '') query.set('task', task);
  if (only !== '') query.set(only, 'true');
  const reviews = useAsked<{ reviews: Review[]; next: string | null }>(
    'reviews',
    `/api/document-validation/reviews?${query}`,
  );
  return (
    <Stack gap="sm">
      <PageTitle>{say('Meja tinjauan', 'Review desk')}</PageTitle>
      <Group align="flex-end">
        <NativeSelect
          label={say('Tugas', 'Task')}
          value={task}
          onChange={({ currentTarget }) => setTask(currentTarget.value)}
          data={[
            { value: '', label: say('Semua tugas', 'All tasks') },
            ...Object.keys(taskWords).map((code) => ({ value: code, label: word(taskWords, code) })),
          ]}
        />
        <NativeSelect
          label={say('Hanya', 'Only')}
          value={only}
          onChange={({ currentTarget }) => setOnly(currentTarget.value)}
          data={[
            { value: '', label: say('semua', 'all') },
            { value: 'free', label: say('yang belum diambil', 'those nobody has in hand') },
            { value: 'proposed', label: say('usulan penolakan', 'proposed refusals') },
          ]}
        />
      </Group>
      <Part query={reviews}>
        {(page) => (
          <>
            <List
              label={say('Tinjauan', 'Reviews')}
              heads={[
                say('Tugas', 'Task'),
                say('Layanan', 'Service'),
                say('Yang meragukan', 'Doubts'),
                say('Menunggu', 'Waiting'),
                say('Janji', 'Promise'),
                say('Kantor', 'Office'),
                say('Petugas', 'In hand'),
              ]}
              rows={page.reviews.map((one) => ({
                key: one.reviewId,
                cells: [
                  <Link key="to" href={`/permohonan/${one.applicationId}`} data-row-link>
                    {word(taskWords, one.task)}
                  </Link>,
                  choices.kind(one.kind),
                  one.doubts.map((doubt) => (
                    <Badge key={doubt} color="orange" variant="light" c="dark.9" tt="none" mr={4}>
                      {word(doubtWords, doubt)}
                    </Badge>
                  )),
                  times.ago(one.openedAt),
                  times.on(one.promisedFor),
                  choices.office(one.office),
                  one.proposal
                    ? `${say('usulan penolakan oleh', 'refusal proposed by')} ${one.proposal.by}`
                    : (one.claimedBy ?? '—'),
                ],
              }))}
              empty={say('Tidak ada yang menunggu.', 'Nothing waits.')}
            />
            {page.next !== null && (
              <Text size="sm">{say('Seratus yang pertama ditampilkan.', 'The first hundred are shown.')}</Text>
            )}
          </>
        )}
      </Part>
    </Stack>
  );
}
