import { Stack } from '@mantine/core';
import { PageTitle } from '../parts/page-title.js';
import { Section } from '../parts/section.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { Bulletin } from './bulletin.js';
import { BundleList } from './bundle-list.js';
import { DeviceList } from './device-list.js';
import { ImportBundle } from './import-bundle.js';
import { RegisterDevice } from './register-device.js';

/** Village officers: what their devices brought on a stick or over a line, and the devices themselves. */
export function VillagesPage() {
  const { say } = useSpeech();
  return (
    <Stack gap="md">
      <PageTitle>{say('Petugas desa', 'Village officers')}</PageTitle>
      {may('clerk', 'reviewer', 'admin') && (
        <Section title={say('Terima bundel dari stik', 'Import a bundle from a stick')}>
          <ImportBundle />
        </Section>
      )}
      <Section title={say('Bundel yang diterima', 'Bundles that came in')}>
        <BundleList />
      </Section>
      <Section title={say('Perangkat', 'Devices')}>
        {may('admin', 'head') && <RegisterDevice />}
        <DeviceList />
      </Section>
      {may('head', 'ops', 'admin') && (
        <Section title={say('Kabar perangkat desa', 'News for village officers')}>
          <Bulletin />
        </Section>
      )}
    </Stack>
  );
}
