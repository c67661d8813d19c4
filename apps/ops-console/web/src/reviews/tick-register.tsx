import { Checkbox, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { ActForm } from '../parts/act.js';
import { doubtWords } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';

/** An office without access by line: a clerk ticks what SIAK shows. */
export function TickRegister({ reviewId }: { readonly reviewId: string }) {
  const { say, word } = useSpeech();
  const [result, setResult] = useState('confirmed');
  const [cause, setCause] = useState('recording');
  const [doubts, setDoubts] = useState<string[]>([]);
  return (
    <ActForm
      title={say('Hasil pengecekan SIAK', 'What SIAK shows')}
      path={`/api/document-validation/reviews/${reviewId}/register-result`}
      says={say('Catat hasil', 'Write the result down')}
      stale={['reviews']}
      body={() =>
        result === 'not-recorded' ? { result, cause } : result === 'doubtful' ? { result, doubts } : { result }
      }
    >
      <NativeSelect
        label={say('Hasil', 'Result')}
        value={result}
        onChange={({ currentTarget }) => setResult(currentTarget.value)}
        data={[
          { value: 'confirmed', label: say('Sesuai', 'Confirmed') },
          { value: 'not-recorded', label: say('Rekaman belum siap', 'Record not ready') },
          { value: 'doubtful', label: say('Meragukan', 'Doubtful') },
        ]}
      />
      {result === 'not-recorded' && <CauseField value={cause} put={setCause} />}
      {result === 'doubtful' && (
        <Checkbox.Group label={say('Yang meragukan', 'What is doubtful')} value={doubts} onChange={setDoubts}>
          {Object.keys(doubtWords).map((code) => (
            <Checkbox key={code} value={code} label={word(doubtWords, code)} mt={4} />
          ))}
        </Checkbox.Group>
      )}
    </ActForm>
  );
}

export function CauseField({ value, put }: { readonly value: string; readonly put: (cause: string) => void }) {
  const { say } = useSpeech();
  return (
    <NativeSelect
      label={say('Sebab', 'Cause')}
      value={value}
      onChange={({ currentTarget }) => put(currentTarget.value)}
      data={[
        { value: 'recording', label: say('belum direkam', 'not recorded') },
        { value: 'deduplication', label: say('menunggu penunggalan di pusat', 'waits for de-duplication') },
      ]}
    />
  );
}
