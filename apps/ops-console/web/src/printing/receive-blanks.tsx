import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDraft } from '../session/drafts.js';
import { ActForm } from '../parts/act.js';
import { useSpeech } from '../words/language.js';
import { linesOf } from './count-blanks.js';

const empty = { box: '', from: '', to: '', serials: '' };

/** Blanks come as a box with running numbers or as single serials. */
export function ReceiveBlanks({ at }: { readonly at: string }) {
  const { say } = useSpeech();
  const [isBox, setBox] = useState(true);
  const { values, put, forget } = useDraft(`receive:${at}`, empty);
  return (
    <ActForm
      title={say('Terima blangko', 'Receive blanks')}
      path={`${at}/blanks`}
      says={say('Terima', 'Receive')}
      stale={['stock', 'stations']}
      body={() =>
        isBox
          ? { box: values.box.trim(), from: Number(values.from), to: Number(values.to) }
          : { serials: linesOf(values.serials) }
      }
      done={forget}
    >
      <NativeSelect
        label={say('Bentuk', 'As')}
        value={isBox ? 'box' : 'serials'}
        onChange={({ currentTarget }) => setBox(currentTarget.value === 'box')}
        data={[
          { value: 'box', label: say('satu kotak', 'a box') },
          { value: 'serials', label: say('nomor seri', 'serials') },
        ]}
      />
      {isBox ? (
        <>
          <TextInput
            label={say('Kotak', 'Box')}
            required
            value={values.box}
            onChange={({ currentTarget }) => put({ box: currentTarget.value })}
            w={110}
          />
          <TextInput
            type="number"
            min={1}
            label={say('dari', 'from')}
            required
            value={values.from}
            onChange={({ currentTarget }) => put({ from: currentTarget.value })}
            w={90}
          />
          <TextInput
            type="number"
            min={1}
            label={say('sampai', 'to')}
            required
            value={values.to}
            onChange={({ currentTarget }) => put({ to: currentTarget.value })}
            w={90}
          />
        </>
      ) : (
        <Textarea
          label={say('Nomor seri, satu per baris', 'Serials, one a line')}
          required
          autosize={false}
          value={values.serials}
          onChange={({ currentTarget }) => put({ serials: currentTarget.value })}
        />
      )}
    </ActForm>
  );
}
