import { Text } from '@mantine/core';
import { ActButton } from '../parts/act.js';
import { Part } from '../parts/part.js';
import { useAskedOf } from '../session/ask.js';
import { may } from '../session/visitor.js';
import { messageWords } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { useEventWords } from './timeline.js';

interface Message {
  readonly id: string;
  readonly fact: string;
  readonly messageKey: string;
  readonly state: string;
  readonly errorCode: number | null;
  readonly errorClass: string | null;
  readonly createdAt: string;
  readonly resentBy: string | null;
}

/** What was told to the citizen, as bubbles with their ticks; the words of a message are kept nowhere in clear. */
export function MessagesOfRequest({ applicationId }: { readonly applicationId: string }) {
  const { say, word } = useSpeech();
  const times = useTimes();
  const saidInWords = useEventWords();
  const told = useAskedOf<{ messages: Message[] }>(
    applicationId,
    `/api/notification/messages?about=${applicationId}&limit=100`,
  );
  return (
    <Part query={told}>
      {({ messages }) =>
        messages.length === 0 ? (
          <Text c="dimmed">{say('Belum ada pesan.', 'No messages yet.')}</Text>
        ) : (
          <ul className="chat">
            {messages.toReversed().map((one) => (
              <li key={one.id} className="bubble ours" data-message={one.id} data-message-state={one.state}>
                {saidInWords(one.fact.replace(/#.*$/, ''))}
                <small>
                  {times.at(one.createdAt)} · {word(messageWords, one.state)}
                  {one.resentBy === null ? '' : ` · ${say('ulang oleh', 'again by')} ${one.resentBy}`}
                  {one.errorClass === null ? '' : ` · ${one.errorClass} ${one.errorCode ?? ''}`}
                </small>
                {(one.state === 'failed' || one.state === 'unknown') && may('clerk', 'reviewer', 'head', 'ops') && (
                  <ActButton
                    path={`/api/notification/messages/${one.id}/resend`}
                    says={say('Kirim ulang atas nama saya', 'Send again in my name')}
                    size="xs"
                    variant="default"
                  />
                )}
              </li>
            ))}
          </ul>
        )
      }
    </Part>
  );
}
