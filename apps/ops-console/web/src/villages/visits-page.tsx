import { Stack } from '@mantine/core';
import { Link } from 'wouter';
import { List } from '../parts/list.js';
import { PageTitle } from '../parts/page-title.js';
import { Part } from '../parts/part.js';
import { Section } from '../parts/section.js';
import { useAsked, useChoices } from '../session/ask.js';
import { useSpeech } from '../words/language.js';
import { PlanVisit } from './plan-visit.js';
import { stateWords, type Visit } from './visits.js';
import { VisitRequests } from './visit-requests.js';

/** Mobile recording visits: who asks for one, and where officers go. */
export function VisitsPage() {
  const { say, word } = useSpeech();
  const choices = useChoices();
  const visits = useAsked<{ visits: Visit[] }>('visits', '/api/intake/recording-visits?limit=50');
  return (
    <Stack gap="md">
      <PageTitle>{say('Jemput bola', 'Mobile recording')}</PageTitle>
      <Section title={say('Permintaan', 'Who asks for a visit')}>
        <VisitRequests />
      </Section>
      <Section title={say('Kunjungan', 'Visits')}>
        <PlanVisit />
        <Part query={visits}>
          {({ visits: all }) => (
            <List
              label={say('Kunjungan', 'Visits')}
              heads={[
                say('Tanggal', 'Days'),
                say('Kecamatan', 'Sub-district'),
                say('Petugas', 'Team'),
                say('Keadaan', 'State'),
              ]}
              rows={all.map((one) => ({
                key: one.visitId,
                cells: [
                  <Link key="to" href={`/jemput-bola/${one.visitId}`}>
                    {one.from} – {one.to}
                  </Link>,
                  choices.district(one.district),
                  one.team.join(', '),
                  word(stateWords, one.state),
                ],
              }))}
            />
          )}
        </Part>
      </Section>
    </Stack>
  );
}
