import { Anchor, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { ActButton } from '../parts/act.js';
import { List } from '../parts/list.js';
import { PageTitle } from '../parts/page-title.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

interface Entry {
  readonly messageId: string;
  readonly applicationId: string;
  readonly ticket: string;
  readonly name: string;
  readonly news: string;
  readonly since: string;
}

/** News that reached nobody: a list for the village officers of a sub-district, or for the counter of an office. */
export function RelayPage() {
  const { say } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const [place, setPlace] = useState('');
  const entries = useAsked<{ entries: Entry[] }>('relay', `/api/notification/relay-lists?${place}`, {
    enabled: place !== '',
  });
  return (
    <Stack gap="sm">
      <PageTitle>{say('Kabar yang belum sampai', 'News that reached nobody')}</PageTitle>
      <Text size="sm">
        {say(
          'Kabar yang tidak sampai dalam sehari disampaikan petugas desa; setelah tiga hari, oleh loket.',
          'News undelivered for a day is told by village officers; after three days by the counter.',
        )}
      </Text>
      <NativeSelect
        w={320}
        label={say('Kecamatan atau loket', 'Sub-district or counter')}
        value={place}
        onChange={({ currentTarget }) => setPlace(currentTarget.value)}
        data={[
          { value: '', label: say('pilih …', 'choose …') },
          {
            group: say('Kecamatan', 'Sub-district'),
            items: choices.districts.map(({ code, name }) => ({ value: `district=${code}`, label: name })),
          },
          {
            group: say('Loket', 'Counter'),
            items: choices.offices.map(({ code, name }) => ({ value: `office=${code}`, label: name })),
          },
        ]}
      />
      {place !== '' && (
        <>
          <Part query={entries}>
            {({ entries: all }) => (
              <List
                label={say('Kabar yang belum sampai', 'News that reached nobody')}
                heads={[say('Sejak', 'Since'), say('Tiket', 'Ticket'), say('Nama', 'Name'), say('Kabar', 'News'), '']}
                rows={all.map((one) => ({
                  key: one.messageId,
                  cells: [
                    times.at(one.since),
                    <Link key="to" href={`/permohonan/${one.applicationId}`}>
                      {one.ticket}
                    </Link>,
                    one.name,
                    <p key="news" className="bubble">
                      {one.news}
                    </p>,
                    <ActButton
                      key="told"
                      path="/api/notification/relay-lists/told"
                      says={say('Sudah disampaikan', 'Told')}
                      size="xs"
                      variant="default"
                      body={() => ({ messageIds: [one.messageId] })}
                      stale={['relay', 'failures']}
                    />,
                  ],
                }))}
              />
            )}
          </Part>
          <Anchor href={`/api/notification/relay-lists?${place}&format=csv`}>
            {say('Unduh CSV untuk dicetak', 'CSV to print')}
          </Anchor>
        </>
      )}
    </Stack>
  );
}
