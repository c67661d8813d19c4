// Real JPEG and PDF files of invented people, for the demo, the replay and the tests. Every one says SPECIMEN, and every
// number is of area 650399, which does not exist.
import { buffer } from 'node:stream/consumers';
import Pdf from 'pdfkit';
import sharp from 'sharp';
import { readRegion } from './region.mjs';
import { placesOf } from './region-places.mjs';

/**
 * @typedef {object} Person
 * @property {string} nik               16 digits of area 650399
 * @property {string} familyCardNumber  16 digits of area 650399
 * @property {string} name
 * @property {string} village
 * @property {string} district
 */

const firstNames = [
  'Andi',
  'Budi',
  'Citra',
  'Dewi',
  'Eka',
  'Fitri',
  'Hasan',
  'Intan',
  'Joko',
  'Kartika',
  'Lestari',
  'Mawar',
];
const lastNames = ['Contoh', 'Percobaan', 'Misal', 'Latihan', 'Teladan', 'Umpama'];

const usualPlaces = await placesOf(readRegion(process.env).region);

/**
 * An invented person; the same number makes the same person.
 * @param {number} index  0 to 99,999,999
 * @param {Pick<import('./region-places.mjs').Places, 'village' | 'district'>} [place]  where they live; in the region that
 *   this process is about unless given
 * @returns {Person}
 */
export function samplePerson(index, { village, district } = usualPlaces) {
  const serial = String((index % 9_000) + 1).padStart(4, '0');
  const block = Math.floor(index / 9_000);
  const day = String((block % 28) + 1).padStart(2, '0');
  const month = String((Math.floor(block / 28) % 12) + 1).padStart(2, '0');
  const year = String(60 + (Math.floor(block / 336) % 40)).padStart(2, '0');
  return {
    nik: `650399${day}${month}${year}${serial}`,
    familyCardNumber: `6503991507${year}${serial}`,
    name: `${firstNames[index % firstNames.length]} ${lastNames[index % lastNames.length]}`,
    village,
    district,
  };
}

/**
 * The one-message request of the office's format.
 * @param {Person} person
 * @param {'HILANG' | 'RUSAK'} kind
 */
export function requestLine(person, kind) {
  return `#KTP#${person.nik}#${person.familyCardNumber}#${person.name}#${person.village}#${person.district}#${kind}`;
}

/** @param {string[]} lines @param {string} title */
function page(lines, title) {
  const text = lines
    .map((line, index) => `<text x="60" y="${210 + index * 44}" font-size="28">${line}</text>`)
    .join('');
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="1000" font-family="sans-serif">
    <rect width="1400" height="1000" fill="#f4f1e8"/><rect x="40" y="40" width="1320" height="920" fill="none" stroke="#333" stroke-width="4"/>
    <text x="700" y="110" font-size="52" text-anchor="middle" font-weight="bold">${title}</text>${text}
    <text x="700" y="620" font-size="200" text-anchor="middle" fill="#c00" fill-opacity="0.25" transform="rotate(-18 700 600)">SPECIMEN</text></svg>`);
}

/** A photo of a family card. @param {Person} person @returns {Promise<Buffer>} */
export function familyCardJpeg(person) {
  const lines = [
    `No. ${person.familyCardNumber}`,
    `Nama: ${person.name}`,
    `NIK: ${person.nik}`,
    `Desa/Kelurahan: ${person.village}`,
    `Kecamatan: ${person.district}`,
  ];
  return sharp(page(lines, 'KARTU KELUARGA')).jpeg({ quality: 82 }).toBuffer();
}

/** A photo of a damaged card. @param {Person} person @returns {Promise<Buffer>} */
export function damagedCardJpeg(person) {
  return sharp(page([`NIK: ${person.nik}`, `Nama: ${person.name}`], 'KARTU TANDA PENDUDUK'))
    .jpeg({ quality: 78 })
    .toBuffer();
}

/** The letter of the police about a lost card, as the PDF of a scanner. @param {Person} person @returns {Promise<Buffer>} */
export async function policeLetterPdf(person) {
  const document = new Pdf({ size: 'A4', margin: 60 });
  document.fontSize(18).text('SURAT KETERANGAN TANDA LAPOR KEHILANGAN', { align: 'center' });
  document.moveDown().fontSize(11).text(`Telah melapor: ${person.name}, NIK ${person.nik}, kehilangan KTP-el.`);
  document.moveDown(4).fontSize(60).fillColor('#cc0000', 0.3).text('SPECIMEN', { align: 'center' });
  document.end();
  return buffer(document);
}
