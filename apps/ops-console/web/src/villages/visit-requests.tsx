import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ActButton, ActForm } from '../parts/act.js';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import { useAsked, useChoices } from '../session/ask.js';
import { may } from '../session/visitor.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';
import { reasonWords, type VisitRequest } from './visits.js';

const empty = { district: '', village: '', reason: 'remote', people: 1, contact: '' };

/** Who wants officers to come: taken down at the counter or written on WhatsApp. */
export function VisitRequests() {
  const { say, word } = useSpeech();
  const times = useTimes();
  const choices = useChoices();
  const [form, setForm] = useState(empty);
  const requests = useAsked<{ requests: VisitRequest[] }>('visit-requests', '/api/intake/visit-requests?state=open');
  return (
    <>
      <ActForm
        path="/api/intake/visit-requests"
        says={say('Catat permintaan', 'Take down')}
        stale={['visit-requests']}
        body={() => ({ ...form, village: form.village || null, contact: form.contact || null })}
        done={() => setForm(empty)}
      >
        <NativeSelect
          label={say('Kecamatan', 'Sub-district')}
          required
          value={form.district}
          onChange={({ currentTarget }) => setForm({ ...form, district: currentTarget.value })}
          data={[
            { value: '', label: say('pilih …', 'choose …') },
            ...choices.districts.map((one) => ({ value: one.code, label: one.name })),
          ]}
        />
        <TextInput
          label={say('Desa', 'Village')}
          maxLength={100}
          value={form.village}
          onChange={({ currentTarget }) => setForm({ ...form, village: currentTarget.value })}
        />
        <NativeSelect
          label={say('Alasan', 'Reason')}
          value={form.reason}
          onChange={({ currentTarget }) => setForm({ ...form, reason: currentTarget.value })}
          data={Object.keys(reasonWords).map((value) => ({ value, label: word(reasonWords, value) }))}
        />
        <NumberInput
          label={say('Jumlah warga', 'People')}
          min={1}
          max={500}
          w={120}
          value={form.people}
          onChange={(people) => setForm({ ...form, people: Number(people) || 1 })}
        />
        <TextInput
          label={say('Dihubungi lewat', 'How to reach them')}
          maxLength={200}
          value={form.contact}
          onChange={({ currentTarget }) => setForm({ ...form, contact: currentTarget.value })}
        />
      </ActForm>
      <Part query={requests}>
        {({ requests: all }) => (
          <List
            label={say('Permintaan', 'Requests')}
            heads={[
              say('Sejak', 'Since'),
              say('Kecamatan', 'Sub-district'),
              say('Desa', 'Village'),
              say('Alasan', 'Reason'),
              say('Warga', 'People'),
              say('Dihubungi lewat', 'Reach by'),
              '',
            ]}
            rows={all.map((one) => ({
              key: one.visitRequestId,
              cells: [
                times.at(one.openedAt),
                one.district === 'unknown' ? '—' : choices.district(one.district),
                one.village ?? '—',
                word(reasonWords, one.reason),
                String(one.people),
                one.channel === 'whatsapp' ? 'WhatsApp' : (one.contact ?? '—'),
                may('clerk', 'head', 'admin') && (
                  <ActButton
                    key="decline"
                    path={`/api/intake/visit-requests/${one.visitRequestId}/decline`}
                    says={say('Tidak dikunjungi', 'No visit')}
                    variant="default"
                    size="xs"
                    stale={['visit-requests']}
                  />
                ),
              ],
            }))}
          />
        )}
      </Part>
    </>
  );
}
