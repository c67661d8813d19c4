import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSpeech } from '../words/language.js';

export interface Row {
  readonly key: string;
  readonly cells: readonly ReactNode[];
}

/** A table that stays readable on a phone, or a line that says there is nothing. */
export function List({
  label,
  heads,
  rows,
  empty,
}: {
  readonly label: string;
  readonly heads: readonly string[];
  readonly rows: readonly Row[];
  readonly empty?: string;
}) {
  const { say } = useSpeech();
  if (rows.length === 0)
    return (
      <Text c="dimmed" py="xs">
        {empty ?? say('Tidak ada.', 'None.')}
      </Text>
    );
  return (
    <div className="wide" tabIndex={0} role="region" aria-label={label}>
      <Table striped highlightOnHover aria-label={label} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {heads.map((head, at) => (
              <Table.Th key={`${at}-${head}`} scope="col">
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, cells }) => (
            <Table.Tr key={key} data-row={key}>
              {cells.map((cell, at) => (
                <Table.Td key={heads[at] || at}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
