/**
 * Who is printed first when not all can be, pure (domain 4.4). A rule gives jobs a rank and perhaps a quota a day. A rank is
 * time: each one puts a job behind those that came so many days later, and no further, so nobody starves.
 */
export const printModes = ['normal', 'replacements-wait', 'first-cards-only', 'photo-changes-wait'] as const;
export type PrintMode = (typeof printModes)[number];

export interface PolicyRule {
  /** Stands on lists and in reports. */
  readonly name: string;
  /** Service kinds; all where it is left out. */
  readonly kinds?: readonly string[] | undefined;
  /** `reprint`: a card of this request was begun before. */
  readonly reason?: 'first-print' | 'reprint' | undefined;
  /** 0 is first. */
  readonly rank: number;
  /** Cards a day; null is no limit, 0 postpones. */
  readonly quotaPerDay: number | null;
}

export interface PrintPolicy {
  readonly mode: PrintMode;
  /** The office's own rules come before those of its mode; the first that fits counts. */
  readonly rules: readonly PolicyRule[];
  /** Days that one rank is worth. */
  readonly ageingDays: number;
  /** Waited longer than this, a job is held back by no quota. */
  readonly quotaWaivedAfterDays: number;
  /** The whole office's cards a day: heat limit, or what a worn machine bears. */
  readonly cardsPerDay: number | null;
}

export const usualPolicy: PrintPolicy = {
  mode: 'normal',
  rules: [],
  ageingDays: 2,
  quotaWaivedAfterDays: 21,
  cardsPerDay: null,
};

const firstCards = ['BARU_WNI', 'BARU_WNA'];
const replacements = ['HILANG', 'RUSAK', 'LUAR_DOMISILI', 'GANTI_FOTO'];

/** What regencies did when blanks or ribbon ran short. */
const modeRules: Readonly<Record<PrintMode, readonly PolicyRule[]>> = {
  normal: [],
  // Tangerang Selatan 2024: first cards and changes go on, replacements wait.
  'replacements-wait': [
    { name: 'pengganti ditunda', kinds: replacements, rank: 3, quotaPerDay: 0 },
    { name: 'kartu pertama', kinds: firstCards, rank: 0, quotaPerDay: null },
  ],
  // Penajam 2023: five hundred borrowed blanks, for first cards alone.
  'first-cards-only': [
    { name: 'kartu pertama', kinds: firstCards, rank: 0, quotaPerDay: null },
    { name: 'selain kartu pertama ditunda', rank: 4, quotaPerDay: 0 },
  ],
  // Nunukan 2021: changes of the photo are chosen carefully.
  'photo-changes-wait': [{ name: 'ganti foto ditunda', kinds: ['GANTI_FOTO'], rank: 3, quotaPerDay: 0 }],
};

const everythingElse: PolicyRule = { name: 'biasa', rank: 1, quotaPerDay: null };

export const rulesOf = (policy: PrintPolicy): readonly PolicyRule[] => [
  ...policy.rules,
  ...modeRules[policy.mode],
  everythingElse,
];

export interface ToPlace {
  readonly kind: string;
  readonly isReprint: boolean;
  /** Of the request's first job: a spoiled card does not send its owner to the end. */
  readonly waitingSince: Date;
}

/** Where a job stands: the rule that counts for it, and the instant it sorts by. */
export function placeOf(job: ToPlace, policy: PrintPolicy): { readonly rule: string; readonly sortAt: Date } {
  const reason = job.isReprint ? 'reprint' : 'first-print';
  const rule =
    rulesOf(policy).find(
      (one) =>
        (one.kinds === undefined || one.kinds.includes(job.kind)) &&
        (one.reason === undefined || one.reason === reason),
    ) ?? everythingElse;
  // Whoever has waited for a card that was spoiled goes first in its rank already: it keeps its first day.
  const later = rule.rank * policy.ageingDays * 86_400_000;
  return { rule: rule.name, sortAt: new Date(job.waitingSince.getTime() + later) };
}
