import { Anchor, Paper, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useChoices } from '../session/ask.js';
import { act, Refused } from '../session/call.js';
import { stateWords } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';

interface Found {
  readonly hits: readonly {
    readonly applicationId: string;
    readonly ticket: string | null;
    readonly kind: string;
    readonly state: string;
    readonly maskedName: string | null;
  }[];
  readonly more: boolean;
  readonly missing: readonly string[];
}
const nothing: Found = { hits: [], more: false, missing: [] };

/** Straight to a request by ticket, NIK or words of a name; where there are several, one is chosen. Numbers stay out of addresses. */
export function FindRequest() {
  const { say, word } = useSpeech();
  const choices = useChoices();
  const [, go] = useLocation();
  const [text, setText] = useState('');
  const [found, setFound] = useState(nothing);
  const [problem, setProblem] = useState('');
  const clear = () => {
    setText('');
    setFound(nothing);
    setProblem('');
  };
  const find = async (event: FormEvent) => {
    event.preventDefault();
    const wanted = text.trim();
    if (wanted === '') return;
    setFound(nothing);
    try {
      const answer = await act<Found>('/api/ops-console/search', { q: wanted });
      const [only, ...others] = answer.hits;
      if (only === undefined) {
        const isAway = answer.missing.length > 0;
        setProblem(
          isAway
            ? say('Pencarian tidak dapat dilakukan', 'The search does not work now')
            : say('Tidak ditemukan', 'Not found'),
        );
        return;
      }
      if (others.length === 0) {
        clear();
        go(`/permohonan/${only.applicationId}`);
        return;
      }
      setProblem('');
      setFound(answer);
    } catch (error) {
      setProblem(wordsFor(error, say));
    }
  };
  return (
    <form
      role="search"
      className="find"
      onSubmit={(event) => void find(event)}
      onKeyDown={({ key }) => key === 'Escape' && clear()}
    >
      <TextInput
        id="find-request"
        size="xs"
        w={190}
        aria-label={say('Cari tiket, NIK, atau nama', 'Find by ticket, NIK or name')}
        placeholder={say('Tiket, NIK, nama', 'Ticket, NIK, name')}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        error={problem || undefined}
        autoComplete="off"
      />
      {found.hits.length > 0 && (
        <Paper component="section" aria-label={say('Hasil pencarian', 'Search results')} withBorder p="xs">
          <ul>
            {found.hits.map(({ applicationId, ticket, kind, state, maskedName }) => (
              <li key={applicationId}>
                <Anchor component={Link} href={`/permohonan/${applicationId}`} size="sm" onClick={clear}>
                  {[ticket, maskedName, choices.kind(kind), word(stateWords, state)].filter(Boolean).join(' · ')}
                </Anchor>
              </li>
            ))}
          </ul>
          {found.more && say('Masih ada lagi: tulis lebih lengkap.', 'There are more: say more of it.')}
        </Paper>
      )}
    </form>
  );
}

function wordsFor(error: unknown, say: (id: string, en: string) => string): string {
  if (error instanceof Refused && error.status === 422) return say('Tulis lebih lengkap', 'Say more of it');
  if (error instanceof Refused && error.status === 429)
    return say('Terlalu sering; tunggu sebentar', 'Too often; wait');
  return say('Pencarian tidak dapat dilakukan', 'The search does not work now');
}
