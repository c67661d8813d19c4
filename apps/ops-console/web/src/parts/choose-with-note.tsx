import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSpeech } from '../words/language.js';
import { ActForm } from './act.js';

/** An act that is a choice and a word why. @param field what the act calls the choice */
export function ChooseWithNote({
  path,
  says,
  stale,
  field,
  label,
  choices,
}: {
  readonly path: string;
  readonly says: string;
  readonly stale: readonly string[];
  readonly field: string;
  readonly label: string;
  readonly choices: readonly [first: Choice, ...others: Choice[]];
}) {
  const { say } = useSpeech();
  const [chosen, setChosen] = useState(choices[0].value);
  const [note, setNote] = useState('');
  return (
    <ActForm path={path} says={says} stale={stale} body={() => ({ [field]: chosen, note: note.trim() })}>
      <NativeSelect
        label={label}
        value={chosen}
        onChange={({ currentTarget }) => setChosen(currentTarget.value)}
        data={[...choices]}
      />
      <TextInput
        label={say('Catatan', 'Note')}
        required
        minLength={3}
        maxLength={500}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
    </ActForm>
  );
}

interface Choice {
  readonly value: string;
  readonly label: string;
}
