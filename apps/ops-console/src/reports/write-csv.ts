import { stringify } from 'csv-stringify/sync';
import type { Report } from './report.js';

/**
 * A report as CSV: UTF-8 with a mark, so that a spreadsheet reads it right; numbers with a point; a text that begins like a
 * formula is escaped, since whoever opens the file must not run what somebody called himself.
 */
export function writeCsv({ columns, rows }: Report): Buffer {
  const text = stringify(
    rows.map((row) => columns.map(({ key }) => row[key] ?? '')),
    {
      header: true,
      columns: columns.map(({ title }, at) => ({ key: String(at), header: title })),
      bom: true,
      escape_formulas: true,
      record_delimiter: 'windows',
    },
  );
  return Buffer.from(text);
}
