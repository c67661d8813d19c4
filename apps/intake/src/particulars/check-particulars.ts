import {
  type AreaBook,
  birthFor,
  lookExchanged,
  obstaclesTo,
  readKk,
  readName,
  readNik,
  serviceKindFacts,
  serviceKinds,
} from '#civil-registry';
import { z } from 'zod';
import { cardFrom, type Request } from '../conversation/form/complete-form.js';
import { readPhone } from '../read-phone.js';

/** The form of the counter; a village officer fills in the same one. */
export const particulars = z.strictObject({
  kind: z.enum(serviceKinds),
  nik: z.string().max(40),
  familyCardNumber: z.string().max(40),
  name: z.string().max(200),
  village: z.string().trim().max(100).nullish(),
  /** Six digits of the sub-district, or `unknown`. */
  district: z.string().regex(/^(\d{6}|unknown)$/, 'write six digits, or unknown'),
  /** WhatsApp number for notices, with country code or a leading 0. */
  phone: z.string().max(30).nullish(),
  /** Where the card is collected; the office that serves the district when left out. */
  office: z.string().max(60).nullish(),
  citizenship: z.enum(['WNI', 'WNA']).nullish(),
  /** For who is younger than seventeen: married or once married. `false` is recorded now and printed on the birthday. */
  married: z.boolean().nullish(),
});
export type Particulars = z.output<typeof particulars>;

/** A mistake, or something that a clerk should look at; the text is Indonesian and repeats nothing that was typed. */
export const remark = z.object({ field: z.string(), code: z.string(), text: z.string() });
export type Remark = z.output<typeof remark>;

export interface CheckedParticulars {
  readonly request: Request;
  readonly office: string;
  readonly citizenship: 'WNI' | 'WNA';
  readonly phone: string | undefined;
  /** What a clerk should look at; nothing of it stops the request. */
  readonly warnings: readonly Remark[];
}

/** What the particulars are held against. A device without a line knows no areas: their warnings come at the office. */
export interface ParticularsContext {
  /** The office's calendar day, ISO. */
  readonly on: string;
  readonly areas?: AreaBook | undefined;
  readonly homePrefixes?: readonly string[] | undefined;
  /** The office of that code, or the one that serves the district; undefined where there is none of that code. */
  readonly officeCode: (asked: string | null | undefined, district: string) => string | undefined;
}

/** Judges a filled form: everything that cannot be right, at once; or the request that it is. */
export function checkParticulars(
  input: Particulars,
  { on, areas, homePrefixes, officeCode }: ParticularsContext,
): { readonly ok: true; readonly checked: CheckedParticulars } | { readonly ok: false; readonly problems: Remark[] } {
  const kindIsFor = serviceKindFacts[input.kind].citizenship;
  const citizenship = input.citizenship ?? (kindIsFor === 'WNA' ? 'WNA' : 'WNI');
  const nik = readNik(input.nik, { on, areas, homePrefixes });
  const familyCard = readKk(input.familyCardNumber, { on, areas });
  const name = readName(input.name, input.kind === 'BARU_WNI' ? 'new' : 'recorded');
  const problems: Remark[] = [];
  const add = (field: string, notes: readonly { code: string; text: string }[]) =>
    problems.push(...notes.map(({ code, text }) => ({ field, code, text })));
  add('nik', nik.problems);
  add('familyCardNumber', familyCard.problems);
  add('name', name.problems);
  if (nik.ok && familyCard.ok && lookExchanged(nik.nik, familyCard.kk)) {
    add('familyCardNumber', [{ code: 'NUMBERS_LOOK_EXCHANGED', text: 'NIK dan nomor KK tampaknya tertukar.' }]);
  }
  const office = officeCode(input.office, input.district);
  if (office === undefined) add('office', [{ code: 'OFFICE_UNKNOWN', text: 'Kantor pengambilan tidak dikenal.' }]);
  const phone = input.phone ? readPhone(input.phone) : undefined;
  if (input.phone && phone === undefined)
    add('phone', [{ code: 'PHONE_MALFORMED', text: 'Nomor telepon tidak dapat dibaca.' }]);
  const birth = birthFor(input.kind, nik);
  const married = input.married ?? undefined;
  const obstacles = nik.ok ? obstaclesTo(input.kind, { citizenship, birth, marriedOrOnceMarried: married }, on) : [];
  add(
    'kind',
    obstacles.filter(({ level }) => level === 'refused'),
  );
  if (problems.length > 0 || !nik.ok || !familyCard.ok || !name.ok || office === undefined) {
    return { ok: false, problems };
  }
  const warnings = [
    ...nik.warnings.map(({ code, text }) => ({ field: 'nik', code, text })),
    ...familyCard.warnings.map(({ code, text }) => ({ field: 'familyCardNumber', code, text })),
    ...obstacles.map(({ code, text }) => ({ field: 'kind', code, text })),
  ];
  const { kind, district } = input;
  const numbers = { nik: nik.nik, familyCard: familyCard.kk };
  const request = {
    ...{ kind, ...numbers, district, name: name.name.toUpperCase(), village: input.village || null },
    married,
    cardFrom: cardFrom(kind, birth, married),
  };
  return { ok: true, checked: { request, office, citizenship, phone, warnings } };
}
