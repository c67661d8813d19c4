import { markPaper } from '#boot';
import { buffer } from 'node:stream/consumers';
import PdfDocument from 'pdfkit';
import { toBuffer } from 'qrcode';

/** What a receipt says, in words; nothing of it is more than the citizen may leave lying about. */
export interface Receipt {
  readonly agency: string;
  readonly ticket: string;
  readonly kind: string;
  readonly receivedAt: string;
  /** Masked. */
  readonly name: string;
  readonly nik: string;
  /** Names of the documents that are in. */
  readonly documents: readonly string[];
  readonly pickup: string;
  readonly promise: string | undefined;
  readonly trackUrl: string;
  /** Null while the office has confirmed none. */
  readonly whatsapp: string | null;
}

/** A5 in points. */
const width = 419.53;
const height = 595.28;
const margin = 36;
const qrSide = 150;

/** Draws a receipt as one A5 page: who, what, by when, and how to go on by phone. Prints on any black-and-white printer. */
export async function drawReceipt(receipt: Receipt): Promise<Buffer> {
  // Four modules of white around it and a middle correction: a worn print is still read.
  const qr = await toBuffer(receipt.trackUrl, {
    type: 'png',
    margin: 4,
    scale: 6,
    errorCorrectionLevel: 'M',
    // One grey channel: pdfkit takes it as it is.
    rendererOpts: { colorType: 0, inputColorType: 6 } as object,
  });
  const document = new PdfDocument({
    size: [width, height],
    margin,
    info: { Title: `Tanda terima ${receipt.ticket}`, Author: receipt.agency, Creator: 'Loket' },
  });
  markPaper(document);
  document.font('Helvetica').fontSize(10).text(receipt.agency);
  document.font('Helvetica-Bold').fontSize(15).text('TANDA TERIMA PERMOHONAN KTP-el').moveDown(0.4);
  document.fontSize(20).text(receipt.ticket).moveDown(0.3);
  const rows: readonly (readonly [string, string])[] = [
    ['Layanan', receipt.kind],
    ['Diterima', receipt.receivedAt],
    ['Atas nama', receipt.name],
    ['NIK', receipt.nik],
    ['Dokumen diterima', receipt.documents.join(', ') || 'belum ada'],
    ['Pengambilan', receipt.pickup],
    ...(receipt.promise === undefined ? [] : [['Janji layanan', receipt.promise] as const]),
  ];
  for (const [label, value] of rows) {
    document.font('Helvetica').fontSize(10).text(`${label}: `, { continued: true });
    document.font('Helvetica-Bold').text(value);
  }
  document.image(qr, (width - qrSide) / 2, height - margin - qrSide - 110, { width: qrSide });
  document.font('Helvetica').fontSize(9);
  document.text(receipt.trackUrl, margin, height - margin - 108, { align: 'center', width: width - 2 * margin });
  document.moveDown(0.5).fontSize(10);
  for (const [index, line] of goingOn(receipt).entries()) document.text(`${index + 1}. ${line}`, margin);
  document
    .moveDown(0.5)
    .font('Helvetica-Bold')
    .text('Semua layanan GRATIS. Bila ada yang meminta uang, mohon laporkan.');
  document.end();
  return buffer(document);
}

/** Three lines on how to go on by phone. */
function goingOn({ ticket, whatsapp }: Receipt): readonly [string, string, string] {
  return [
    'Pindai kode di atas untuk melihat status kapan saja, tanpa datang ke loket.',
    whatsapp === null
      ? 'Nomor WhatsApp layanan: tanyakan di loket. Kirim pesan dari nomor yang Anda berikan di loket.'
      : `WhatsApp ${whatsapp}: kirim CEK STATUS dari nomor yang Anda berikan di loket.`,
    `Dokumen yang kurang cukup difoto dan dikirim lewat WhatsApp; sebutkan ${ticket}.`,
  ];
}
