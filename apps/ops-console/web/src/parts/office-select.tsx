import { NativeSelect } from '@mantine/core';
import { useChoices } from '../session/ask.js';
import { useSpeech } from '../words/language.js';

/** Of which office the page shows something. @param value its code; empty: of all */
export function OfficeSelect({ value, choose }: { readonly value: string; readonly choose: (office: string) => void }) {
  const { say } = useSpeech();
  const { offices } = useChoices();
  return (
    <NativeSelect
      label={say('Kantor', 'Office')}
      value={value}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
      data={[
        { value: '', label: say('Semua kantor', 'All offices') },
        ...offices.map(({ code, name }) => ({ value: code, label: name })),
      ]}
    />
  );
}
