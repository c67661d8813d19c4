import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { ActForm } from '../parts/act.js';
import { useDraft } from '../session/drafts.js';
import { useSpeech } from '../words/language.js';

const empty = { collectedBy: 'self', oldCardTaken: false, familyCardSeen: false, authorityLetter: '', note: '' };

/** The card goes to its owner or to who came for them. */
export function HandOverForm({ jobId }: { readonly jobId: string }) {
  const { say } = useSpeech();
  const { values, put, forget } = useDraft(`hand-over:${jobId}`, empty);
  return (
    <ActForm
      title={say('Penyerahan kartu', 'Hand-over')}
      path={`/api/printing-queue/print-jobs/${jobId}/hand-over`}
      says={say('Serahkan kartu', 'Hand the card over')}
      stale={['cards']}
      body={() => ({
        collectedBy: values.collectedBy,
        oldCardTaken: values.oldCardTaken,
        ...(values.familyCardSeen ? { familyCardSeen: true } : {}),
        ...(values.collectedBy === 'proxy' && values.authorityLetter.trim() !== ''
          ? { authorityLetter: values.authorityLetter.trim() }
          : {}),
        ...(values.note.trim() === '' ? {} : { note: values.note.trim() }),
      })}
      done={forget}
    >
      <NativeSelect
        label={say('Diambil oleh', 'Collected by')}
        value={values.collectedBy}
        onChange={({ currentTarget }) => put({ collectedBy: currentTarget.value })}
        data={[
          { value: 'self', label: say('yang bersangkutan', 'the person') },
          { value: 'family', label: say('keluarga satu KK', 'family of the same card') },
          { value: 'proxy', label: say('penerima kuasa (F-1.07)', 'a proxy (F-1.07)') },
        ]}
      />
      {values.collectedBy === 'family' && (
        <Checkbox
          pb={8}
          label={say('KK sudah dilihat', 'Family card seen')}
          checked={values.familyCardSeen}
          onChange={({ currentTarget }) => put({ familyCardSeen: currentTarget.checked })}
        />
      )}
      {values.collectedBy === 'proxy' && (
        <TextInput
          label={say('Surat kuasa F-1.07 (nomor/tanggal)', 'Letter F-1.07 (number or date)')}
          maxLength={80}
          value={values.authorityLetter}
          onChange={({ currentTarget }) => put({ authorityLetter: currentTarget.value })}
        />
      )}
      <Checkbox
        pb={8}
        label={say('KTP lama/rusak ditarik', 'Old or damaged card taken back')}
        checked={values.oldCardTaken}
        onChange={({ currentTarget }) => put({ oldCardTaken: currentTarget.checked })}
      />
      <TextInput
        label={say('Catatan', 'Note')}
        maxLength={500}
        value={values.note}
        onChange={({ currentTarget }) => put({ note: currentTarget.value })}
      />
    </ActForm>
  );
}
