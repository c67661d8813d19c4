import type { ServiceKind } from '#civil-registry';
import { kindNamedIn, plain } from './kind-words.js';
import type { Label } from './router/labels.js';
import { routeMessage } from './router/route-message.js';

/** Questions with one answer, whoever asks. */
export type Topic = Exclude<
  Label,
  | 'BATAL'
  | 'CEK_STATUS'
  | 'SAPAAN'
  | 'TIDAK_JELAS'
  | `AJUKAN_${string}`
  | `INFO_SYARAT_${string}`
  | 'INFO_LUAR_DOMISILI'
>;

/** What a text without a request line wants. */
export type Meaning =
  | { readonly wants: 'done' }
  | { readonly wants: 'status' }
  /** `sure`: said in so many words, and nothing else is said. */
  | { readonly wants: 'withdraw'; readonly ticket: string | undefined; readonly sure: boolean }
  | { readonly wants: 'requirements'; readonly kind: ServiceKind }
  /** A number or word of the menu that says what, and not for which kind of request. */
  | { readonly wants: 'choose-kind'; readonly to: 'know-requirements' | 'get-a-new-card' }
  | { readonly wants: 'apply'; readonly kind: ServiceKind }
  | { readonly wants: 'answer'; readonly topic: Topic }
  | { readonly wants: 'greeting' }
  | { readonly wants: 'not-understood' };

/** A meaning, and the labels of what the same message wants besides. */
export type Read = Meaning & { readonly also: readonly Label[] };

const done =
  /^(selesai|lengkap|beres|sudah (semua|lengkap|selesai)|sdh (semua|lengkap)|udah (semua|lengkap)|itu saja)( (ya|min|pak|bu|kak|admin))*$/;
const kindLeftOpen: ReadonlyMap<string, 'know-requirements' | 'get-a-new-card'> = new Map([
  ['1', 'know-requirements'],
  ['syarat', 'know-requirements'],
  ['persyaratan', 'know-requirements'],
  ['2', 'get-a-new-card'],
  ['ajukan', 'get-a-new-card'],
  ['cetak ulang', 'get-a-new-card'],
]);
const plainWithdrawal =
  /\b(batal|batalkan|dibatalkan|pembatalan|membatalkan|cancel|tarik permohonan|cabut permohonan)\b/;
const refusal = /\b(tidak|ga|gak|nggak|nda|ndak|tdk|inda|kada) jadi( (ya|min|pak|bu|kak|admin|mi|bah))*$/;
const doubt = /\b(kalau|kalo|bagaimana|gimana|gmn|cara|bisa|boleh|jangan|apakah|apa)\b|\?/;

/** Reads what a text means; what is not understood falls through to the menu, never to a wrong act. */
export function readMeaning(text: string): Read {
  const said = plain(text);
  if (done.test(said)) return { wants: 'done', also: [] };
  const unsaid = kindLeftOpen.get(said);
  if (unsaid !== undefined) return { wants: 'choose-kind', to: unsaid, also: [] };
  const { label, others } = routeMessage(text);
  return { ...meaningOf(label, text, said, others.length === 0), also: others };
}

function meaningOf(label: Label, text: string, said: string, alone: boolean): Meaning {
  switch (label) {
    case 'BATAL': {
      const sure = alone && (plainWithdrawal.test(said) || refusal.test(said)) && !doubt.test(text.toLowerCase());
      return { wants: 'withdraw', ticket: ticketIn(text), sure };
    }
    case 'CEK_STATUS':
      return { wants: 'status' };
    case 'SAPAAN':
      return { wants: 'greeting' };
    case 'TIDAK_JELAS':
      return { wants: 'not-understood' };
    case 'INFO_SYARAT_BARU':
      return { wants: 'requirements', kind: 'BARU_WNI' };
    case 'INFO_SYARAT_HILANG':
      return { wants: 'requirements', kind: 'HILANG' };
    case 'INFO_SYARAT_RUSAK':
      return { wants: 'requirements', kind: 'RUSAK' };
    case 'INFO_SYARAT_UBAH_DATA':
      return { wants: 'requirements', kind: changeIn(said) };
    case 'INFO_SYARAT_PINDAH':
      return { wants: 'requirements', kind: moveIn(said) };
    case 'INFO_SYARAT_WNA':
      return { wants: 'requirements', kind: foreignIn(said) };
    case 'INFO_LUAR_DOMISILI':
      return { wants: 'requirements', kind: 'LUAR_DOMISILI' };
    case 'AJUKAN_HILANG':
      return { wants: 'apply', kind: 'HILANG' };
    case 'AJUKAN_RUSAK':
      return { wants: 'apply', kind: 'RUSAK' };
    case 'AJUKAN_UBAH_DATA':
      return { wants: 'apply', kind: changeIn(said) };
    case 'AJUKAN_BARU':
      return { wants: 'apply', kind: 'BARU_WNI' };
    case 'AJUKAN_PINDAH':
      return { wants: 'apply', kind: moveIn(said) };
    case 'AJUKAN_WNA':
      return { wants: 'apply', kind: foreignIn(said) };
    case 'AJUKAN_LUAR_DOMISILI':
      return { wants: 'apply', kind: 'LUAR_DOMISILI' };
    default:
      return { wants: 'answer', topic: label };
  }
}

const changeIn = (said: string): ServiceKind => (kindNamedIn(said) === 'GANTI_FOTO' ? 'GANTI_FOTO' : 'UBAH_DATA');
const moveIn = (said: string): ServiceKind =>
  /\b(malaysia|tawau|sabah|sandakan|luar negeri|kjri|konsulat)\b/.test(said) ? 'PINDAH_DARI_LN' : 'PINDAH_DALAM_NKRI';
const foreignIn = (said: string): ServiceKind =>
  /\b(\w*panjang\w*|habis|berakhir)\b/.test(said)
    ? 'PERPANJANG_WNA'
    : /\bpindah/.test(said)
      ? 'PINDAH_WNA'
      : 'BARU_WNA';

/** A ticket written in a text, as it was given out: `L-4F7K2`. */
export function ticketIn(text: string): string | undefined {
  const code = /\bL[- ]?([0-9A-HJKMNP-TV-Z]{5})\b/i.exec(text)?.[1];
  return code === undefined ? undefined : `L-${code.toUpperCase()}`;
}
