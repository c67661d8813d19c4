import { NativeSelect, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ActForm } from '../parts/act.js';
import { useChoices } from '../session/ask.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

/** A new device: its code is shown once, and its officer types it on the device itself. */
export function RegisterDevice() {
  const { say } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const [officer, setOfficer] = useState('');
  const [label, setLabel] = useState('');
  const [district, setDistrict] = useState('');
  const [code, setCode] = useState<{ code: string; until: string }>();
  return (
    <>
      <ActForm
        path="/api/intake/officer-devices"
        says={say('Daftarkan', 'Register')}
        stale={['officer-devices']}
        body={() => ({ officer: officer.trim(), label: label.trim(), district })}
        done={(answer) => setCode(answer as { code: string; until: string })}
      >
        <TextInput
          label={say('Akun petugas desa', 'Officer’s account')}
          required
          pattern="[a-z0-9][a-z0-9._\-]{1,39}"
          value={officer}
          onChange={({ currentTarget }) => setOfficer(currentTarget.value)}
        />
        <TextInput
          label={say('Nama perangkat', 'Name of the device')}
          required
          maxLength={80}
          value={label}
          onChange={({ currentTarget }) => setLabel(currentTarget.value)}
        />
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
      </ActForm>
      {code && (
        <Text role="status" my="xs">
          {say('Kode pendaftaran', 'Enrolment code')}: <strong data-code>{code.code}</strong>.{' '}
          {say(
            `Berlaku sekali, sampai ${times.at(code.until)}. Diketik di halaman /petugas/ pada perangkatnya.`,
            `Good once, until ${times.at(code.until)}. It is typed at /petugas/ on the device.`,
          )}
        </Text>
      )}
    </>
  );
}
