/** One compared element: whether it agrees (null: the answer does not say), and the similarity 0 to 100 where it tells. */
export type Element = { readonly agrees: boolean | null; readonly similarity: number | null };

/** What the register's answer says. No value of a person is in it: only which elements agree. */
export type RegisterReading =
  | {
      readonly says: 'compared';
      readonly elements: Readonly<Record<string, Element>>;
      /** The record's raw status, where the office's agreement includes it. */
      readonly recordStatus: string | undefined;
    }
  | {
      readonly says: 'doubt';
      readonly doubt: 'deceased' | 'duplicate' | 'not-found' | 'inactive' | 'malformed' | 'unreadable-answer';
      readonly code: string | undefined;
    }
  /** `Data Tidak Ditemukan` without a code: the copy that is asked may be away, or the person may not be in it. */
  | { readonly says: 'nothing-found' }
  /** The register or our access to it does not work: never the citizen's fault. */
  | { readonly says: 'infrastructure'; readonly why: 'quota' | 'access' | 'request' };

const byCode = {
  '11': 'deceased',
  '12': 'duplicate',
  '13': 'not-found',
  '14': 'inactive',
  '15': 'malformed',
} as const satisfies Record<string, Extract<RegisterReading, { says: 'doubt' }>['doubt']>;

/** Wording and casing vary between versions: matched by the beginning of the normalised text, most special first. */
const byText: readonly (readonly [prefix: string, reading: RegisterReading])[] = [
  ['kuota', { says: 'infrastructure', why: 'quota' }],
  ['login gagal', { says: 'infrastructure', why: 'access' }],
  ['ip address', { says: 'infrastructure', why: 'access' }],
  ['ip client', { says: 'infrastructure', why: 'access' }],
  ['user id', { says: 'infrastructure', why: 'access' }],
  ['instansi', { says: 'infrastructure', why: 'access' }],
  ['user password dan ip', { says: 'infrastructure', why: 'request' }],
  ['parameter', { says: 'infrastructure', why: 'request' }],
  ['data ditemukan meninggal', { says: 'doubt', doubt: 'deceased', code: undefined }],
  ['data ditemukan data ganda', { says: 'doubt', doubt: 'duplicate', code: undefined }],
  ['data ditemukan status non aktif', { says: 'doubt', doubt: 'inactive', code: undefined }],
  ['data ditemukan status tidak aktif', { says: 'doubt', doubt: 'inactive', code: undefined }],
  ['data ditemukan non aktif', { says: 'doubt', doubt: 'inactive', code: undefined }],
  ['data ditemukan tidak aktif', { says: 'doubt', doubt: 'inactive', code: undefined }],
  ['data tidak ditemukan nik tidak sesuai format', { says: 'doubt', doubt: 'malformed', code: undefined }],
  ['data tidak ditemukan nik tidak terdapat', { says: 'doubt', doubt: 'not-found', code: undefined }],
  ['data tidak ditemukan', { says: 'nothing-found' }],
];

const unreadable: RegisterReading = { says: 'doubt', doubt: 'unreadable-answer', code: undefined };
const notElements = new Set([
  'RESPONSE_CODE',
  'RESPON',
  'RESPONSE',
  'RESPONSE_DESC',
  'RESPONSE_MESSAGE',
  'MESSAGE',
  'EKTP_STATUS',
]);

/**
 * Reads an answer of the "hak akses" web service, HTTP 200 also for failures (domain 8.2).
 * @param body the parsed JSON, whatever it is
 * @param asked the elements of the request by their names: an answer that repeats a value agrees with it
 * @param threshold similarity, 0 to 100, from which a text counts as the same
 */
export function readRegisterAnswer(
  body: unknown,
  asked: Readonly<Record<string, string>>,
  threshold: number,
): RegisterReading {
  const record = { ...upperCased(body), ...upperCased(contentOf(body)) };
  const code = textOf(record['RESPONSE_CODE']);
  if (code !== undefined && code !== '00') {
    const doubt = code in byCode ? byCode[code as keyof typeof byCode] : undefined;
    if (doubt) return { says: 'doubt', doubt, code };
  }
  const text = normalised(
    textOf(record['RESPON']) ??
      textOf(record['RESPONSE_DESC']) ??
      textOf(record['RESPONSE_MESSAGE']) ??
      textOf(record['RESPONSE']) ??
      textOf(record['MESSAGE']) ??
      '',
  );
  const known = byText.find(([prefix]) => text.startsWith(prefix));
  if (known) return known[1];

  const elements: Record<string, Element> = {};
  for (const [name, value] of Object.entries(record)) {
    const said = textOf(value);
    if (notElements.has(name) || said === undefined || !(name in asked || /^(tidak )?sesuai/i.test(said))) continue;
    elements[name] = readElement(said, asked[name], threshold);
  }
  if (Object.keys(elements).length === 0) return unreadable;
  return { says: 'compared', elements, recordStatus: textOf(record['EKTP_STATUS']) };
}

/** The questions left today, where an answer tells (`quotaLimiter`). */
export function quotaLeftIn(body: unknown): number | undefined {
  const left = Number(textOf(upperCased(body)['QUOTALIMITER']));
  return Number.isInteger(left) && left >= 0 ? left : undefined;
}

/** `Sesuai (85)`, `Tidak Sesuai`, `Sesuai`, or the value repeated. */
function readElement(said: string, asked: string | undefined, threshold: number): Element {
  const words = normalised(said);
  const similarity = /\((\d{1,3})\)/.exec(said)?.[1];
  const measured = similarity === undefined ? null : Math.min(100, Number(similarity));
  if (words.startsWith('tidak')) return { agrees: false, similarity: measured };
  if (words.startsWith('sesuai')) return { agrees: (measured ?? 100) >= threshold, similarity: measured ?? 100 };
  if (words === '') return { agrees: null, similarity: null };
  return asked === undefined
    ? { agrees: null, similarity: null }
    : { agrees: words === normalised(asked), similarity: null };
}

function contentOf(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('content' in body)) return undefined;
  return Array.isArray(body.content) ? body.content[0] : body.content;
}

function upperCased(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key.toUpperCase(), one]));
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value).padStart(2, '0');
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Lower case, single spaces, no punctuation. */
function normalised(text: string): string {
  return text
    .toLowerCase()
    .replace(/\(\d+\)/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
