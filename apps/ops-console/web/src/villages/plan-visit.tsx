import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { ActForm } from '../parts/act.js';
import { useChoices } from '../session/ask.js';
import { useSpeech } from '../words/language.js';

/** Officers go to a sub-district; its list is made from what waits there. */
export function PlanVisit() {
  const { say } = useSpeech();
  const choices = useChoices();
  const [, go] = useLocation();
  const today = () => new Date().toISOString().slice(0, 10);
  const [district, setDistrict] = useState('');
  const [from, setFrom] = useState(today);
  const [to, setTo] = useState(today);
  const [team, setTeam] = useState('');
  const day = (label: string, value: string, set: (day: string) => void) => (
    <TextInput
      type="date"
      label={label}
      required
      value={value}
      onChange={({ currentTarget }) => set(currentTarget.value)}
    />
  );
  return (
    <ActForm
      path="/api/intake/recording-visits"
      says={say('Rencanakan', 'Plan')}
      stale={['visits', 'visit-requests']}
      body={() => ({ district, from, to, team: team.split(/[\s,]+/).filter((one) => one !== '') })}
      done={(answer) => go(`/jemput-bola/${(answer as { visitId: string }).visitId}`)}
    >
      <NativeSelect
        label={say('Kecamatan', 'Sub-district')}
        required
        value={district}
        onChange={({ currentTarget }) => setDistrict(currentTarget.value)}
        data={[
          { value: '', label: say('pilih …', 'choose …') },
          ...choices.districts.map((one) => ({ value: one.code, label: one.name })),
        ]}
      />
      {day(say('Dari', 'From'), from, setFrom)}
      {day(say('Sampai', 'To'), to, setTo)}
      <TextInput
        label={say('Akun petugas', 'Officers’ accounts')}
        required
        value={team}
        onChange={({ currentTarget }) => setTeam(currentTarget.value)}
      />
    </ActForm>
  );
}
