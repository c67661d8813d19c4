import { stringify } from 'csv-stringify/sync';

/** What a line of the list shows; nothing else of an entry goes into the file. */
export interface RelayLine {
  readonly ticket: string;
  readonly name: string;
  readonly news: string;
  readonly office: string;
  readonly since: string;
  readonly reason: string | null;
  readonly messageId: string;
}

/** A spreadsheet takes what begins with = + - @ for a formula: such a field is escaped (ASVS 1.2.10). */
export function asCsv(entries: readonly RelayLine[]): string {
  return stringify([...entries], {
    header: true,
    bom: true,
    escape_formulas: true,
    columns: [
      { key: 'ticket', header: 'Tiket' },
      { key: 'name', header: 'Nama' },
      { key: 'news', header: 'Kabar' },
      { key: 'office', header: 'Kantor' },
      { key: 'since', header: 'Sejak' },
      { key: 'reason', header: 'Alasan' },
      { key: 'messageId', header: 'Pesan' },
    ],
  });
}
