import { documentCodes, documents, type DocumentCode } from '#civil-registry';
import type { HoldCause } from '#contracts';
import type { Setting, ToldApplication } from './message.js';

/** The last lines of every message about a request: how to look it up, and that it costs nothing. */
export function closing(application: ToldApplication): string {
  return `Pantau permohonan Bapak/Ibu di sini:\n${application.trackUrl}\n\nLayanan ini GRATIS, tanpa calo.`;
}

/** `Selasa, 24 November 2026 pukul 09.00 WITA` */
export function dayAndTime(at: Date, { timeZone, timeZoneName }: Setting): string {
  const day = new Intl.DateTimeFormat('id-ID', { timeZone, dateStyle: 'full' }).format(at);
  const time = new Intl.DateTimeFormat('id-ID', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  return `${day} pukul ${time} ${timeZoneName}`;
}

/** Where the office shows how to apply, as a line of its own; none where it has nothing to show. */
export function tutorial({ tutorialUrl }: Setting): string[] {
  return tutorialUrl === null ? [] : [`Panduan cara mengajukan: ${tutorialUrl}`];
}

/** Stands before a question that nobody has answered for days. */
export const formWaits =
  'Permohonan Bapak/Ibu *belum selesai diisi*; kami masih menunggu jawaban untuk pertanyaan ini.';

/** When a person answers, behind "menjawab di sini": nothing while the office is open. @param from when it opens */
export function whenPeopleAnswer(from: string | undefined, setting: Setting): string {
  return from === undefined ? ' pada jam kerja' : ` mulai ${dayAndTime(new Date(from), setting)}`;
}

/** `Kamis, 26 November 2026` */
export function dayOnly(at: Date, { timeZone }: Setting): string {
  return new Intl.DateTimeFormat('id-ID', { timeZone, dateStyle: 'full' }).format(at);
}

/** What keeps a request waiting, as it stands behind "karena". */
export const causeWords: Readonly<Record<HoldCause, string>> = {
  citizen: 'masih menunggu dokumen dari Bapak/Ibu',
  network: 'ada gangguan jaringan ke pusat data kependudukan',
  recording: 'masih menunggu data perekaman',
  deduplication: 'data rekam masih menunggu penunggalan di pusat data',
  blanks: 'persediaan blangko KTP-el habis',
  ribbon: 'persediaan ribbon printer habis',
  film: 'persediaan film printer habis',
  power: 'listrik di tempat pencetakan padam',
  station: 'mesin cetak sedang diperbaiki',
  capacity: 'antrean cetak sedang penuh',
  quota: 'kuota akses data kependudukan hari ini habis',
};

/** The name of a document code, or the code itself where the registry does not know it. */
export function documentName(code: string): string {
  return isDocumentCode(code) ? documents[code].name : code;
}

export function isDocumentCode(code: string): code is DocumentCode {
  return documentCodes.some((known) => known === code);
}

/** `PERPRES_96_2018_17` as people read it: `Perpres Nomor 96 Tahun 2018 pasal 17`. */
export function legalWords(code: string): string {
  const [, law, number, year, article] = /^(UU|PP|PERPRES|PERMENDAGRI)_(\d+)_(\d{4})(?:_(\d+))?$/.exec(code) ?? [];
  if (law === undefined || number === undefined || year === undefined) return code.replaceAll('_', ' ');
  const name = { UU: 'UU', PP: 'PP', PERPRES: 'Perpres', PERMENDAGRI: 'Permendagri' }[law] ?? law;
  return `${name} Nomor ${number} Tahun ${year}${article === undefined ? '' : ` pasal ${article}`}`;
}

/** A numbered list, one item a line. */
export function numbered(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${item}`).join('\n');
}
