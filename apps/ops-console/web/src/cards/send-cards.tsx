import { Checkbox, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ActForm } from '../parts/act.js';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { type CardPage, cardsPath } from './cards.js';

/** Printed cards for another office travel together: a manifest for each way. */
export function SendCards({ office }: { readonly office: string }) {
  const { say } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const cards = useAsked<CardPage>('cards', cardsPath('to_dispatch', office));
  const [left, setLeft] = useState<readonly string[]>([]);
  const [carrier, setCarrier] = useState('');
  const [leavesOn, setLeavesOn] = useState(() => new Date().toISOString().slice(0, 10));
  return (
    <Part query={cards}>
      {({ cards: all }) => {
        const ways = [...new Set(all.map((one) => `${one.printedAtOffice} ${one.office}`))];
        if (ways.length === 0) return <List label="" heads={[]} rows={[]} />;
        return (
          <Stack>
            {ways.map((way) => {
              const [from = '', to = ''] = way.split(' ');
              const own = all.filter((one) => one.printedAtOffice === from && one.office === to);
              const going = own.filter(({ jobId }) => !left.includes(jobId)).map(({ jobId }) => jobId);
              return (
                <div key={way} data-way={way}>
                  <List
                    label={`${choices.office(from)} → ${choices.office(to)}`}
                    heads={[
                      `${choices.office(from)} → ${choices.office(to)}`,
                      say('Layanan', 'Service'),
                      say('Ikut', 'Goes'),
                    ]}
                    rows={own.map((one) => ({
                      key: one.jobId,
                      cells: [
                        times.at(one.printedAt),
                        choices.kind(one.kind),
                        <Checkbox
                          key="goes"
                          aria-label={say('Ikut dikirim', 'Goes along')}
                          checked={!left.includes(one.jobId)}
                          onChange={({ currentTarget }) =>
                            setLeft(
                              currentTarget.checked ? left.filter((id) => id !== one.jobId) : [...left, one.jobId],
                            )
                          }
                        />,
                      ],
                    }))}
                  />
                  {may('clerk', 'print-operator') && (
                    <ActForm
                      path="/api/printing-queue/manifests"
                      says={say(`Kirim ${going.length} kartu`, `Send ${going.length} cards`)}
                      stale={['cards', 'manifests']}
                      body={() => ({
                        fromOffice: from,
                        toOffice: to,
                        carrier: carrier.trim(),
                        leavesOn,
                        jobIds: going,
                      })}
                    >
                      <TextInput
                        label={say('Pembawa', 'Carrier')}
                        required
                        minLength={2}
                        maxLength={120}
                        value={carrier}
                        onChange={({ currentTarget }) => setCarrier(currentTarget.value)}
                      />
                      <TextInput
                        type="date"
                        label={say('Berangkat', 'Leaves on')}
                        required
                        value={leavesOn}
                        onChange={({ currentTarget }) => setLeavesOn(currentTarget.value)}
                      />
                    </ActForm>
                  )}
                </div>
              );
            })}
          </Stack>
        );
      }}
    </Part>
  );
}
