import { Stack } from '@mantine/core';
import { useState } from 'react';
import { OfficeSelect } from '../parts/office-select.js';
import { PageTitle } from '../parts/page-title.js';
import { Section } from '../parts/section.js';
import { visitor } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { Approvals } from './approvals.js';
import { Machines } from './machines.js';
import { PrintJobs } from './print-jobs.js';
import { PrintPolicy } from './print-policy.js';
import { Stations } from './stations.js';
import { Stock } from './stock.js';

/** The printing desk: stations live, what waits and why, held jobs, stock and its forecast, machines. */
export function PrintingPage() {
  const { say } = useSpeech();
  const [office, setOffice] = useState(visitor.office ?? '');
  return (
    <Stack gap="sm">
      <PageTitle>{say('Pencetakan', 'Printing')}</PageTitle>
      <OfficeSelect value={office} choose={setOffice} />
      <Section title={say('Mesin cetak', 'Stations')}>
        <Stations office={office} />
      </Section>
      <Section title={say('Pekerjaan yang ditahan', 'Held jobs')}>
        <PrintJobs state="held" office={office} />
      </Section>
      <Section title={say('Cetak ulang yang menunggu orang kedua', 'Second cards that wait for a second person')}>
        <Approvals office={office} />
      </Section>
      <Section title={say('Sedang dikerjakan', 'Under way')}>
        <PrintJobs state="claimed" office={office} />
        <PrintJobs state="started" office={office} />
      </Section>
      <Section title={say('Antrean', 'Queue')}>
        <PrintPolicy office={office} />
        <PrintJobs state="queued" office={office} />
      </Section>
      <Section title={say('Persediaan dan perkiraan', 'Stock and forecast')}>
        <Stock office={office} />
      </Section>
      <Section title={say('Perawatan alat', 'Maintenance')}>
        <Machines office={office} />
      </Section>
    </Stack>
  );
}
