import { Stack } from '@mantine/core';
import { PageTitle } from '../parts/page-title.js';
import { Section } from '../parts/section.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { Capabilities } from './capabilities.js';
import { LinkHistory } from './link-history.js';
import { Links } from './links.js';
import { ParkedDesk } from './parked-desk.js';
import { Queues } from './queues.js';
import { Services } from './services.js';
import { SilentStations } from './silent-stations.js';

/** What works outside and inside: links, flags, queues, and what could not be handled. */
export function SystemPage() {
  const { say } = useSpeech();
  return (
    <Stack gap="sm">
      <PageTitle>{say('Jaringan dan sistem', 'Links and system')}</PageTitle>
      <Section title={say('Jaringan', 'Links')}>
        <Links />
        <details>
          <summary>{say('Riwayat gangguan jaringan', 'History of outages')}</summary>
          <LinkHistory />
        </details>
      </Section>
      {may('head', 'ops', 'admin') && (
        <Section title={say('Layanan Loket', 'Services of Loket')}>
          <Services />
        </Section>
      )}
      <Section title={say('Layanan pusat', 'Central services')}>
        <Capabilities />
      </Section>
      {may('print-operator', 'clerk', 'head', 'ops', 'admin') && (
        <Section title={say('Mesin cetak yang diam', 'Silent stations')}>
          <SilentStations />
        </Section>
      )}
      {may('ops', 'admin') && (
        <Section title={say('Meja parkir', 'Parked desk')}>
          <ParkedDesk />
        </Section>
      )}
      {may('head', 'ops', 'admin') && (
        <Section title={say('Antrean', 'Queues')}>
          <Queues />
        </Section>
      )}
    </Stack>
  );
}
