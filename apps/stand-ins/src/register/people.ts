import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** What the register holds about a person, as far as an answer shows it. */
export const person = z.strictObject({
  /** 11 died, 12 doubled, 13 unknown, 14 inactive, 15 malformed; absent: compare. */
  code: z.number().int().min(11).max(15).optional(),
  /** Verdicts of single elements, as they will be answered: `{"NAMA_LGKP": "Tidak Sesuai (40)"}`. */
  elements: z.record(z.string(), z.string()).optional(),
  /** Raw `EKTP_STATUS` of the record. */
  recordStatus: z.string().optional(),
});

export type Person = z.infer<typeof person>;
export const people = z.record(z.string().regex(/^\d{16}$/, 'a NIK has 16 digits'), person);
export type People = z.infer<typeof people>;

/** Invented people of region 650399 by the last four digits of their NIK; everybody else of it is in order. */
const bySuffix: Record<string, Person> = {
  '9911': { code: 11 },
  '9912': { code: 12 },
  '9913': { code: 13 },
  '9914': { code: 14 },
  '9915': { code: 15 },
  '9921': { elements: { NAMA_LGKP: 'Tidak Sesuai (40)' } },
  '9922': { elements: { NO_KK: 'Tidak Sesuai' } },
  '9923': { elements: { NAMA_LGKP: 'Sesuai (85)' } },
  '9924': { elements: { NAMA_LGKP: '' } },
  '9931': { recordStatus: 'UNREGISTERED' },
  '9932': { recordStatus: 'SENT_FOR_ENROLLMENT' },
  '9933': { recordStatus: 'PRINT_READY_RECORD' },
  '9934': { recordStatus: 'DUPLICATE_RECORD' },
};
const inventedRegion = '650399';

export interface Registry {
  find(nik: string): Person;
  all(): People;
  /** Adds to the table or replaces in it. */
  put(more: People): void;
  clear(): void;
}

/** The people of the register: a table that tests may write, kept in a file, over invented people by rule. */
export function openRegistry(file: string): Registry {
  const stored = existsSync(file) ? people.safeParse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  let table: People = stored?.success === true ? stored.data : {};
  const keep = (next: People) => {
    table = next;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(table, null, 2));
  };
  return {
    find(nik) {
      const known = table[nik];
      if (known !== undefined) return known;
      return nik.startsWith(inventedRegion) ? (bySuffix[nik.slice(-4)] ?? {}) : { code: 13 };
    },
    all: () => table,
    put: (more) => keep({ ...table, ...more }),
    clear: () => keep({}),
  };
}
