import type { Pair } from '../../../src/pages/words.js';

/** A complaint as intake lists it, without its words. */
export interface Complaint {
  readonly complaintId: string;
  readonly number: string;
  readonly about: string;
  readonly channel: string;
  readonly office: string;
  readonly state: string;
  readonly owner: string | null;
  readonly applicationId: string | null;
  readonly openedAt: string;
  readonly dueAt: string;
  readonly overdue: boolean;
}

export const aboutWords: Readonly<Record<string, Pair>> = {
  complaint: ['Pengaduan', 'Complaint'],
  'data-rights': ['Data pribadi', 'Personal data'],
};
