// What a poster says: requirements and promises from libs/civil-registry, the office's number, and a link that opens WhatsApp
// with a text. The text ends in the source word, so that the office sees which poster brings people (apps/intake/src/outreach).
import { SetupError } from './ports.mjs';

/** @typedef {import('../libs/civil-registry/src/index.js').ServiceKind} ServiceKind */

/**
 * @typedef {object} Poster
 * @property {string} name     for the file: `hilang`
 * @property {string} agency
 * @property {string} title
 * @property {string[]} needed  numbered on the poster
 * @property {string[]} notes
 * @property {string} number   as people read it
 * @property {string} link     what the QR code holds
 * @property {boolean} practice
 */

/** What the link writes for the citizen: a question that the conversation understands. @type {Record<ServiceKind, string>} */
export const questions = {
  BARU_WNI: 'Apa syarat KTP-el baru?',
  BARU_WNA: 'Apa syarat KTP-el untuk WNA pemegang ITAP?',
  PINDAH_DALAM_NKRI: 'Apa syarat KTP-el pindah datang?',
  PINDAH_DARI_LN: 'Apa syarat KTP-el pindah dari luar negeri?',
  PINDAH_WNA: 'Apa syarat KTP-el WNA pindah datang?',
  UBAH_DATA: 'Apa syarat KTP-el ubah data?',
  PERPANJANG_WNA: 'Apa syarat perpanjang KTP-el WNA?',
  HILANG: 'Apa syarat KTP-el hilang?',
  RUSAK: 'Apa syarat KTP-el rusak?',
  LUAR_DOMISILI: 'Apa syarat cetak KTP-el luar domisili?',
  GANTI_FOTO: 'Apa syarat ganti foto KTP-el?',
};

/**
 * `0812-3456-7890` as wa.me wants it: digits with the country's code.
 * @param {string} number
 */
export function internationalNumber(number) {
  const digits = number.replace(/[\s().+-]/g, '').replace(/^0/, '62');
  if (/^[1-9]\d{8,14}$/.test(digits)) return digits;
  throw new SetupError('the WhatsApp number must be digits, as in 0812… or +62 812…');
}

/** A source word from a name: `Krayan Selatan` is `krayan-selatan`. @param {string} name */
export function sourceWordOf(name) {
  const word = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (/^[a-z0-9-]{2,32}$/.test(word) && !/\d{7}/.test(word)) return word;
  throw new SetupError(`${name} is no source: 2 to 32 letters, figures and hyphens, and nobody's number`);
}

/**
 * @param {string} number  digits with the country's code
 * @param {string} question
 * @param {string} source
 */
export function linkOf(number, question, source) {
  return `https://wa.me/${number}?text=${encodeURIComponent(`${question} (info: ${source})`)}`;
}

/**
 * The poster of one kind.
 * @param {import('../libs/civil-registry/src/index.js').ServiceStandard} standard
 * @param {{ agency: string, number: string, source: string, practice: boolean }} about
 * @returns {Poster}
 */
export function posterOf(standard, { agency, number, source, practice }) {
  const { kind, title, documents, steps, time } = standard;
  return {
    name: kind.toLowerCase().replaceAll('_', '-'),
    title,
    needed: documents.map(
      ({ name, original, when }) => `${original ? 'Foto ASLI ' : ''}${name}${when === null ? '' : ` (${when})`}`,
    ),
    notes: [...steps.slice(0, 2), time.text],
    ...{ agency, practice, number: readable(number), link: linkOf(number, questions[kind], source) },
  };
}

/**
 * The banner of the whole service.
 * @param {{ agency: string, number: string, source: string, practice: boolean, workingDays: number }} about
 * @returns {Poster}
 */
export function bannerOf({ agency, number, source, practice, workingDays }) {
  return {
    name: 'spanduk',
    title: 'Urus KTP-el lewat WhatsApp',
    needed: [
      'Pindai kode ini dengan kamera HP, lalu tekan kirim',
      'Ikuti pertanyaannya dan kirim foto dokumen ASLI',
      'Pantau lewat tautan, ambil KTP-el bila sudah siap',
    ],
    notes: [
      'KTP-el hilang, rusak, berubah data, pindah, atau baru. Loket tetap melayani seperti biasa.',
      `Paling lama ${workingDays} hari kerja sejak berkas lengkap.`,
    ],
    ...{ agency, practice, number: readable(number), link: linkOf(number, 'Halo', source) },
  };
}

/** `+62 812 3456 7890` @param {string} number */
function readable(number) {
  return `+${number.slice(0, 2)} ${number.slice(2, 5)} ${(number.slice(5).match(/.{1,4}/g) ?? []).join(' ')}`;
}
