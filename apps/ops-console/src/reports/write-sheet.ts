import writeSheetFile, { type Cell, type SheetData } from 'write-excel-file/node';
import type { Column, Figure, Report } from './report.js';

const formats = { text: undefined, count: '#,##0.##', share: '0.0%', minutes: '#,##0' } as const;

/** A report as an Excel workbook of one sheet. Texts are cells of text: none of them can be a formula. */
export async function writeSheet({ columns, rows, title, notes }: Report): Promise<Buffer> {
  const head = columns.map((column): Cell => ({ type: String, value: column.title, fontWeight: 'bold' }));
  const data: SheetData = [
    head,
    ...rows.map((row) => columns.map((column) => cellOf(row[column.key], column))),
    [],
    ...[title, ...notes].map((line) => [{ type: String, value: line }]),
  ];
  return writeSheetFile(data, {
    sheet: 'Laporan',
    columns: columns.map(({ kind }) => ({ width: kind === 'text' ? 28 : 16 })),
    stickyRowsCount: 1,
  }).toBuffer();
}

function cellOf(figure: Figure | undefined, { kind }: Column): Cell {
  if (figure === null || figure === undefined) return null;
  if (typeof figure === 'string') return { type: String, value: figure };
  const format = formats[kind];
  return { type: Number, value: figure, ...(format && { format }) };
}
