import { NativeSelect, TextInput } from '@mantine/core';
import { ActForm } from '../parts/act.js';
import { useDraft } from '../session/drafts.js';
import { useSpeech } from '../words/language.js';

/** What was done with a machine: cleaned, serviced, broken, repaired. */
export function WriteCare({
  assetId,
  label,
  isBroken,
}: {
  readonly assetId: string;
  readonly label: string;
  readonly isBroken: boolean;
}) {
  const { say } = useSpeech();
  const { values, put, forget } = useDraft(`care:${assetId}`, { kind: 'cleaning', note: '' });
  const kinds = [
    { value: 'cleaning', label: say('Dibersihkan', 'Cleaned') },
    { value: 'service', label: say('Diservis', 'Serviced') },
    isBroken
      ? { value: 'repair', label: say('Diperbaiki', 'Repaired') }
      : { value: 'fault', label: say('Rusak', 'Broken') },
    { value: 'note', label: say('Catatan', 'Note') },
  ];
  const kind = kinds.some(({ value }) => value === values.kind) ? values.kind : 'cleaning';
  return (
    <details>
      <summary>{say('Catat perawatan', 'Write care down')}</summary>
      <ActForm
        path={`/api/printing-queue/assets/${assetId}/entries`}
        says={say('Catat', 'Write down')}
        stale={['machines']}
        body={() => ({ kind, note: values.note.trim() })}
        done={forget}
      >
        <NativeSelect
          label={`${say('Kejadian', 'What')}: ${label}`}
          value={kind}
          data={kinds}
          onChange={({ currentTarget }) => put({ kind: currentTarget.value })}
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
    </details>
  );
}
