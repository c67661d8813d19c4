import { Textarea, TextInput } from '@mantine/core';
import { useDraft } from '../session/drafts.js';
import { ActForm } from '../parts/act.js';
import { useSpeech } from '../words/language.js';

const empty = { counted: '', missing: '', note: '' };

/** The daily count: it agrees with the ledger, or names what is missing and why. */
export function CountBlanks({ at, expected }: { readonly at: string; readonly expected: number }) {
  const { say } = useSpeech();
  const { values, put, forget } = useDraft(`count:${at}`, empty);
  const differs = values.counted !== '' && Number(values.counted) !== expected;
  return (
    <ActForm
      title={say('Hitungan harian', 'Daily count')}
      path={`${at}/blank-counts`}
      says={say('Catat hitungan', 'Write the count down')}
      stale={['stock', 'stations']}
      body={() => ({
        counted: Number(values.counted),
        missing: linesOf(values.missing),
        ...(values.note.trim() === '' ? {} : { note: values.note.trim() }),
      })}
      done={forget}
    >
      <TextInput
        type="number"
        min={0}
        required
        label={say('Blangko dihitung', 'Blanks counted')}
        value={values.counted}
        onChange={({ currentTarget }) => put({ counted: currentTarget.value })}
        w={150}
      />
      {differs && (
        <>
          <Textarea
            label={say(
              `Berbeda dari buku (${expected}): nomor seri yang hilang`,
              `Differs from the ledger (${expected}): missing serials`,
            )}
            value={values.missing}
            onChange={({ currentTarget }) => put({ missing: currentTarget.value })}
          />
          <TextInput
            label={say('Catatan', 'Note')}
            minLength={3}
            maxLength={200}
            value={values.note}
            onChange={({ currentTarget }) => put({ note: currentTarget.value })}
          />
        </>
      )}
    </ActForm>
  );
}

export function linesOf(text: string): string[] {
  return text.split(/\s+/).filter((line) => line !== '');
}
