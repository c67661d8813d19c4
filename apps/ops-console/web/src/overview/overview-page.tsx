import { Anchor, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { OfficeSelect } from '../parts/office-select.js';
import { PageTitle } from '../parts/page-title.js';
import { Part } from '../parts/part.js';
import { may, visitor } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { HowFast } from './how-fast.js';
import { HowMany } from './how-many.js';
import { KeyFigures } from './key-figures.js';
import { words } from './report.js';
import { useReport } from './use-report.js';
import { WhereFrom } from './where-from.js';
import { WhereStuck } from './where-stuck.js';
import { Why } from './why.js';

/** One look for the head: how many, how fast, where stuck, why. Each picture's figures are a report with its files. */
export function OverviewPage() {
  const { say } = useSpeech();
  const times = useTimes();
  const [office, setOffice] = useState(visitor.office ?? '');
  const [chosen, setHalf] = useState('');
  const channels = useReport('adoption', { office });
  const halves = [...new Set(channels.data?.rows.map((row) => words(row, 'half')))];
  const half = halves.includes(chosen) ? chosen : (halves[0] ?? '');
  const months = useReport('months', { half, office });
  const underWay = useReport('under-way', { office });
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-end">
        <PageTitle>{say('Ringkasan', 'Overview')}</PageTitle>
        <Group align="flex-end" gap="sm">
          {visitor.office === null && may('head', 'ops', 'admin') && <OfficeSelect value={office} choose={setOffice} />}
          <NativeSelect
            label={say('Semester', 'Half-year')}
            value={half}
            onChange={({ currentTarget }) => setHalf(currentTarget.value)}
            data={halves.map((one) => ({ value: one, label: one }))}
          />
        </Group>
      </Group>
      <Part query={channels}>
        {({ rows, madeAt }) =>
          rows.length === 0 ? (
            <Text c="dimmed">{say('Belum ada permohonan.', 'There are no requests yet.')}</Text>
          ) : (
            <>
              <Text size="xs" c="dimmed">
                {say('Dihitung', 'Counted')} {times.at(madeAt)} ·{' '}
                <Anchor size="xs" href={`/laporan?half=${half}`}>
                  {say('Tabel, CSV, Excel, dan PDF di Laporan', 'Tables, CSV, Excel and PDF under Reports')}
                </Anchor>
              </Text>
              <Part query={months}>
                {(byMonth) => (
                  <Part query={underWay}>{(now) => <KeyFigures months={byMonth.rows} underWay={now.rows} />}</Part>
                )}
              </Part>
              <Part query={months}>{(byMonth) => <HowMany months={byMonth.rows} districts={rows} />}</Part>
              <Part query={months}>{(byMonth) => <HowFast months={byMonth.rows} half={half} office={office} />}</Part>
              <Part query={underWay}>{(now) => <WhereStuck underWay={now.rows} />}</Part>
              <Why half={half} office={office} />
              <WhereFrom districts={rows.filter((row) => row['half'] === half)} />
            </>
          )
        }
      </Part>
    </Stack>
  );
}
