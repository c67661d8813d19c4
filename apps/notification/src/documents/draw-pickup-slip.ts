import { markPaper } from '#boot';
import { buffer } from 'node:stream/consumers';
import Pdf from 'pdfkit';
import { create } from 'qrcode';
import { serviceKindFacts } from '#civil-registry';
import type { Setting, ToldApplication } from '../catalogue/message.js';
import { bringAlong } from '../catalogue/phrases.js';

const margin = 36;
const qrSize = 96;

/**
 * Draws the slip a citizen shows at the counter: masked as every message is, with a QR code of the request's own page.
 * @returns the bytes of a PDF, one page of A6
 */
export function drawPickupSlip(application: ToldApplication, setting: Setting): Promise<Buffer> {
  const { ticket, maskedName, maskedNik, kind, office } = application;
  const page = new Pdf({ size: 'A6', margin, info: { Title: `Bukti pengambilan ${ticket}`, Author: setting.agency } });
  markPaper(page);
  page.font('Helvetica-Bold').fontSize(11).text(setting.agency, { align: 'center' });
  page.moveDown(0.5).fontSize(9).font('Helvetica').text('BUKTI PENGAMBILAN KTP-el', { align: 'center' });
  page.moveDown(0.5).fontSize(20).font('Helvetica-Bold').text(ticket, { align: 'center' });
  page.moveDown(0.5).fontSize(9).font('Helvetica');
  const lines: readonly (readonly [string, string])[] = [
    ['Nama', maskedName],
    ['NIK', maskedNik],
    ['Jenis', serviceKindFacts[kind].title],
    ['Ambil di', `${office.name}, ${office.address}`],
    ...(office.hours === null ? [] : [['Jam layanan', office.hours] as const]),
    ['Bawa', bringAlong(kind)],
  ];
  for (const [name, value] of lines) page.text(`${name}: ${value}`);
  page.moveDown(0.5).fontSize(8);
  page.text('Dapat diwakili keluarga satu KK; orang lain dengan surat kuasa F-1.07. Layanan ini GRATIS.');
  drawCode(page, application.trackUrl, {
    x: (page.page.width - qrSize) / 2,
    y: page.page.height - margin - qrSize,
  });
  page.end();
  return buffer(page);
}

/** Its squares as squares: sharp on any printer, and no picture to decode. */
function drawCode(page: InstanceType<typeof Pdf>, text: string, at: { x: number; y: number }): void {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const side = qrSize / modules.size;
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) page.rect(at.x + column * side, at.y + row * side, side, side);
    }
  }
  page.fill('black');
}
