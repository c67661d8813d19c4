import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { ActButton } from '../parts/act.js';
import { PageTitle } from '../parts/page-title.js';
import { Part } from '../parts/part.js';
import { useAsked } from '../session/ask.js';
import { may, visitor } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { AnswerForm } from './answer-form.js';
import { aboutWords, type Complaint } from './complaints.js';

type Shown = Complaint & {
  readonly words: string | null;
  readonly contact: string | null;
  readonly answer: string | null;
  readonly answersByWhatsapp: boolean;
};

/** One complaint with its words, its answer, and what its owner may do. */
export function ComplaintPage({ id }: { readonly id: string }) {
  const { say, word } = useSpeech();
  const times = useTimes();
  const one = useAsked<Shown>('complaints', `/api/intake/complaints/${encodeURIComponent(id)}`);
  return (
    <Stack gap="sm" maw={760}>
      <PageTitle>{`${word(aboutWords, one.data?.about ?? 'complaint')} ${one.data?.number ?? ''}`.trim()}</PageTitle>
      <Part query={one}>
        {(seen) => (
          <>
            <Text size="sm">
              {say('Masuk', 'Lodged')} {times.at(seen.openedAt)}, {say('dijawab paling lambat', 'answer due')}{' '}
              {times.at(seen.dueAt)}. {say('Petugas', 'Owner')}: {seen.owner ?? say('belum ada', 'nobody yet')}.{' '}
              {seen.applicationId !== null && (
                <Anchor component={Link} href={`/permohonan/${seen.applicationId}`} size="sm">
                  {say('Permohonan', 'Request')}
                </Anchor>
              )}
            </Text>
            <blockquote className="bubble">
              {seen.words ?? say('Isi sudah dihapus.', 'The words have been erased.')}
            </blockquote>
            {seen.contact !== null && (
              <Text>
                {say('Hubungi', 'Reach')}: {seen.contact}
              </Text>
            )}
            {seen.answer !== null && <p className="bubble ours">{seen.answer}</p>}
            <Acts one={seen} />
          </>
        )}
      </Part>
    </Stack>
  );
}

function Acts({ one }: { readonly one: Shown }) {
  const { say } = useSpeech();
  const at = `/api/intake/complaints/${one.complaintId}`;
  if (one.state === 'closed') return <Text>{say('Selesai.', 'Closed.')}</Text>;
  const isForeign = one.owner !== null && one.owner !== visitor.username;
  return (
    <>
      {!isForeign && (
        <AnswerForm
          draft={`complaint:${one.complaintId}`}
          path={`${at}/answer`}
          says={
            one.answersByWhatsapp
              ? say('Jawab lewat WhatsApp', 'Answer by WhatsApp')
              : say('Catat jawaban', 'Write the answer down')
          }
          label={say('Jawaban', 'Answer')}
          stale={['complaints']}
        />
      )}
      <Group>
        {(one.owner === null || (isForeign && may('head', 'admin'))) && (
          <ActButton path={`${at}/claim`} says={say('Ambil', 'Take')} variant="default" stale={['complaints']} />
        )}
        {one.state === 'answered' && (
          <ActButton path={`${at}/closure`} says={say('Selesai', 'Close')} variant="default" stale={['complaints']} />
        )}
      </Group>
    </>
  );
}
