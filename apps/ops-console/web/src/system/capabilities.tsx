import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Capability } from '#contracts';
import { ActForm } from '../parts/act.js';
import { List } from '../parts/list.js';
import { Part } from '../parts/part.js';
import type { ShownCapability } from '../../../src/show-capabilities.js';
import { useAsked } from '../session/ask.js';
import { may } from '../session/visitor.js';
import type { Pair } from '../../../src/pages/words.js';
import { useSpeech } from '../words/language.js';
import { useTimes } from '../words/times.js';

const names = {
  INTAKE: ['Penerimaan permohonan', 'Taking requests in'],
  WA: ['WhatsApp', 'WhatsApp'],
  SIAK_LOOKUP: ['Melihat data di SIAK', 'Looking up in SIAK'],
  RECORD_LOCAL: ['Perekaman di tempat', 'Recording here'],
  SEND_TO_CENTRE: ['Pengiriman rekaman ke pusat', 'Sending records to the centre'],
  DEDUP: ['Penunggalan di pusat', 'De-duplication at the centre'],
  PRINT: ['Pencetakan KTP-el', 'Printing'],
  MUTASI: ['Pindah datang', 'Moves'],
  NIK_WS: ['Layanan cek NIK', 'NIK checking service'],
} as const satisfies Record<Capability, Pair>;

/** What works outside, by probe or by the operator's word, and what citizens read of it. */
export function Capabilities() {
  const { say, word } = useSpeech();
  const times = useTimes();
  const shown = useAsked<{ capabilities: ShownCapability[] }>('capabilities', '/api/ops-console/capabilities');
  const maySay = may('ops', 'admin', 'head');
  return (
    <Part query={shown}>
      {({ capabilities }) => (
        <List
          label={say('Layanan pusat', 'Central services')}
          heads={[
            say('Layanan', 'Service'),
            say('Keadaan', 'State'),
            say('Sejak', 'Since'),
            say('Sumber', 'Said by'),
            say('Catatan untuk warga', 'Note for citizens'),
            '',
          ]}
          rows={capabilities.map((one) => ({
            key: one.capability,
            cells: [
              word(names, one.capability),
              one.state === 'up' ? say('berjalan', 'works') : <b key="down">{say('TERGANGGU', 'DOWN')}</b>,
              times.at(one.since),
              one.source === 'auto' ? say('otomatis', 'probe') : (one.setBy ?? say('petugas', 'staff')),
              one.publicNote ?? '',
              maySay && one.capability !== 'INTAKE' ? <SetFlag key={`${one.state}-${one.source}`} one={one} /> : null,
            ],
          }))}
        />
      )}
    </Part>
  );
}

function SetFlag({ one: { capability, state, source } }: { readonly one: ShownCapability }) {
  const { say, word } = useSpeech();
  const [note, setNote] = useState('');
  const isOurs = state === 'down' && source === 'operator';
  return (
    <ActForm
      path={`/api/ops-console/capabilities/${capability}`}
      says={isOurs ? say('Sudah pulih', 'Works again') : say('Terganggu', 'Is down')}
      stale={['capabilities', 'links']}
      body={() =>
        isOurs ? { state: 'up' } : { state: 'down', ...(note.trim() === '' ? {} : { publicNote: note.trim() }) }
      }
      {...(isOurs ? {} : { color: 'red.9' })}
    >
      {!isOurs && (
        <TextInput
          aria-label={`${say('Catatan untuk warga', 'Note for citizens')}: ${word(names, capability)}`}
          placeholder={say('Catatan untuk warga', 'Note for citizens')}
          maxLength={300}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
      )}
    </ActForm>
  );
}
