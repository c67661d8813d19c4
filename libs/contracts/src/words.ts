import { z } from 'zod';

/** Words that several families share. Ids, codes and counts only: no name, number or picture of a person ever. */

export const id = z.uuid();

/** Place of an announcement in its application's life, counted 1, 2, 3 … without gaps. */
export const sequence = z.int().min(1);

/** The sequence of the announcement that a fact answers. */
export const answers = sequence;

/** Service kinds of Perpres 96/2018 art. 14 as the office works with them (domain 1.2). */
export const kind = z.enum([
  'BARU_WNI',
  'BARU_WNA',
  'PINDAH_DALAM_NKRI',
  'PINDAH_DARI_LN',
  'PINDAH_WNA',
  'UBAH_DATA',
  'PERPANJANG_WNA',
  'HILANG',
  'RUSAK',
  'LUAR_DOMISILI',
  'GANTI_FOTO',
]);
export type Kind = z.infer<typeof kind>;

export const channel = z.enum(['whatsapp', 'counter', 'village']);
export type Channel = z.infer<typeof channel>;

/** An office's code in the region's configuration, kebab case. */
export const office = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** Six-digit area code of the sub-district the citizen named, or `unknown`. */
export const district = z.string().regex(/^(\d{6}|unknown)$/);

/** Document codes of the requirement tables (domain 1.2). */
export const documentCode = z.string().regex(/^[A-Z][A-Z0-9_]{1,31}$/);

/** What is wrong with one document and what the citizen can do; codes, the Indonesian words belong to the catalogue. */
export const finding = z.object({
  document: documentCode,
  defect: z.enum([
    'missing',
    'unreadable-file',
    'wrong-type',
    'too-large',
    'too-many-pixels',
    'encrypted',
    'active-content',
    'infected',
    'blurred',
    'dark',
    'glare',
    'cropped',
    'low-resolution',
    'not-original',
    'wrong-document',
    'data-differs',
    'other',
  ]),
  /** The document concerned, when one was sent. */
  documentId: id.optional(),
  /** The number that was measured and the limit it missed, where one was. */
  measured: z.number().optional(),
  limit: z.number().optional(),
});
export type Finding = z.infer<typeof finding>;

/** Why an application waits, as its citizen and its clock are told (domain 5.1). */
export const holdCause = z.enum([
  'citizen',
  'network',
  'recording',
  'deduplication',
  'blanks',
  'ribbon',
  'film',
  'power',
  'station',
  'capacity',
  'quota',
]);
export type HoldCause = z.infer<typeof holdCause>;

/** Outside networks a consumer may need. */
export const linkName = z.enum(['whatsapp', 'diskominfo', 'diskominfo-print']);
export type LinkName = z.infer<typeof linkName>;

/** What brought somebody here, as a poster's link says: kebab case, never a person. */
export const sourceWord = z.string().regex(/^(?!.*\d{7})[a-z0-9][a-z0-9-]{0,30}[a-z0-9]$/);

export const instant = z.iso.datetime();
