import { Button, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Problem } from '../parts/part.js';
import { act } from '../session/call.js';
import { useSpeech } from '../words/language.js';

interface Said {
  readonly agrees: boolean | null;
  readonly similarity: number | null;
}
interface SideBySide {
  readonly fields: readonly {
    readonly field: 'nik' | 'name' | 'familyCardNumber';
    readonly typed: string | null;
    readonly primary: Said | null;
    readonly backup: Said | null;
  }[];
}

/** Who it is about, typed data beside what the register said of each: asked for by a person, recorded, and not kept here. */
export function LookUp({ reviewId }: { readonly reviewId: string }) {
  const { say } = useSpeech();
  const look = useMutation({
    mutationFn: () => act<SideBySide>(`/api/document-validation/reviews/${reviewId}/look-up`),
    gcTime: 0,
  });
  const names = {
    nik: 'NIK',
    name: say('Nama', 'Name'),
    familyCardNumber: say('Nomor KK', 'Family-card number'),
  };
  const word = (said: Said | null) =>
    said === null || said.agrees === null
      ? '—'
      : `${said.agrees ? say('sesuai', 'agrees') : say('BERBEDA', 'DIFFERS')}${said.similarity === null ? '' : ` (${Math.round(said.similarity)}%)`}`;
  if (!look.data)
    return (
      <div>
        <Button variant="light" size="xs" loading={look.isPending} onClick={() => look.mutate()}>
          {say('Tampilkan NIK, KK dan nama (dicatat)', 'Show NIK, family card and name (recorded)')}
        </Button>
        <Problem error={look.error} />
      </div>
    );
  return (
    <>
      <Table aria-label={say('Data yang diketik', 'What was typed')} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{say('Isian', 'Field')}</Table.Th>
            <Table.Th scope="col">{say('Diketik', 'Typed')}</Table.Th>
            <Table.Th scope="col">SIAK</Table.Th>
            <Table.Th scope="col">{say('Jalur cadangan', 'Backup way')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {look.data.fields.map(({ field, typed, primary, backup }) => (
            <Table.Tr key={field}>
              <Table.Th scope="row">{names[field]}</Table.Th>
              <Table.Td>{typed ?? '—'}</Table.Td>
              <Table.Td>{word(primary)}</Table.Td>
              <Table.Td>{word(backup)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Button variant="subtle" size="xs" onClick={() => look.reset()}>
        {say('Sembunyikan', 'Hide')}
      </Button>
      <Text size="xs" c="dimmed">
        {say('Tampilan ini sudah dicatat atas nama Anda.', 'This look has been recorded under your name.')}
      </Text>
    </>
  );
}
