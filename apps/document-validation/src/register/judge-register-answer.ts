import type { DataOf, RegisterDoubtful } from '#contracts';
import { serviceKindFacts, type ServiceKind } from '#civil-registry';
import type { RegisterReading } from './read-register-answer.js';
import { standingOf } from './record-status.js';

export type Doubt = DataOf<typeof RegisterDoubtful>['doubts'][number];

/** What may be doubtful about an answer, whoever has found it. */
export const doubts = [
  'name-differs',
  'family-card-differs',
  'birth-differs',
  'other-differs',
  'deceased',
  'duplicate',
  'not-found',
  'inactive',
  'malformed',
  'ways-disagree',
  'unreadable-answer',
] as const satisfies readonly Doubt[];

/** What the answer means for the request. Nobody is refused by a machine: what is unclear goes to a person. */
export type RegisterResult =
  | { readonly result: 'confirmed' }
  | { readonly result: 'not-recorded'; readonly cause: 'recording' | 'deduplication' }
  | { readonly result: 'doubtful'; readonly doubts: readonly Doubt[] };

const doubtAbout: Readonly<Record<string, Doubt>> = {
  NIK: 'not-found',
  NAMA_LGKP: 'name-differs',
  NO_KK: 'family-card-differs',
  TGL_LHR: 'birth-differs',
  TMPT_LHR: 'birth-differs',
};

/**
 * Judges an answer that says something about the person.
 * @param asked the names of the elements that were asked for; the register may send more, which decide nothing
 */
export function judgeRegisterAnswer(
  reading: Extract<RegisterReading, { says: 'compared' | 'doubt' | 'nothing-found' }>,
  asked: readonly string[],
  kind: ServiceKind,
): RegisterResult {
  switch (reading.says) {
    case 'doubt':
      return { result: 'doubtful', doubts: [reading.doubt] };
    case 'nothing-found':
      return { result: 'doubtful', doubts: ['not-found'] };
    case 'compared': {
      const found = new Set<Doubt>();
      for (const name of asked) {
        const agrees = reading.elements[name]?.agrees ?? null;
        if (agrees === null) found.add('unreadable-answer');
        else if (!agrees) found.add(doubtAbout[name] ?? 'other-differs');
      }
      const record = judgeRecord(reading.recordStatus, kind);
      if (record.result === 'doubtful') for (const doubt of record.doubts) found.add(doubt);
      return found.size > 0 ? { result: 'doubtful', doubts: [...found] } : record;
    }
  }
}

function judgeRecord(raw: string | undefined, kind: ServiceKind): RegisterResult {
  if (raw === undefined) {
    // A first card and a new photo are recorded in person first: without word of the record nothing is printed.
    const { biometrics } = serviceKindFacts[kind];
    const inPerson = biometrics === 'in-person' || biometrics === 'photo-in-person';
    return inPerson ? { result: 'not-recorded', cause: 'recording' } : { result: 'confirmed' };
  }
  const standing = standingOf(raw);
  if (!standing) return { result: 'doubtful', doubts: ['unreadable-answer'] };
  if (standing.status === 'DUPLICATE_RECORD') return { result: 'doubtful', doubts: ['duplicate'] };
  return standing.waitsFor ? { result: 'not-recorded', cause: standing.waitsFor } : { result: 'confirmed' };
}
