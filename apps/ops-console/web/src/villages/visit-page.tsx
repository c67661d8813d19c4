import { Group, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { ActButton } from '../parts/act.js';
import { List } from '../parts/list.js';
import { PageTitle } from '../parts/page-title.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { ReportResult } from './report-result.js';
import { type Entry, purposeWords, resultWords, stateWords, type Visit } from './visits.js';

/** One visit: its list to take along, and what came of it. */
export function VisitPage({ id }: { readonly id: string }) {
  const { say, word } = useSpeech();
  const choices = useChoices();
  const at = `/api/intake/recording-visits/${encodeURIComponent(id)}`;
  const visit = useAsked<Visit & { entries: Entry[] }>('visits', at);
  return (
    <Stack gap="sm">
      <PageTitle>
        {`${say('Jemput bola', 'Visit')} ${visit.data ? choices.district(visit.data.district) : ''}`.trim()}
      </PageTitle>
      <Part query={visit}>
        {(seen) => (
          <>
            <Text>
              {seen.from} – {seen.to}; {seen.team.join(', ')}; {word(stateWords, seen.state)}
            </Text>
            <List
              label={say('Daftar', 'List')}
              heads={[
                say('Tujuan', 'Purpose'),
                say('Desa', 'Village'),
                say('Nama', 'Name'),
                say('Nomor', 'Ticket'),
                say('Layanan', 'Service'),
                say('Hasil', 'Result'),
              ]}
              rows={seen.entries.map((one) => ({
                key: `${one.applicationId}-${one.purpose}`,
                cells: [
                  word(purposeWords, one.purpose),
                  one.village ?? '—',
                  one.name,
                  <Link key="to" href={`/permohonan/${one.applicationId}`}>
                    {one.ticket}
                  </Link>,
                  choices.kind(one.kind),
                  one.result === null && seen.state === 'planned' ? (
                    <ReportResult key="report" at={at} entry={one} />
                  ) : (
                    word(resultWords, one.result ?? '—')
                  ),
                ],
              }))}
            />
            {seen.state === 'planned' && may('clerk', 'head', 'admin') && (
              <Group>
                <ActButton
                  path={`${at}/refresh`}
                  says={say('Perbarui daftar', 'Bring the list up to date')}
                  variant="default"
                  stale={['visits']}
                />
                <ActButton path={`${at}/closing`} says={say('Tutup kunjungan', 'Close the visit')} stale={['visits']} />
                <ActButton
                  path={`${at}/cancellation`}
                  says={say('Batalkan', 'Cancel')}
                  color="red"
                  variant="default"
                  stale={['visits', 'visit-requests']}
                />
              </Group>
            )}
          </>
        )}
      </Part>
    </Stack>
  );
}
