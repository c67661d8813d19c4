// Draws a poster: a PDF page of any size, and a picture of 1080 × 1350 pixels for Instagram and status messages.
import { buffer } from 'node:stream/consumers';
import Pdf from 'pdfkit';
import { create, toBuffer } from 'qrcode';
import sharp from 'sharp';

const blue = '#0b4a8f';
const free = 'GRATIS · TANPA CALO';
const practiceMark = 'LATIHAN';

/**
 * One page: band with the title, what is needed, and the code to scan.
 * @param {import('./poster-words.mjs').Poster} poster
 * @param {'A4' | 'A3 landscape'} size
 * @returns {Promise<Buffer>}
 */
export async function drawPosterPdf(poster, size) {
  const lying = size === 'A3 landscape';
  // One grey channel, four modules of white around it: what a printer and a worn paper bear.
  const code = await toBuffer(poster.link, {
    ...{ type: 'png', margin: 4, scale: 12, errorCorrectionLevel: 'M' },
    rendererOpts: /** @type {object} */ ({ colorType: 0, inputColorType: 6 }),
  });
  const page = new Pdf({
    ...(lying ? { size: 'A3', layout: 'landscape' } : { size: 'A4' }),
    ...{ margin: 0, info: { Title: poster.title, Author: poster.agency, Creator: 'Loket' } },
  });
  const { width, height } = page.page;
  const unit = height / 100;
  const margin = 5 * unit;
  const side = lying ? 56 * unit : 32 * unit;
  const textWidth = lying ? width - side - 3 * margin : width - 2 * margin;

  page.rect(0, 0, width, 20 * unit).fill(blue);
  page
    .fillColor('white')
    .font('Helvetica')
    .fontSize(2.4 * unit);
  page.text(poster.agency, margin, 4 * unit, { width: width - 2 * margin });
  page.font('Helvetica-Bold').fontSize((lying ? 6 : 4.2) * unit);
  page.text(poster.title, margin, 8 * unit, { width: width - 2 * margin, height: 11 * unit });

  page
    .fillColor('black')
    .font('Helvetica')
    .fontSize((lying ? 3.6 : 2.3) * unit);
  page.text(poster.needed.map((line, place) => `${place + 1}. ${line}`).join('\n'), margin, 24 * unit, {
    width: textWidth,
    lineGap: 0.8 * unit,
  });
  page.moveDown(0.6).fontSize((lying ? 2.6 : 1.8) * unit);
  page.text(poster.notes.join('\n'), margin, page.y, { width: textWidth, lineGap: 0.5 * unit });

  const at = lying ? { x: width - side - margin, y: 23 * unit } : { x: (width - side) / 2, y: 56 * unit };
  page.image(code, at.x, at.y, { width: side });
  page
    .font('Helvetica-Bold')
    .fontSize((lying ? 4 : 3) * unit)
    .fillColor(blue);
  page.text(`WhatsApp ${poster.number}`, lying ? at.x : 0, at.y + side + unit, {
    ...{ width: lying ? side : width, align: 'center', lineBreak: true },
  });
  page.rect(0, 94 * unit, width, 6 * unit).fill(blue);
  page.fillColor('white').fontSize(3 * unit);
  page.text(free, 0, 95.6 * unit, { width, align: 'center', lineBreak: false });
  if (poster.practice) {
    page.save().rotate(-30, { origin: [width / 2, height / 2] });
    page.fillColor('#cc0000', 0.35).fontSize(22 * unit);
    page.text(practiceMark, 0, height / 2 - 11 * unit, { width, align: 'center', lineBreak: false });
    page.restore();
  }
  page.end();
  return buffer(page);
}

/**
 * The same as a PNG of 1080 × 1350.
 * @param {import('./poster-words.mjs').Poster} poster
 * @returns {Promise<Buffer>}
 */
export function drawPosterImage(poster) {
  const needed = poster.needed.flatMap((line, place) => wrapped(`${place + 1}. ${line}`, 56));
  const lines = needed.map(
    (line, place) => `<text x="70" y="${330 + place * 44}" font-size="34">${escaped(line)}</text>`,
  );
  const title = wrapped(poster.title, 28).slice(0, 2);
  const { data, size } = create(poster.link, { errorCorrectionLevel: 'M' }).modules;
  const module = Math.floor(480 / (size + 8));
  const left = Math.round((1080 - module * size) / 2);
  const top = 1_140 - module * (size + 2);
  const dark = Array.from({ length: size * size }, (_, place) => place)
    .filter((place) => data[place])
    .map(
      (place) =>
        `M${left + (place % size) * module} ${top + Math.floor(place / size) * module}h${module}v${module}h-${module}z`,
    )
    .join('');
  const quiet = module * 4;
  return sharp(
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="1350" font-family="sans-serif">
    <rect width="1080" height="1350" fill="#fff"/><rect width="1080" height="260" fill="${blue}"/>
    <text x="70" y="70" font-size="32" fill="#fff">${escaped(poster.agency)}</text>
    ${title.map((line, place) => `<text x="70" y="${150 + place * 66}" font-size="56" font-weight="bold" fill="#fff">${escaped(line)}</text>`).join('')}
    ${lines.join('')}
    ${poster.practice ? `<text x="540" y="480" font-size="190" font-weight="bold" fill="#c00" fill-opacity="0.35" text-anchor="middle" transform="rotate(-20 540 480)">${practiceMark}</text>` : ''}
    <rect x="${left - quiet}" y="${top - quiet}" width="${module * size + 2 * quiet}" height="${module * size + 2 * quiet}" fill="#fff"/>
    <path d="${dark}" shape-rendering="crispEdges"/>
    <text x="540" y="1225" font-size="48" font-weight="bold" text-anchor="middle" fill="${blue}">WhatsApp ${escaped(poster.number)}</text>
    <rect y="1262" width="1080" height="88" fill="${blue}"/>
    <text x="540" y="1320" font-size="44" font-weight="bold" text-anchor="middle" fill="#fff">${free}</text></svg>`),
  )
    .png()
    .toBuffer();
}

/** @param {string} text @param {number} most  characters a line */
function wrapped(text, most) {
  /** @type {string[]} */
  const lines = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
