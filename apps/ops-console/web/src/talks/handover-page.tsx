import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { ActButton } from '../parts/act.js';
import { PageTitle } from '../parts/page-title.js';
import { Part } from '../parts/part.js';
import { useAsked } from '../session/ask.js';
import { may, visitor } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { AnswerForm } from './answer-form.js';
import { type Handover, reasonWords } from './handovers.js';

interface Line {
  readonly from: 'citizen' | 'clerk' | 'machine';
  readonly at: string;
  readonly text: string | null;
  readonly kind: string;
}
type Shown = Handover & { readonly transcript: readonly Line[] };

/** One conversation as it stands in the chat, and the clerk's own words in it. */
export function HandoverPage({ id }: { readonly id: string }) {
  const { say, word } = useSpeech();
  const one = useAsked<Shown>('handovers', `/api/intake/handovers/${encodeURIComponent(id)}`);
  return (
    <Stack gap="sm" maw={760}>
      <PageTitle>{say('Percakapan', 'Conversation')}</PageTitle>
      <Part query={one}>
        {(seen) => (
          <>
            <Text size="sm">
              {seen.maskedPhone ?? say('tanpa nomor', 'no number')} · {word(reasonWords, seen.reason)} ·{' '}
              {say('petugas', 'in hand of')}: {seen.owner ?? say('belum ada', 'nobody yet')}
            </Text>
            <Transcript lines={seen.transcript} />
            <Answer one={seen} />
          </>
        )}
      </Part>
    </Stack>
  );
}

function Transcript({ lines }: { readonly lines: readonly Line[] }) {
  const { say } = useSpeech();
  const times = useTimes();
  const end = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which React would take for what to call afterwards.
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [lines.length]);
  const who = {
    citizen: say('Warga', 'Citizen'),
    clerk: say('Petugas', 'Staff'),
    machine: say('Jawaban otomatis', 'Machine'),
  };
  return (
    <ul className="chat" aria-label={say('Percakapan', 'Conversation')} aria-live="polite">
      {lines.map((line, nth) => (
        <li
          key={`${line.at}-${nth}`}
          className={line.from === 'citizen' ? 'bubble' : 'bubble ours'}
          data-from={line.from}
          ref={nth === lines.length - 1 ? end : null}
        >
          {line.text ?? `(${line.kind})`}
          <small>
            {who[line.from]} · {times.at(line.at)}
          </small>
        </li>
      ))}
    </ul>
  );
}

function Answer({ one }: { readonly one: Shown }) {
  const { say } = useSpeech();
  const [, go] = useLocation();
  const at = `/api/intake/handovers/${one.handoverId}`;
  if (one.closedAt !== null)
    return (
      <Text>
        {say('Percakapan ini sudah kembali ke jawaban otomatis.', 'The machine answers this conversation again.')}
      </Text>
    );
  const isForeign = one.owner !== null && one.owner !== visitor.username;
  return (
    <>
      {isForeign ? (
        <Text>{say('Seorang rekan menjawab percakapan ini.', 'A colleague answers this conversation.')}</Text>
      ) : (
        <AnswerForm
          draft={`handover:${one.handoverId}`}
          path={`${at}/answer`}
          says={say('Kirim', 'Send')}
          label={say('Pesan', 'Message')}
          stale={['handovers']}
        />
      )}
      <Group>
        {one.owner === null && (
          <ActButton path={`${at}/claim`} says={say('Ambil', 'Take')} variant="default" stale={['handovers']} />
        )}
        {(!isForeign || may('head', 'admin')) && (
          <ActButton
            path={`${at}/return`}
            says={say('Kembalikan ke jawaban otomatis', 'Give back to the machine')}
            variant="default"
            stale={['handovers']}
          />
        )}
        <Button variant="subtle" onClick={() => go('/percakapan')}>
          {say('Ke daftar', 'To the list')}
        </Button>
      </Group>
    </>
  );
}
