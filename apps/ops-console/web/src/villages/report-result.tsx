import { Button, Checkbox, Group, NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../parts/act.js';
import { Problem } from '../parts/part.js';
import { useSpeech } from '../words/language.js';
import { type Entry, resultWords } from './visits.js';

interface Answered {
  readonly results: readonly { readonly outcome: string }[];
}
const choices = {
  record: ['recorded', 'absent', 'failed'],
  'hand-over': ['handed-over', 'not-collected'],
} as const;

/** What came of one line of the list. Choosing it reports it; a card says who took it, and whether the old one came back. */
export function ReportResult({ at, entry }: { readonly at: string; readonly entry: Entry }) {
  const { say, word } = useSpeech();
  const [collectedBy, setCollectedBy] = useState('self');
  const [oldCardTaken, setOldCardTaken] = useState(false);
  const [result, setResult] = useState('');
  const [refused, setRefused] = useState('');
  const isCard = entry.purpose === 'hand-over';
  const sent = useAct({
    path: `${at}/results`,
    stale: ['visits'],
    body: () => ({
      results: [
        {
          ...{ applicationId: entry.applicationId, result, at: new Date().toISOString() },
          ...(result === 'handed-over' ? { collectedBy, oldCardTaken } : {}),
        },
      ],
    }),
    done: (answer) => {
      const outcome = (answer as Answered).results[0]?.outcome;
      setRefused(
        outcome === 'old-card-needed' ? say('KTP lama belum ditarik.', 'The old card must be taken back.') : '',
      );
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!sent.isPending && result !== '') sent.mutate();
      }}
    >
      <Group gap="xs">
        {isCard && (
          <>
            <NativeSelect
              aria-label={say('Diambil oleh', 'Collected by')}
              size="xs"
              value={collectedBy}
              onChange={({ currentTarget }) => setCollectedBy(currentTarget.value)}
              data={[
                { value: 'self', label: say('sendiri', 'self') },
                { value: 'family', label: say('keluarga', 'family') },
                { value: 'proxy', label: say('kuasa', 'proxy') },
              ]}
            />
            <Checkbox
              size="xs"
              label={say('KTP lama ditarik', 'Old card taken')}
              checked={oldCardTaken}
              onChange={({ currentTarget }) => setOldCardTaken(currentTarget.checked)}
            />
          </>
        )}
        <NativeSelect
          aria-label={`${say('Hasil', 'Result')} ${entry.ticket}`}
          size="xs"
          value={result}
          onChange={({ currentTarget }) => setResult(currentTarget.value)}
          data={[
            { value: '', label: '…' },
            ...choices[entry.purpose].map((value) => ({ value, label: word(resultWords, value) })),
          ]}
        />
        <Button type="submit" size="xs" disabled={result === ''} loading={sent.isPending}>
          {say('Catat', 'Note')}
        </Button>
      </Group>
      {refused !== '' && (
        <Text size="sm" c="red.9" role="alert">
          {refused}
        </Text>
      )}
      <Problem error={sent.error} />
    </form>
  );
}
