import { Button, Text, Textarea } from '@mantine/core';
import { ActForm } from '../parts/act.js';
import { Part } from '../parts/part.js';
import { useLongList } from '../session/ask.js';
import { useDraft } from '../session/drafts.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

interface Notes {
  readonly notes: readonly {
    readonly noteId: string;
    readonly words: string;
    readonly by: string;
    readonly at: string;
  }[];
  readonly next: string | null;
}

/** What staff wrote down about the request, for whoever goes on with it; the youngest first. */
export function NotesOfRequest({ applicationId }: { readonly applicationId: string }) {
  const { say } = useSpeech();
  const times = useTimes();
  const path = `/api/intake/applications/${applicationId}/notes`;
  const notes = useLongList<Notes>('notes', `${path}?limit=20`, ({ next }) => next, 'cursor');
  // Its id goes with the draft: a note whose answer was lost is sent again as the same one.
  const { values, put, forget } = useDraft(`note:${applicationId}`, { noteId: '', words: '' });
  return (
    <>
      <ActForm
        path={path}
        says={say('Simpan catatan', 'Keep the note')}
        body={() => ({ ...(values.noteId === '' ? {} : { noteId: values.noteId }), words: values.words.trim() })}
        stale={['notes']}
        done={forget}
      >
        <Textarea
          label={say('Catatan baru', 'New note')}
          description={say(
            'Untuk petugas lain; warga menerimanya bila meminta salinan datanya.',
            'For other staff; the citizen receives it with a copy of their data.',
          )}
          required
          maxLength={2000}
          autosize
          minRows={2}
          w="100%"
          value={values.words}
          onChange={({ currentTarget }) =>
            put({ words: currentTarget.value, noteId: values.noteId === '' ? newId() : values.noteId })
          }
        />
      </ActForm>
      <Part query={notes}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.notes);
          if (all.length === 0) return <Text c="dimmed">{say('Belum ada catatan.', 'No notes yet.')}</Text>;
          return (
            <ul className="notes">
              {all.map((one) => (
                <li key={one.noteId} data-note={one.noteId}>
                  <p>{one.words}</p>
                  <small>
                    {one.by} · {times.at(one.at)}
                  </small>
                </li>
              ))}
            </ul>
          );
        }}
      </Part>
      {notes.hasNextPage && (
        <Button variant="default" onClick={() => void notes.fetchNextPage()}>
          {say('Tampilkan lagi', 'Show more')}
        </Button>
      )}
    </>
  );
}

/** Who may read and write them: not those who only run the machines. */
export const mayNote = () => may('clerk', 'reviewer', 'print-operator', 'head', 'admin');

/** As crypto.randomUUID, which browsers give to pages behind TLS alone. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
