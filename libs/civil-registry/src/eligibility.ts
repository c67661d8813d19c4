import type { NikReading } from './nik.js';
import type { Note } from './note.js';
import { ageOn } from './sixteen-digits.js';
import { serviceKindFacts, type ServiceKind } from './service-kinds.js';

export interface Candidate {
  readonly citizenship: 'WNI' | 'WNA';
  /** ISO date; null or absent while it is not known. */
  readonly birth?: string | null | undefined;
  readonly marriedOrOnceMarried?: boolean | undefined;
  /** ISO date on which the residence permit (ITAP) ends. */
  readonly itapEnds?: string | undefined;
}

export type Obstacle = Note<
  | 'KIND_FOR_FOREIGNERS_ONLY'
  | 'KIND_FOR_CITIZENS_ONLY'
  | 'TOO_YOUNG_TO_RECORD'
  | 'TOO_YOUNG_FOR_A_CARD'
  | 'ITAP_ENDS_TOO_SOON'
>;

/** Age from which the law gives a card; a marriage, even a past one, gives it earlier (UU 24/2013). */
export const cardAge = 17;
/** Age from which pupils may be recorded ahead of their card (domain 1.2, M: a setting of practice). */
export const earliestRecordingAge = 16;

/**
 * What stands between a person and a card of this kind; empty when nothing does. Unknown facts are no obstacle.
 * `refused` ends the wish as it stands, `warning` lets it go on.
 * @param on the office's calendar day, ISO
 */
export function obstaclesTo(kind: ServiceKind, person: Candidate, on: string): readonly Obstacle[] {
  const obstacles: Obstacle[] = [];
  const { citizenship } = serviceKindFacts[kind];
  if (citizenship === 'WNA' && person.citizenship === 'WNI') {
    const text =
      kind === 'PERPANJANG_WNA'
        ? 'KTP-el WNI berlaku seumur hidup dan tidak perlu diperpanjang.'
        : 'Layanan ini untuk orang asing pemegang ITAP.';
    obstacles.push({ code: 'KIND_FOR_FOREIGNERS_ONLY', level: 'refused', text });
  }
  if (citizenship === 'WNI' && person.citizenship === 'WNA') {
    obstacles.push({
      code: 'KIND_FOR_CITIZENS_ONLY',
      level: 'refused',
      text: 'Layanan ini untuk Warga Negara Indonesia.',
    });
  }
  if (person.birth !== null && person.birth !== undefined && person.marriedOrOnceMarried !== true) {
    const age = ageOn(person.birth, on);
    if (age < earliestRecordingAge) {
      const text = `Perekaman dapat dilakukan mulai usia ${earliestRecordingAge} tahun, dan KTP-el terbit pada usia ${cardAge} tahun.`;
      obstacles.push({ code: 'TOO_YOUNG_TO_RECORD', level: 'refused', text });
    } else if (age < cardAge) {
      const text = `Perekaman sudah boleh; KTP-el baru dicetak saat berusia ${cardAge} tahun.`;
      obstacles.push({ code: 'TOO_YOUNG_FOR_A_CARD', level: 'warning', text });
    }
  }
  if (kind === 'PERPANJANG_WNA' && person.itapEnds !== undefined && daysBetween(on, person.itapEnds) < 30) {
    const text =
      'Perpanjangan seharusnya dilaporkan paling lambat 30 hari sebelum ITAP berakhir. Petugas akan memeriksanya.';
    obstacles.push({ code: 'ITAP_ENDS_TOO_SOON', level: 'review', text });
  }
  return obstacles;
}

/**
 * The birth date that a request goes by: the NIK tells two digits of the year. Whoever asks for a first card is young, so
 * of two possible centuries it is the later one; for all others an unclear date stays unknown.
 */
export function birthFor(kind: ServiceKind, nik: NikReading): string | null {
  if (!nik.ok) return null;
  const isFirst = kind === 'BARU_WNI' || kind === 'BARU_WNA';
  return nik.birth ?? (isFirst ? ([...nik.birthCandidates].sort().at(-1) ?? null) : null);
}

/** The first day on which a card may be printed for somebody unmarried: the seventeenth birthday, ISO. */
export function firstCardDay(birth: string): string {
  const year = Number(birth.slice(0, 4)) + cardAge;
  const isLeapDay = birth.endsWith('-02-29');
  // Whoever is born on 29 February comes of age on 1 March of a common year; no 17th year after a leap year is one.
  return isLeapDay ? `${year}-03-01` : `${year}${birth.slice(4)}`;
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
