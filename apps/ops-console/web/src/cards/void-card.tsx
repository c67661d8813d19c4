import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { ActForm } from '../parts/act.js';
import { useDraft } from '../session/drafts.js';
import { useSpeech } from '../words/language.js';

const empty = { reason: '' };

/** The card in the hand is not the right one, or spoiled: it stays here, and another is printed once a second person agrees. */
export function VoidCard({ jobId }: { readonly jobId: string }) {
  const { say } = useSpeech();
  const [isWrong, setWrong] = useState(false);
  const { values, put, forget } = useDraft(`void-card:${jobId}`, empty);
  return (
    <details open={isWrong || values.reason !== ''} onToggle={({ currentTarget }) => setWrong(currentTarget.open)}>
      <summary>{say('Kartu keliru atau cacat?', 'Is the card wrong or spoiled?')}</summary>
      <ActForm
        title={say('Kartu tidak diserahkan; minta cetak ulang', 'Not handed over; ask for another card')}
        path={`/api/printing-queue/print-jobs/${jobId}/void`}
        says={say('Minta cetak ulang', 'Ask for another card')}
        color="red.9"
        stale={['cards', 'approvals', 'print-jobs']}
        body={() => ({ reason: values.reason.trim() })}
        done={forget}
      >
        <TextInput
          label={say('Apa yang salah', 'What is wrong')}
          description={say(
            'Orang kedua memutuskan di halaman Pencetakan.',
            'A second person decides on the page Printing.',
          )}
          required
          minLength={3}
          maxLength={500}
          value={values.reason}
          onChange={({ currentTarget }) => put({ reason: currentTarget.value })}
        />
      </ActForm>
    </details>
  );
}
