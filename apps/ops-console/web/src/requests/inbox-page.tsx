import { Button, Checkbox, Group, NativeSelect, Stack } from '@mantine/core';
import { useState } from 'react';
import { OfficeSelect } from '../parts/office-select.js';
import { PageTitle } from '../parts/page-title.js';
import { useAsked, useChoices } from '../session/ask.js';
import { stateWords } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';
import type { Counts } from './request.js';
import { RequestList } from './request-list.js';
import { WorkTiles } from './work-tiles.js';

/** The first page: what waits for whom, and all requests with age, promise and what they wait for. */
export function InboxPage() {
  const { say, word } = useSpeech();
  const choices = useChoices();
  const counts = useAsked<Counts>('counts', '/api/ops-console/counts');
  const [filter, setFilter] = useState({ state: '', office: '', kind: '', urgentFirst: false, heldOnly: false });
  const put = (change: Partial<typeof filter>) => setFilter({ ...filter, ...change });
  const states = Object.keys(stateWords).map((state) => ({
    value: state,
    label: `${word(stateWords, state)} (${counts.data?.states[state] ?? 0})`,
  }));
  const named = (list: readonly { code: string; name: string }[]) =>
    list.map(({ code, name }) => ({ value: code, label: name }));
  return (
    <Stack gap="sm">
      <PageTitle>{say('Permohonan', 'Requests')}</PageTitle>
      <WorkTiles counts={counts.data} show={(state) => put({ state, heldOnly: false, urgentFirst: false })} />
      <Group gap="sm" align="flex-end">
        <NativeSelect
          label={say('Status', 'State')}
          value={filter.state}
          onChange={({ currentTarget }) => put({ state: currentTarget.value })}
          data={[{ value: '', label: say('Semua status', 'All states') }, ...states]}
        />
        <NativeSelect
          label={say('Layanan', 'Service')}
          value={filter.kind}
          onChange={({ currentTarget }) => put({ kind: currentTarget.value })}
          data={[{ value: '', label: say('Semua layanan', 'All services') }, ...named(choices.kinds)]}
          maw={260}
        />
        <OfficeSelect value={filter.office} choose={(office) => put({ office })} />
        <Checkbox
          pb={8}
          label={say('Janji terdekat dulu', 'Nearest promise first')}
          checked={filter.urgentFirst}
          onChange={({ currentTarget }) => put({ urgentFirst: currentTarget.checked, heldOnly: false })}
        />
        <Checkbox
          pb={8}
          label={say('Hanya yang tertahan', 'Held ones only')}
          checked={filter.heldOnly}
          onChange={({ currentTarget }) => put({ heldOnly: currentTarget.checked, urgentFirst: false })}
        />
        <Button
          variant="default"
          onClick={() => setFilter({ state: '', office: '', kind: '', urgentFirst: false, heldOnly: false })}
        >
          {say('Bersihkan', 'Clear')}
        </Button>
      </Group>
      <RequestList filter={filter} />
    </Stack>
  );
}
