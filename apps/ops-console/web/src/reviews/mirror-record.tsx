import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { ActForm } from '../parts/act.js';
import { useSpeech } from '../words/language.js';
import { recordStatuses } from './reviews.js';

/** The record's status as SIAK shows it; print-ready lets the request go on. */
export function MirrorRecord({ applicationId }: { readonly applicationId: string }) {
  const { say } = useSpeech();
  const [status, setStatus] = useState<string>(recordStatuses[0]);
  return (
    <ActForm
      title={say('Status rekaman di SIAK', 'Record status in SIAK')}
      path={`/api/document-validation/records/${applicationId}/status`}
      says={say('Catat status', 'Write the status down')}
      stale={['reviews']}
      body={() => ({ status })}
    >
      <NativeSelect
        label="Status SIAK"
        value={status}
        onChange={({ currentTarget }) => setStatus(currentTarget.value)}
        data={recordStatuses.map((one) => ({ value: one, label: one.replaceAll('_', ' ') }))}
      />
    </ActForm>
  );
}
