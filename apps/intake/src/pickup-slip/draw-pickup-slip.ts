import { markPaper } from '#boot';
import { buffer } from 'node:stream/consumers';
import Pdf from 'pdfkit';
import { create } from 'qrcode';

/** What a pick-up slip says, in words. Everything about the person is masked: slips lie about. */
export interface PickupSlip {
  readonly agency: string;
  readonly ticket: string;
  readonly maskedName: string;
  readonly maskedNik: string;
  readonly service: string;
  /** Since which day the card lies ready; undefined where that goes without saying. */
  readonly readySince: string | undefined;
  /** Name and address of the office. */
  readonly pickup: string;
  /** As people read them; null while the office has confirmed none. */
  readonly hours: string | null;
  readonly bring: string;
  readonly trackUrl: string;
}

const margin = 36;
const qrSize = 96;

/**
 * Draws the one slip that goes with a card that lies ready: to the citizen's phone, and on the shelf of the counter. A QR code
 * opens the request's own page.
 * @returns the bytes of a PDF, one page of A6
 */
export function drawPickupSlip(slip: PickupSlip): Promise<Buffer> {
  const { agency, ticket } = slip;
  const page = new Pdf({ size: 'A6', margin, info: { Title: `Bukti pengambilan ${ticket}`, Author: agency } });
  markPaper(page);
  page.font('Helvetica-Bold').fontSize(11).text(agency, { align: 'center' });
  page.moveDown(0.5).fontSize(9).font('Helvetica').text('BUKTI PENGAMBILAN KTP-el', { align: 'center' });
  page.moveDown(0.5).fontSize(20).font('Helvetica-Bold').text(ticket, { align: 'center' });
  page.moveDown(0.5).fontSize(9).font('Helvetica');
  const lines: readonly (readonly [string, string])[] = [
    ['Nama', slip.maskedName],
    ['NIK', slip.maskedNik],
    ['Jenis', slip.service],
    ...(slip.readySince === undefined ? [] : [['Siap diambil sejak', slip.readySince] as const]),
    ['Ambil di', slip.pickup],
    ...(slip.hours === null ? [] : [['Jam layanan', slip.hours] as const]),
    ['Bawa', slip.bring],
  ];
  for (const [name, value] of lines) page.text(`${name}: ${value}`);
  page.moveDown(0.5).fontSize(8);
  page.text('Dapat diwakili keluarga satu KK; orang lain dengan surat kuasa F-1.07. Layanan ini GRATIS.');
  drawCode(page, slip.trackUrl, { x: (page.page.width - qrSize) / 2, y: page.page.height - margin - qrSize });
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
