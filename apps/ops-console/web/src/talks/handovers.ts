import type { Pair } from '../../../src/pages/words.js';

/** A conversation in the hands of the staff, as intake lists it. */
export interface Handover {
  readonly handoverId: string;
  readonly office: string;
  readonly reason: string;
  readonly owner: string | null;
  readonly openedAt: string;
  readonly lastWordAt: string;
  readonly closedAt: string | null;
  readonly maskedPhone: string | null;
}

export const reasonWords: Readonly<Record<string, Pair>> = {
  asked: ['minta petugas', 'asked for a person'],
  'not-understood': ['tidak dipahami dua kali', 'not understood twice'],
};
