import type { ServiceKind } from '#civil-registry';
import { kindNamedIn, plain } from './kind-words.js';

/** The fields of a request line as the citizen wrote them; undefined where one is missing. */
export interface RequestLine {
  readonly nik: string | undefined;
  readonly familyCard: string | undefined;
  readonly name: string | undefined;
  readonly village: string | undefined;
  readonly district: string | undefined;
  readonly kind: ServiceKind | undefined;
}

type Field = Exclude<keyof RequestLine, 'kind'>;

const labels: readonly (readonly [RegExp, Field | 'kind'])[] = [
  [/^nik\b/i, 'nik'],
  [/^(no(mor|mer)?\.?\s*kk|kk|kartu keluarga|no(mor)?\.?\s*kartu keluarga)\b/i, 'familyCard'],
  [/^nama(\s*lengkap)?\b/i, 'name'],
  [/^(desa|kelurahan|kel|ds)\b/i, 'village'],
  [/^(kecamatan|kec)\b/i, 'district'],
  [/^(keperluan|jenis|layanan|alasan)\b/i, 'kind'],
];

/**
 * Reads `#KTP#NIK#NoKK#Nama#Desa#Kecamatan#HILANG` in its sloppy variants: without the leading `#`, with commas, lines or
 * colons between the fields, with labels before them, with the tail in another order (domain 7.1, 7.2).
 * @param isDistrict whether a text names a sub-district, to tell a swapped village and sub-district apart
 * @returns undefined for a text that is no request line at all
 */
export function readRequestLine(text: string, isDistrict: (text: string) => boolean): RequestLine | undefined {
  const parts = split(text);
  if (parts === undefined) return undefined;
  const found: { -readonly [K in keyof RequestLine]?: RequestLine[K] } = {};
  const rest: string[] = [];
  const last = parts.at(-1);
  for (const part of parts) {
    const label = labels.find(([pattern]) => pattern.test(part));
    const field = label?.[1];
    const value = label
      ? part
          .replace(label[0], '')
          .replace(/^[\s:=.-]+/, '')
          .trim()
      : part;
    // The template's own word, copied without a value.
    if (label && value === '') continue;
    const kind = kindNamedIn(plain(value));
    if (isNumber(value)) {
      const number = field === 'familyCard' || field === 'nik' ? field : found.nik === undefined ? 'nik' : 'familyCard';
      found[number] ??= value;
    } else if (kind && (field === 'kind' || (!field && (part === last || isKindAlone(value))))) found.kind = kind;
    else if (field && field !== 'kind') found[field] ??= value;
    else rest.push(value);
  }
  if (found.name === undefined) found.name = rest.shift();
  const [first, second] = rest;
  if (first !== undefined && second === undefined && found.district === undefined && isDistrict(first)) {
    found.district = first;
  } else if (first !== undefined && second !== undefined && isDistrict(first) && !isDistrict(second)) {
    found.district ??= first;
    found.village ??= second;
  } else {
    for (const value of rest) {
      if (found.village === undefined) found.village = value;
      else found.district ??= value;
    }
  }
  return {
    nik: found.nik,
    familyCard: found.familyCard,
    name: found.name,
    village: found.village,
    district: found.district,
    kind: found.kind,
  };
}

/** The fields without the leading `KTP`; undefined when the text has not the look of a request line. */
function split(text: string): string[] | undefined {
  const cleaned = text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff*_~]/g, '')
    .trim();
  const hashes = cleaned.split('#').length - 1;
  const separator = hashes >= 2 ? /[#\n]+/ : /[\n;]|,(?!\s*(s|m|a|b|sp)\.)/i.test(cleaned) ? /[#\n;,]+/ : /[#:]+/;
  const parts = cleaned
    .split(separator)
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '');
  const opening = parts.findIndex((part) => /^(e[- ]?)?ktp([- ]?el)?$|^katepe$|^ektp$/i.test(part));
  const fields = parts.filter((_, index) => index !== opening);
  const numbers = fields.filter((part) => isNumber(part.replace(/^\D{0,24}/, ''))).length;
  if (opening === 0 && fields.length >= 2) return fields;
  return numbers > 0 && fields.length >= 3 ? fields : undefined;
}

/** A kind and nothing else: "ktp hilang", but not the village "Kampung Baru". */
function isKindAlone(text: string): boolean {
  return (
    plain(text)
      .replace(/\b(e-?ktp|ktp|ktp-el|karena|saya)\b/g, '')
      .trim()
      .split(' ').length === 1
  );
}

/** Meant as a NIK or KK number, also where it is too short or carries letters that look like digits. */
function isNumber(text: string): boolean {
  return /^[\dOoIl\s.-]+$/.test(text) && text.replace(/\D/g, '').length >= 8;
}
