import { NativeSelect, TextInput } from '@mantine/core';
import { ActForm } from '../parts/act.js';
import { useDraft } from '../session/drafts.js';
import { useSpeech } from '../words/language.js';

const empty = { outcome: 'printed', serial: '', note: '' };

/** A person has looked into the tray: what became of the blank. Nothing is printed again before that is known. */
export function HeldJobForm({ jobId }: { readonly jobId: string }) {
  const { say } = useSpeech();
  const { values, put, forget } = useDraft(`held-job:${jobId}`, empty);
  return (
    <ActForm
      title={say('Periksa baki mesin cetak, lalu catat', 'Look into the tray, then write down')}
      path={`/api/printing-queue/print-jobs/${jobId}/settlement`}
      says={say('Catat', 'Write down')}
      stale={['print-jobs', 'approvals', 'counts']}
      body={() => ({
        outcome: values.outcome,
        note: values.note.trim(),
        ...(values.serial.trim() === '' ? {} : { serial: values.serial.trim() }),
      })}
      done={forget}
    >
      <NativeSelect
        label={say('Keadaan', 'Found')}
        value={values.outcome}
        onChange={({ currentTarget }) => put({ outcome: currentTarget.value })}
        data={[
          { value: 'printed', label: say('tercetak baik', 'printed well') },
          { value: 'spoiled', label: say('rusak', 'spoiled') },
          { value: 'not-fed', label: say('blangko tidak terpakai', 'blank not used') },
        ]}
      />
      <TextInput
        label={say('Nomor blangko', 'Blank serial')}
        value={values.serial}
        onChange={({ currentTarget }) => put({ serial: currentTarget.value })}
      />
      <TextInput
        label={say('Catatan', 'Note')}
        required
        minLength={3}
        maxLength={500}
        value={values.note}
        onChange={({ currentTarget }) => put({ note: currentTarget.value })}
      />
    </ActForm>
  );
}
