import { Button, NativeSelect, Stack } from '@mantine/core';
import { useState } from 'react';
import { ActForm } from '../parts/act.js';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

interface Manifest {
  readonly manifestId: string;
  readonly fromOffice: string;
  readonly toOffice: string;
  readonly carrier: string | null;
  readonly leavesOn: string | null;
  readonly sentAt: string;
  readonly cards: number;
  readonly inTransit: number;
  readonly missing: number;
}
interface Whole {
  readonly list: readonly { readonly jobId: string; readonly kind: string; readonly state: string }[];
}

/** What travels, and ticking it off where it arrives. */
export function ManifestList({ office }: { readonly office: string }) {
  const { say } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const [open, setOpen] = useState<string>();
  const manifests = useAsked<{ manifests: Manifest[] }>(
    'manifests',
    `/api/printing-queue/manifests?limit=100${office === '' ? '' : `&toOffice=${encodeURIComponent(office)}`}`,
  );
  return (
    <Part query={manifests}>
      {({ manifests: all }) => (
        <Stack>
          <List
            label={say('Daftar kiriman', 'Manifests')}
            heads={[
              say('Dikirim', 'Sent'),
              say('Dari → ke', 'From → to'),
              say('Pembawa', 'Carrier'),
              say('Kartu', 'Cards'),
              '',
            ]}
            rows={all
              .filter(({ inTransit, missing }) => inTransit + missing > 0)
              .map((one) => ({
                key: one.manifestId,
                cells: [
                  times.at(one.sentAt),
                  `${choices.office(one.fromOffice)} → ${choices.office(one.toOffice)}`,
                  `${one.carrier ?? '—'} · ${times.on(one.leavesOn)}`,
                  `${one.inTransit} / ${one.cards}${one.missing > 0 ? ` · ${one.missing} ${say('hilang', 'missing')}` : ''}`,
                  may('clerk', 'print-operator') ? (
                    <Button
                      key="open"
                      size="compact-sm"
                      variant="default"
                      onClick={() => setOpen(open === one.manifestId ? undefined : one.manifestId)}
                    >
                      {say('Cocokkan …', 'Tick off …')}
                    </Button>
                  ) : null,
                ],
              }))}
          />
          {open !== undefined && <TickOff key={open} manifestId={open} />}
        </Stack>
      )}
    </Part>
  );
}

function TickOff({ manifestId }: { readonly manifestId: string }) {
  const { say } = useSpeech();
  const choices = useChoices();
  const [missing, setMissing] = useState<readonly string[]>([]);
  const whole = useAsked<Whole>('manifests', `/api/printing-queue/manifests/${manifestId}`);
  return (
    <Part query={whole}>
      {({ list }) => {
        const travelling = list.filter(({ state }) => state === 'in_transit' || state === 'missing');
        return (
          <ActForm
            title={say('Kartu yang tiba', 'Cards that arrived')}
            path={`/api/printing-queue/manifests/${manifestId}/arrival`}
            says={say('Catat kedatangan', 'Write the arrival down')}
            stale={['manifests', 'cards']}
            body={() => ({
              arrived: travelling.filter(({ jobId }) => !missing.includes(jobId)).map(({ jobId }) => jobId),
              missing,
            })}
          >
            {travelling.map(({ jobId, kind }) => (
              <NativeSelect
                key={jobId}
                label={`${choices.kind(kind)} ${jobId.slice(0, 8)}`}
                value={missing.includes(jobId) ? 'missing' : 'arrived'}
                onChange={({ currentTarget }) =>
                  setMissing(
                    currentTarget.value === 'missing' ? [...missing, jobId] : missing.filter((id) => id !== jobId),
                  )
                }
                data={[
                  { value: 'arrived', label: say('tiba', 'arrived') },
                  { value: 'missing', label: say('tidak ada', 'missing') },
                ]}
              />
            ))}
          </ActForm>
        );
      }}
    </Part>
  );
}
