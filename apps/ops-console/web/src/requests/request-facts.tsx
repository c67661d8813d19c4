import { Badge, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ApplicationShown } from '../../../src/show-applications.js';
import { Part } from '../parts/part.js';
import { useChoices } from '../session/ask.js';
import { causeWords, channelWords, stateWords } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { Promised } from './request-list.js';
import type { AtIntake } from './request.js';

/** What a request is and how it stands; who it is for comes from intake, masked. */
export function RequestFacts({
  one,
  intake,
}: {
  readonly one: ApplicationShown;
  readonly intake: UseQueryResult<AtIntake>;
}) {
  const { say, word } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  return (
    <>
      <dl className="facts">
        <Fact name="Status">
          <strong data-state={one.state}>{word(stateWords, one.state)}</strong> {say('sejak', 'since')}{' '}
          {times.at(one.movedAt)}
        </Fact>
        <Fact name={say('Menunggu', 'Waits for')}>
          {one.holds.length === 0
            ? '—'
            : one.holds.map(({ cause, since }) => (
                <Badge key={cause} color="orange" variant="light" c="dark.9" tt="none" data-hold={cause}>
                  {word(causeWords, cause)} · {times.ago(since)}
                </Badge>
              ))}
        </Fact>
        <Fact name={say('Berkas lengkap', 'File complete')}>
          {one.completeSince === null ? say('belum', 'not yet') : times.at(one.completeSince)}
        </Fact>
        <Fact name={say('Kantor pengambilan', 'Pick-up office')}>{choices.office(one.office)}</Fact>
        <Fact name={say('Jalur', 'Channel')}>{word(channelWords, one.channel)}</Fact>
        <Fact name={say('Kecamatan', 'Sub-district')}>{choices.district(one.district)}</Fact>
      </dl>
      <Part query={intake}>
        {(seen) => (
          <dl className="facts">
            <Fact name={say('Nama', 'Name')}>{seen.maskedName}</Fact>
            <Fact name="NIK">{seen.maskedNik}</Fact>
            <Fact name={say('Nomor KK', 'Family-card number')}>{seen.maskedFamilyCardNumber}</Fact>
            <Fact name={say('Telepon', 'Phone')}>{seen.maskedPhone ?? '—'}</Fact>
            <Fact name={say('Janji layanan', 'Promise')}>
              <Promised promise={seen.promise} />
            </Fact>
            {seen.serviceTime && (
              <Fact name={say('Waktu layanan (menit kerja)', 'Service time (working minutes)')}>
                {say('bersih', 'net')} {seen.serviceTime.netMinutes}, {say('kotor', 'gross')}{' '}
                {seen.serviceTime.grossMinutes}
              </Fact>
            )}
          </dl>
        )}
      </Part>
      <Text size="xs" c="dimmed">
        {say('Nomor', 'Number')} {one.applicationId}
      </Text>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
