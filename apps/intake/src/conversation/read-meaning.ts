import type { ServiceKind } from '#civil-registry';
import { kindNamedIn, plain } from './kind-words.js';

/** What a text without a request line wants. */
export type Meaning =
  | { readonly wants: 'done' }
  | { readonly wants: 'status' }
  | { readonly wants: 'withdraw'; readonly ticket: string | undefined }
  | { readonly wants: 'requirements'; readonly kind: ServiceKind }
  | { readonly wants: 'greeting' };

/** The first row that matches counts: what stops or changes a request stands above what only asks. */
const table: readonly (readonly [RegExp, 'done' | 'status' | 'withdraw'])[] = [
  [/\b(batal|batalkan|dibatalkan|pembatalan|tarik permohonan)\b/, 'withdraw'],
  [/\b(tidak|ga|gak|nggak|nda|ndak|tdk) jadi\b/, 'withdraw'],
  [
    /^(selesai|lengkap|beres|sudah (semua|lengkap|selesai)|sdh (semua|lengkap)|udah (semua|lengkap)|itu saja)\b/,
    'done',
  ],
  [
    /\b(status|sudah jadi|sdh jadi|udah jadi|kapan jadi|kapan selesai|sampai mana|sampai di mana|sampe mana|progres)\b/,
    'status',
  ],
];

/** Reads what a text means; whatever is not understood falls through to the greeting with its menu, never to a wrong act. */
export function readMeaning(text: string): Meaning {
  const said = plain(text);
  const wants = table.find(([pattern]) => pattern.test(said))?.[1];
  switch (wants) {
    case 'withdraw':
      return { wants, ticket: ticketIn(text) };
    case 'done':
    case 'status':
      return { wants };
    case undefined: {
      const kind = kindNamedIn(said);
      return kind ? { wants: 'requirements', kind } : { wants: 'greeting' };
    }
  }
}

/** A ticket written in a text, as it was given out: `L-4F7K2`. */
export function ticketIn(text: string): string | undefined {
  const code = /\bL[- ]?([0-9A-HJKMNP-TV-Z]{5})\b/i.exec(text)?.[1];
  return code === undefined ? undefined : `L-${code.toUpperCase()}`;
}
