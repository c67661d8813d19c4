import { markPaper } from '#boot';
import { buffer } from 'node:stream/consumers';
import PdfDocument from 'pdfkit';
import { figureWords } from './figure-words.js';
import type { Column, Report } from './report.js';

/** A4 on its side, in points. */
const page = { width: 841.89, height: 595.28, margin: 36 };
const line = 14;
const mostPages = 200;

export interface Printed {
  readonly agency: string;
  /** Of which half-year and office. */
  readonly about: string;
  readonly printedAt: string;
}

/** A report for the printer: black on white, its head on every page, pages numbered, the notes at the end. */
export async function drawReport(report: Report, { agency, about, printedAt }: Printed): Promise<Buffer> {
  const document = new PdfDocument({ size: 'A4', layout: 'landscape', margin: page.margin, bufferPages: true });
  markPaper(document);
  const whole = buffer(document);
  const { columns } = report;
  const widths = widthsOf(columns);
  const bottom = page.height - page.margin - 2 * line;
  const row = (cells: readonly string[], y: number, font: string) => {
    document.font(font).fontSize(8);
    let x = page.margin;
    cells.forEach((cell, at) => {
      const width = widths[at] ?? 0;
      const align = columns[at]?.kind === 'text' ? 'left' : 'right';
      document.text(cell, x + 2, y, { width: width - 4, height: line - 4, ellipsis: true, lineBreak: false, align });
      x += width;
    });
  };
  const head = (): number => {
    document.font('Helvetica-Bold').fontSize(12).text(report.title, page.margin, page.margin);
    document.font('Helvetica').fontSize(8).text(`${agency} · ${about}`, page.margin, document.y);
    const y = document.y + 6;
    row(
      columns.map(({ title }) => title),
      y,
      'Helvetica-Bold',
    );
    document
      .moveTo(page.margin, y + line - 3)
      .lineTo(page.width - page.margin, y + line - 3)
      .lineWidth(0.5)
      .stroke();
    return y + line;
  };
  let y = head();
  const nextPage = () => {
    document.addPage();
    y = head();
  };
  let pages = 1;
  for (const one of report.rows) {
    if (y > bottom) {
      if (pages === mostPages) break;
      nextPage();
      pages += 1;
    }
    row(
      columns.map((column) => figureWords(one[column.key], column)),
      y,
      'Helvetica',
    );
    y += line;
  }
  if (report.rows.length === 0) {
    document.font('Helvetica').text('Belum ada data.', page.margin, y);
    y += line;
  }
  for (const note of report.notes) {
    if (y > bottom) nextPage();
    document
      .font('Helvetica-Oblique')
      .fontSize(8)
      .text(note, page.margin, y, { width: page.width - 2 * page.margin });
    y = document.y + 2;
  }
  const { count } = document.bufferedPageRange();
  for (let at = 0; at < count; at += 1) {
    document.switchToPage(at);
    // Below the margin a line would begin a page of its own.
    document.page.margins.bottom = 0;
    document
      .font('Helvetica')
      .fontSize(8)
      .text(`Dicetak ${printedAt} · halaman ${at + 1} dari ${count}`, page.margin, page.height - page.margin, {
        width: page.width - 2 * page.margin,
        align: 'right',
        lineBreak: false,
      });
  }
  document.end();
  return whole;
}

/** Texts get twice the room of figures. */
function widthsOf(columns: readonly Column[]): number[] {
  const parts: number[] = columns.map(({ kind }) => (kind === 'text' ? 2 : 1));
  const all = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => ((page.width - 2 * page.margin) * part) / all);
}
