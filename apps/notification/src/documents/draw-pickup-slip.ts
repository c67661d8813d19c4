import Pdf from 'pdfkit';
import { toBuffer } from 'qrcode';
import { serviceKindFacts } from '#civil-registry';
import type { Setting, ToldApplication } from '../catalogue/message.js';
import { bringAlong } from '../catalogue/phrases.js';

const margin = 36;
const qrSize = 96;

/**
 * Draws the slip a citizen shows at the counter: masked as every message is, with a QR code of the request's own page.
 * @returns the bytes of a PDF, one page of A6
 */
export async function drawPickupSlip(application: ToldApplication, setting: Setting): Promise<Buffer> {
  const code = await toBuffer(application.trackUrl, { margin: 0, width: qrSize * 4 });
  const { ticket, maskedName, maskedNik, kind, office } = application;
  const page = new Pdf({ size: 'A6', margin, info: { Title: `Bukti pengambilan ${ticket}`, Author: setting.agency } });
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
  page.image(code, (page.page.width - qrSize) / 2, page.page.height - margin - qrSize, { width: qrSize });
  return bytesOf(page);
}

function bytesOf(page: InstanceType<typeof Pdf>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    page.on('data', (part: Buffer) => parts.push(part));
    page.on('end', () => resolve(Buffer.concat(parts)));
    page.on('error', reject);
    page.end();
  });
}
