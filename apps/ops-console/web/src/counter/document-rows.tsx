import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useChoices } from '../session/ask.js';
import { useSpeech } from '../words/language.js';

const Camera = lazy(async () => ({ default: (await import('./camera.js')).Camera }));

export interface Chosen {
  readonly as: string;
  readonly file: Blob;
  readonly name: string;
}

/** One row per document that this kind of request needs, and one more: from the scanner's folder or by the camera. */
export function DocumentRows({
  needed,
  files,
  put,
}: {
  readonly needed: readonly string[];
  readonly files: readonly Chosen[];
  readonly put: (files: readonly Chosen[]) => void;
}) {
  const { say } = useSpeech();
  const { documents, document } = useChoices();
  const [others, setOthers] = useState<string[]>([]);
  const [filmed, setFilmed] = useState<string>();
  const rows = [...new Set([...needed, ...others])];
  const take = (as: string, file: Blob | undefined, name: string) => {
    const rest = files.filter((one) => one.as !== as);
    put(file ? [...rest, { as, file, name }] : rest);
  };
  return (
    <fieldset>
      <legend>{say('Dokumen', 'Documents')}</legend>
      <Stack gap="xs">
        {rows.map((code) => {
          const chosen = files.find((one) => one.as === code);
          return (
            <Group key={code} align="flex-end" gap="xs">
              <TextInput
                type="file"
                label={document(code)}
                accept="image/jpeg,image/png,image/webp,image/heic,application/pdf"
                onChange={({ currentTarget: { files: picked } }) => take(code, picked?.[0], picked?.[0]?.name ?? '')}
                w={330}
              />
              <Button variant="default" onClick={() => setFilmed(code)}>
                {say('Kamera', 'Camera')}
              </Button>
              <Text size="sm">{chosen ? `✓ ${Math.ceil(chosen.file.size / 1024)} kB` : ''}</Text>
            </Group>
          );
        })}
        <NativeSelect
          w={330}
          label={say('Dokumen lain', 'Another document')}
          value=""
          onChange={({ currentTarget }) => currentTarget.value !== '' && setOthers([...others, currentTarget.value])}
          data={[
            { value: '', label: '—' },
            ...documents
              .filter(({ code }) => !rows.includes(code))
              .map(({ code, name }) => ({ value: code, label: name })),
          ]}
        />
        {filmed !== undefined && (
          <Suspense>
            <Camera
              title={document(filmed)}
              close={() => setFilmed(undefined)}
              take={(photo) => take(filmed, photo, say('foto kamera', 'camera photo'))}
            />
          </Suspense>
        )}
      </Stack>
    </fieldset>
  );
}
