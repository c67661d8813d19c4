import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { ActButton } from '../parts/act.js';
import { List } from '../parts/list.js';
import { PageTitle } from '../parts/page-title.js';
import { Part } from '../parts/part.js';
import { useAsked, useLongList } from '../session/ask.js';
import { may } from '../session/visitor.js';
import { messageWords } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

interface Failure {
  readonly id: string;
  readonly applicationId: string | null;
  readonly messageKey: string;
  readonly state: string;
  readonly means: string;
  readonly errorCode: number | null;
  readonly createdAt: string;
}

/** Messages that failed, or of which nobody knows whether they went out: a person decides. */
export function MessagesPage() {
  const { say, word } = useSpeech();
  const times = useTimes();
  const failed = useLongList<{ failures: Failure[]; next: string | null }>(
    'failures',
    '/api/notification/failures?limit=50',
    ({ next }) => next,
    'cursor',
  );
  return (
    <Stack gap="sm">
      <PageTitle>{say('Pesan kepada warga', 'Messages to citizens')}</PageTitle>
      <Group>
        <Anchor component={Link} href="/pesan/belum-sampai">
          {say('Daftar sampaikan (desa, loket)', 'Relay lists (villages, counters)')}
        </Anchor>
        <Anchor component={Link} href="/pesan/katalog">
          {say('Katalog pesan', 'Message catalogue')}
        </Anchor>
      </Group>
      <Stopped />
      <Text size="sm">
        {say(
          'Yang tidak pasti tidak dikirim ulang dengan sendirinya. Yang sudah diurus hilang dari daftar ini.',
          'What is in doubt is not sent again by itself. What has been seen to leaves this list.',
        )}
      </Text>
      <Part query={failed}>
        {({ pages }) => (
          <>
            <List
              label={say('Gagal atau tidak pasti', 'Failed or in doubt')}
              heads={[
                say('Dibuat', 'Made'),
                say('Tentang', 'About'),
                say('Keadaan', 'State'),
                say('Sebab dan yang dapat dilakukan', 'Why, and what to do'),
                '',
              ]}
              rows={pages
                .flatMap((page) => page.failures)
                .map((one) => ({
                  key: one.id,
                  cells: [
                    times.at(one.createdAt),
                    one.applicationId === null ? (
                      one.messageKey
                    ) : (
                      <Link key="to" href={`/permohonan/${one.applicationId}`} data-row-link>
                        {one.messageKey}
                      </Link>
                    ),
                    word(messageWords, one.state),
                    `${one.means}${one.errorCode === null ? '' : ` (${one.errorCode})`}`,
                    may('clerk', 'reviewer', 'head', 'ops') ? (
                      <ActButton
                        key="again"
                        path={`/api/notification/messages/${one.id}/resend`}
                        says={say('Kirim ulang atas nama saya', 'Send again in my name')}
                        size="xs"
                        variant="default"
                        stale={['failures']}
                      />
                    ) : null,
                  ],
                }))}
            />
            {failed.hasNextPage && (
              <Button variant="default" onClick={() => void failed.fetchNextPage()}>
                {say('Tampilkan lagi', 'Show more')}
              </Button>
            )}
          </>
        )}
      </Part>
    </Stack>
  );
}

/** WhatsApp has refused everything: nothing goes out until a person has looked. */
function Stopped() {
  const { say } = useSpeech();
  const times = useTimes();
  const sending = useAsked<{ stopped: { errorClass: string; since: string } | null }>(
    'failures',
    '/api/notification/sending',
  );
  return (
    <Part query={sending} quiet>
      {({ stopped }) =>
        stopped && (
          <Alert color="red" title={say('Pengiriman berhenti', 'Sending has stopped')}>
            <Text size="sm">
              {say('WhatsApp menolak semua pesan', 'WhatsApp refuses every message')} ({stopped.errorClass}){' '}
              {say('sejak', 'since')} {times.at(stopped.since)}.{' '}
              {say('Periksa akun WhatsApp, lalu lanjutkan.', 'Check the WhatsApp account, then go on.')}
            </Text>
            {may('ops', 'admin') && (
              <ActButton
                path="/api/notification/sending/resumption"
                says={say('Lanjutkan pengiriman', 'Go on sending')}
                stale={['failures']}
              />
            )}
          </Alert>
        )
      }
    </Part>
  );
}
