import { NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { ActForm } from '../parts/act.js';
import { Part } from '../parts/part.js';
import { useAsked } from '../session/ask.js';
import { may } from '../session/visitor.js';
import type { Pair } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';

const modes: Readonly<Record<string, Pair>> = {
  normal: ['urut biasa', 'as usual'],
  'replacements-wait': ['pengganti menunggu', 'replacements wait'],
  'first-cards-only': ['hanya kartu pertama', 'first cards only'],
  'photo-changes-wait': ['ganti foto menunggu', 'photo changes wait'],
};

interface Policy {
  readonly mode: string;
  readonly rules: readonly { readonly name: string; readonly rank: number; readonly quotaPerDay: number | null }[];
  readonly ageingDays: number;
  readonly cardsPerDay: number | null;
}

/** Who is printed first at an office: by the head's policy, never by moving a single card. */
export function PrintPolicy({ office }: { readonly office: string }) {
  const { say, word } = useSpeech();
  const policy = useAsked<Policy>('print-jobs', `/api/printing-queue/print-policies/${encodeURIComponent(office)}`, {
    enabled: office !== '',
  });
  if (office === '')
    return (
      <Text size="sm" c="dimmed">
        {say('Pilih kantor untuk melihat aturan giliran.', 'Choose an office to see who is printed first.')}
      </Text>
    );
  return (
    <Part query={policy}>
      {(one) => (
        <>
          <Text size="sm">
            {say('Aturan giliran', 'Order')}: {word(modes, one.mode)}
            {one.rules.map(
              ({ name, rank, quotaPerDay }) =>
                ` · ${rank}. ${name}${quotaPerDay === null ? '' : ` (${quotaPerDay}/${say('hari', 'day')})`}`,
            )}
            {one.cardsPerDay === null ? '' : ` · ${one.cardsPerDay} ${say('kartu sehari', 'cards a day')}`}
          </Text>
          {may('head', 'admin') && <ChangeMode key={one.mode} office={office} policy={one} />}
        </>
      )}
    </Part>
  );
}

function ChangeMode({ office, policy }: { readonly office: string; readonly policy: Policy }) {
  const { say, word } = useSpeech();
  const [mode, setMode] = useState(policy.mode);
  return (
    <ActForm
      path={`/api/printing-queue/print-policies/${encodeURIComponent(office)}`}
      says={say('Ubah giliran', 'Change the order')}
      stale={['print-jobs']}
      body={() => ({ ...policy, mode })}
    >
      <NativeSelect
        label={say('Giliran', 'Order')}
        value={mode}
        onChange={({ currentTarget }) => setMode(currentTarget.value)}
        data={Object.keys(modes).map((code) => ({ value: code, label: word(modes, code) }))}
      />
    </ActForm>
  );
}
