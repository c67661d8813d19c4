import type { DocumentCode } from '#civil-registry';
import { documentNamedIn } from './claim-documents.js';
import { plain } from './kind-words.js';

/** What a citizen says about a photo that is there already: which one they mean, and what it is. */
export interface Renaming {
  /** Its place among the photos, counted from 1. */
  readonly nth?: number;
  /** What it was taken for. */
  readonly isNot?: DocumentCode;
  /** What it is; undefined where they only say what it is not. */
  readonly is?: DocumentCode;
}

const places: Readonly<Record<string, number>> = {
  ...{ pertama: 1, kesatu: 1, satu: 1, kedua: 2, dua: 2, ketiga: 3, tiga: 3 },
  ...{ keempat: 4, empat: 4, kelima: 5, lima: 5 },
};
const nthPhoto = new RegExp(
  String.raw`\b(?:foto|gambar|poto|berkas|dokumen|file|yang|yg|nomor|no)(?:nya)?(?: (?:yang|yg|nomor|no))?(?: ke)?[ -]*(\d{1,2}|${Object.keys(places).join('|')})\b`,
);
/** Points at what was sent just now. */
const justSent =
  /^(maaf |eh |oh |min |pak |bu )*(itu|ini|tadi|barusan|salah|keliru|maksud|maksudnya|seharusnya|harusnya|(yang|yg) (tadi|barusan|terakhir)|(foto|gambar|poto)(nya)?( (itu|ini|tadi|terakhir|barusan|yang|yg))?)\b/;
/** Whoever asks, complains or wants something is not naming a photo. */
const somethingElse =
  /\b(apa|apakah|kenapa|mengapa|gimana|bagaimana|gmn|mana|berapa|kapan|syarat|syaratnya|hilang|jadi|belum|blm|bisa|boleh|mau|ingin|bikin|buat|urus|ajukan|cetak|ambil|perlu|harus)\b/;
const longest = 10;

/**
 * Reads "itu KK bukan KTP", "yang kedua surat polisi", "foto 1 paspor": what a photo is that was taken for something else.
 * @returns undefined for a text that names no photo
 */
export function readRenaming(text: string): Renaming | undefined {
  const said = plain(text);
  if (text.includes('?') || said.split(' ').length > longest || somethingElse.test(said)) return undefined;
  const place = nthPhoto.exec(said);
  const about = place === null ? said : said.replace(place[0], ' ');
  const nth = place?.[1] === undefined ? undefined : (places[place[1]] ?? Number(place[1]));
  const { is, isNot } = readNames(about);
  if (is === undefined && isNot === undefined) return undefined;
  const points = nth !== undefined || isNot !== undefined || justSent.test(said);
  if (!points || is === isNot) return undefined;
  return {
    ...(nth === undefined ? {} : { nth }),
    ...(isNot === undefined ? {} : { isNot }),
    ...(is === undefined ? {} : { is }),
  };
}

function readNames(said: string): { is: DocumentCode | undefined; isNot: DocumentCode | undefined } {
  const [before = '', after] = said.split(/\b(?:bukan|bukannya|bkn)\b/);
  if (after === undefined) return { is: documentNamedIn(before) ?? undefined, isNot: undefined };
  // "bukan KTP tapi KK", "bukan KTP itu KK"
  const [wrong = '', right = ''] = after.split(/\b(?:tapi|tetapi|tp|melainkan|adalah|itu|ini|yang benar)\b/);
  const is = documentNamedIn(before) ?? documentNamedIn(right) ?? undefined;
  return { is, isNot: documentNamedIn(wrong) ?? undefined };
}
