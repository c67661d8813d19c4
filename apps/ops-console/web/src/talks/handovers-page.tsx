import { Stack } from '@mantine/core';
import { Link } from 'wouter';
import { List } from '../parts/list.js';
import { PageTitle } from '../parts/page-title.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { type Handover, reasonWords } from './handovers.js';

/** Conversations that a person answers, the longest waiting on top. */
export function HandoversPage() {
  const { say, word } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const open = useAsked<{ handovers: Handover[] }>('handovers', '/api/intake/handovers?limit=100');
  return (
    <Stack gap="sm">
      <PageTitle>{say('Percakapan dengan petugas', 'Conversations with staff')}</PageTitle>
      <Part query={open}>
        {({ handovers }) => (
          <List
            label={say('Percakapan', 'Conversations')}
            heads={[
              say('Warga', 'Citizen'),
              say('Sebab', 'Reason'),
              say('Menunggu', 'Waiting'),
              say('Kantor', 'Office'),
              say('Petugas', 'In hand of'),
            ]}
            empty={say('Tidak ada yang menunggu.', 'Nobody waits.')}
            rows={handovers.map((one) => ({
              key: one.handoverId,
              cells: [
                <Link key="to" href={`/percakapan/${one.handoverId}`} data-row-link>
                  {one.maskedPhone ?? say('tanpa nomor', 'no number')}
                </Link>,
                word(reasonWords, one.reason),
                times.ago(one.openedAt),
                choices.office(one.office),
                one.owner ?? say('belum diambil', 'nobody yet'),
              ],
            }))}
          />
        )}
      </Part>
    </Stack>
  );
}
