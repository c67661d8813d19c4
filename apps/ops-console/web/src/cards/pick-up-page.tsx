import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { List } from '../parts/list.js';
import { OfficeSelect } from '../parts/office-select.js';
import { PageTitle } from '../parts/page-title.js';
import { Part } from '../parts/part.js';
import { Section } from '../parts/section.js';
import { useChoices, useLongList } from '../session/ask.js';
import { may, visitor } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { type CardPage, cardsPath } from './cards.js';
import { HandOverForm } from './hand-over-form.js';
import { SendCards } from './send-cards.js';
import { ManifestList } from './manifest-list.js';
import { MissingCards } from './missing-cards.js';
import { VoidCard } from './void-card.js';

/** Cards on their way and cards that wait for their owners: sending, ticking off, handing over. */
export function PickUpPage() {
  const { say } = useSpeech();
  const [office, setOffice] = useState(visitor.office ?? '');
  return (
    <Stack gap="sm">
      <PageTitle>{say('Penyerahan dan pengiriman', 'Pick-up and transport')}</PageTitle>
      <Group>
        <OfficeSelect value={office} choose={setOffice} />
      </Group>
      <Section title={say('Siap diambil', 'Ready for pick-up')}>
        <ReadyCards office={office} />
      </Section>
      <Section title={say('Menunggu dikirim', 'Waiting to be sent')}>
        <SendCards office={office} />
      </Section>
      <Section title={say('Daftar kiriman', 'Manifests')}>
        <ManifestList office={office} />
      </Section>
      <Section title={say('Kartu yang tidak sampai', 'Missing cards')}>
        <MissingCards office={office} />
      </Section>
    </Stack>
  );
}

function ReadyCards({ office }: { readonly office: string }) {
  const { say } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const [open, setOpen] = useState<string>();
  const cards = useLongList<CardPage>('cards', cardsPath('ready', office), ({ nextCursor }) => nextCursor, 'cursor');
  return (
    <Part query={cards}>
      {({ pages }) => (
        <>
          <List
            label={say('Siap diambil', 'Ready for pick-up')}
            heads={[
              say('Dicetak', 'Printed'),
              say('Layanan', 'Service'),
              say('Kantor', 'Office'),
              say('Menunggu', 'Waiting'),
              '',
            ]}
            rows={pages
              .flatMap((page) => page.cards)
              .map((one) => ({
                key: one.jobId,
                cells: [
                  <Link key="to" href={`/permohonan/${one.applicationId}`} data-row-link>
                    {times.at(one.printedAt)}
                  </Link>,
                  choices.kind(one.kind),
                  choices.office(one.office),
                  times.ago(one.arrivedAt ?? one.printedAt),
                  <div key="acts">
                    <Group gap="xs">
                      {may('clerk', 'print-operator') && (
                        <Button
                          size="compact-sm"
                          variant="default"
                          aria-expanded={open === one.jobId}
                          onClick={() => setOpen(open === one.jobId ? undefined : one.jobId)}
                        >
                          {say('Serahkan …', 'Hand over …')}
                        </Button>
                      )}
                      {may('clerk', 'print-operator') && (
                        <Anchor href={`/api/printing-queue/print-jobs/${one.jobId}/slip`} size="sm">
                          slip
                        </Anchor>
                      )}
                      {one.reminders > 0 && (
                        <Text size="xs">
                          {one.reminders} {say('pengingat', 'reminders')}
                        </Text>
                      )}
                    </Group>
                    {open === one.jobId && (
                      <>
                        <HandOverForm jobId={one.jobId} />
                        <VoidCard jobId={one.jobId} />
                      </>
                    )}
                  </div>,
                ],
              }))}
          />
          {cards.hasNextPage && (
            <Button variant="default" onClick={() => void cards.fetchNextPage()}>
              {say('Tampilkan lagi', 'Show more')}
            </Button>
          )}
        </>
      )}
    </Part>
  );
}
