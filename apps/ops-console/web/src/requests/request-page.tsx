import { Anchor, Grid, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ApplicationShown } from '../../../src/show-applications.js';
import type { Story } from '../../../src/tell-story.js';
import { PageTitle } from '../parts/page-title.js';
import { Part } from '../parts/part.js';
import { Section } from '../parts/section.js';
import { useAskedOf, useChoices } from '../session/ask.js';
import { read, Refused } from '../session/call.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { DocumentDesk } from './document-desk.js';
import { MessagesOfRequest } from './messages-of-request.js';
import { mayNote, NotesOfRequest } from './notes-of-request.js';
import type { AtIntake } from './request.js';
import { RequestActs } from './request-acts.js';
import { RequestFacts } from './request-facts.js';
import { StoryTraces } from './story-traces.js';
import { Timeline } from './timeline.js';

const notYetMs = 1_000;

/** One request: what it is, what may be done now, its documents, its messages, and its story across all services. */
export function RequestPage({ id }: { readonly id: string }) {
  const { say } = useSpeech();
  const choices = useChoices();
  const path = `/api/ops-console/applications/${id}`;
  const request = useQuery({
    queryKey: ['request', id, path],
    queryFn: () => read<ApplicationShown>(path),
    // What was just opened may not have been copied yet: the page looks again by itself.
    refetchInterval: ({ state }) => (isNotYet(state.error) ? notYetMs : 30_000),
  });
  const intake = useAskedOf<AtIntake>(id, `/api/intake/applications/${id}`);
  const story = useAskedOf<Story>(id, `${path}/story`);
  const one = request.data;
  if (!one)
    return (
      <Stack>
        <PageTitle>{say('Permohonan', 'Request')}</PageTitle>
        {isNotYet(request.error) ? (
          <Text role="status">
            {say(
              'Permohonan ini belum dikenal. Halaman ini memeriksa lagi sendiri.',
              'This request is not known yet. The page looks again by itself.',
            )}
          </Text>
        ) : (
          <Part query={request}>{() => null}</Part>
        )}
      </Stack>
    );
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <PageTitle>{`${intake.data?.ticket ?? ''} ${choices.kind(one.kind)}`.trim()}</PageTitle>
        {may('clerk', 'reviewer', 'admin') && (
          <Anchor href={`/api/intake/applications/${id}/receipt`} target="_blank" rel="noopener">
            {say('Tanda terima (PDF)', 'Receipt (PDF)')}
          </Anchor>
        )}
      </Group>
      <Grid gap="sm">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Section title={say('Keadaan', 'State')}>
            <RequestFacts one={one} intake={intake} />
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Section title={say('Tindakan', 'What to do')}>
            <RequestActs one={one} />
          </Section>
        </Grid.Col>
      </Grid>
      <Section title={say('Dokumen', 'Documents')}>
        <Part query={intake}>{(seen) => <DocumentDesk applicationId={id} documents={seen.documents} />}</Part>
      </Section>
      <Section title={say('Pesan kepada warga', 'Messages to the citizen')}>
        <MessagesOfRequest applicationId={id} />
      </Section>
      {mayNote() && (
        <Section title={say('Catatan petugas', 'Notes of staff')}>
          <NotesOfRequest applicationId={id} />
        </Section>
      )}
      <Section title={say('Riwayat', 'History')}>
        <Part query={story}>{(told) => <Timeline story={told} />}</Part>
      </Section>
      <Section title={say('Jejak antarlayanan', 'Traces across the services')}>
        <Part query={story}>{(told) => <StoryTraces story={told} />}</Part>
      </Section>
    </Stack>
  );
}

function isNotYet(error: Error | null): boolean {
  return error instanceof Refused && error.status === 404;
}
