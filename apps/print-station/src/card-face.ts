import { markPaper } from '#boot';
import { buffer } from 'node:stream/consumers';
import PdfDocument from 'pdfkit';
import type { CardData } from './card-data.js';

/** ISO/IEC 7810 ID-1 in points (1 mm = 72 / 25.4). */
const mm = 72 / 25.4;
const width = 85.6 * mm;
const height = 53.98 * mm;

const unheld = '—';
/** The body of a card is light blue for citizens and orange for foreigners (domain 3.1). */
const body = { WNI: '#cfe6f5', WNA: '#f6c48a' } as const;
const photo = { red: '#c23b33', blue: '#2f62b5' } as const;

/** The labels of the face in their order (domain 3.1), and what Loket holds of them. The rest is SIAK's: a dash. */
export function fieldsOf(card: CardData): readonly (readonly [label: string, value: string])[] {
  const isForeign = card.nationality === 'WNA';
  return [
    ['Nama', card.name ?? unheld],
    ['Tempat/Tgl Lahir', unheld],
    ['Jenis kelamin', `${sexOf(card)}     Gol. Darah : ${unheld}`],
    ['Alamat', unheld],
    ['   RT/RW', unheld],
    ['   Kel/Desa', card.village ?? unheld],
    ['   Kecamatan', card.district ?? unheld],
    ['Agama', unheld],
    ['Status Perkawinan', unheld],
    ['Pekerjaan', unheld],
    ['Kewarganegaraan', isForeign ? unheld : 'WNI'],
    ['Berlaku Hingga', isForeign ? unheld : 'SEUMUR HIDUP'],
  ];
}

/** On the card of a foreigner the value is English (Permendagri 72/2022). */
function sexOf({ sex, nationality }: CardData): string {
  if (sex === null) return unheld;
  if (nationality === 'WNI') return sex;
  return sex === 'PEREMPUAN' ? 'FEMALE' : 'MALE';
}

/**
 * Draws the front of a card as a PDF of exactly one ID-1 page, `SPECIMEN` large across it: Loket is no issuer, and a
 * realistic face must never leave it (UU 24/2013 art. 96A). The photo is a silhouette.
 * @param serial of the blank, small at the foot, so that a card can be told from its ledger
 */
export function drawCardFace(card: CardData, serial: string): Promise<Buffer> {
  const document = new PdfDocument({ size: [width, height], margin: 0, info: { Title: 'SPECIMEN', Creator: 'Loket' } });
  document.roundedRect(0, 0, width, height, 9).fill(body[card.nationality]);
  markPaper(document);
  document.fillColor('#10202e').font('Helvetica-Bold').fontSize(7);
  document.text(card.province, 0, 7, { width, align: 'center', lineBreak: false });
  document.text(card.regency, 0, 15.5, { width, align: 'center', lineBreak: false });
  document.fontSize(9).text(`NIK  : ${card.nik ?? unheld}`, 9, 27, { lineBreak: false });
  drawFields(document, card);
  drawPhoto(document, card);
  drawSpecimen(document);
  document
    .fillColor('#10202e')
    .opacity(1)
    .font('Helvetica')
    .fontSize(3.6)
    .text(`blanko ${serial}`, 9, height - 7, { lineBreak: false });
  document.end();
  return buffer(document);
}

function drawFields(document: PDFKit.PDFDocument, card: CardData): void {
  const room = 113;
  for (const [at, [label, value]] of fieldsOf(card).entries()) {
    const y = 40 + at * 8.6;
    document.font('Helvetica').fontSize(5.4).text(label, 9, y, { lineBreak: false });
    document.text(':', 58, y, { lineBreak: false });
    document.font('Helvetica-Bold');
    // A name has up to sixty letters: it is set smaller, never cut.
    document.fontSize(5.4);
    const size = Math.min(5.4, (5.4 * room) / Math.max(1, document.widthOfString(value)));
    document.fontSize(size).text(value, 62, y + (5.4 - size) / 2, { lineBreak: false });
  }
}

function drawPhoto(document: PDFKit.PDFDocument, card: CardData): void {
  const [x, y, w, h] = [width - 62, 38, 50, 64] as const;
  document.rect(x, y, w, h).fill(photo[card.photoBackground]);
  document.save().rect(x, y, w, h).clip();
  document.circle(x + w / 2, y + 25, 12).fill('#e9edf0');
  document.ellipse(x + w / 2, y + h + 4, 22, 24).fill('#e9edf0');
  document.restore();
  document.fillColor('#10202e').font('Helvetica').fontSize(5);
  document.text(card.regency.replace(/^(KABUPATEN|KOTA) /, ''), x - 6, y + h + 5, {
    width: w + 12,
    align: 'center',
    lineBreak: false,
  });
  document.text(unheld, x - 6, y + h + 12, { width: w + 12, align: 'center', lineBreak: false });
}

function drawSpecimen(document: PDFKit.PDFDocument): void {
  document
    .save()
    .rotate(-28, { origin: [width / 2, height / 2] })
    .fillColor('#b00020')
    .opacity(0.42)
    .font('Helvetica-Bold')
    .fontSize(45);
  document.text('SPECIMEN', 0, height / 2 - 17, { width, align: 'center', lineBreak: false });
  document.restore().opacity(1);
}
