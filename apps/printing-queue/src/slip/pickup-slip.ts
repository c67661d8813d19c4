import { markPaper } from '#boot';
import { buffer } from 'node:stream/consumers';
import PdfDocument from 'pdfkit';

/** What a pick-up slip says. The name is masked: slips lie about. */
export interface SlipFacts {
  readonly agency: string;
  readonly ticket: string | null;
  readonly maskedName: string | null;
  readonly service: string;
  readonly officeName: string;
  readonly officeAddress: string;
  /** The day, in the office's words. */
  readonly readyOn: string;
  /** What must be given back at the latest now; null where nothing. */
  readonly toBring: string | null;
}

/** The pick-up slip on A6, as a PDF of one page. */
export function pickupSlip(facts: SlipFacts): Promise<Buffer> {
  const page = new PdfDocument({ size: 'A6', margin: 28, info: { Title: 'Bukti pengambilan KTP-el' } });
  markPaper(page);
  page.font('Helvetica-Bold').fontSize(9).text(facts.agency.toUpperCase(), { align: 'center' });
  page.moveDown(0.4).fontSize(13).text('BUKTI PENGAMBILAN KTP-el', { align: 'center' }).moveDown(0.8);
  const lines: [string, string][] = [
    ['Nomor tiket', facts.ticket ?? '—'],
    ['Nama', facts.maskedName ?? '—'],
    ['Layanan', facts.service],
    ['Siap diambil sejak', facts.readyOn],
    ['Diambil di', `${facts.officeName}\n${facts.officeAddress}`],
  ];
  for (const [label, value] of lines) {
    page.font('Helvetica').fontSize(8).fillColor('#555').text(label);
    page.font('Helvetica-Bold').fontSize(10).fillColor('#000').text(value).moveDown(0.3);
  }
  page.moveDown(0.4).font('Helvetica').fontSize(8);
  if (facts.toBring) page.text(`Serahkan ${facts.toBring} saat pengambilan.`);
  page.text('Diambil sendiri, oleh anggota satu KK dengan menunjukkan KK, atau oleh wakil dengan surat kuasa F-1.07.');
  page.moveDown(0.4).font('Helvetica-Bold').text('Layanan ini tidak dipungut biaya.', { align: 'center' });
  page.end();
  return buffer(page);
}
