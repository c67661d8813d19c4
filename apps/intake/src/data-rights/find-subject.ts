import { ProblemError } from '#boot';
import type { Tx } from '#outbox';
import { z } from 'zod';
import type { ApplicationRow, KeptRow } from '../application/application.row.js';
import type { PersonalData } from '../personal-data.js';

/** What a clerk has seen of whoever asks, and the two numbers that only they should know together. */
export const subjectNumbers = {
  nik: z.string().max(40),
  /** Must be the one of at least one of their requests: a NIK alone opens nothing. */
  familyCardNumber: z.string().max(40),
  identityCheckedWith: z.enum(['ktp', 'kk', 'passport', 'other']),
};

/** A subject has a few requests in their life; more than this is asked for in parts. */
const mostRequests = 50;

export type SubjectRow = ApplicationRow & KeptRow & { readonly created_at: Date };

/**
 * All requests of a person, oldest first, with the keyed index of their NIK. One that is erased is nobody's any more.
 * @throws ProblemError 422 for numbers that are none; 404, the same for an unknown person and a wrong second number
 */
export async function findSubject(
  tx: Tx,
  given: { readonly nik: string; readonly familyCardNumber: string },
  personalData: PersonalData,
): Promise<{ readonly index: string; readonly rows: readonly SubjectRow[] }> {
  const [nik, familyCard] = [given.nik, given.familyCardNumber].map((text) => text.replace(/\D/g, ''));
  if (nik?.length !== 16 || familyCard?.length !== 16) {
    throw new ProblemError(422, 'invalid-particulars', 'Both numbers have sixteen digits');
  }
  const index = personalData.index('nik', nik);
  const rows = await tx.query<SubjectRow>(
    'select * from application where nik_index = $1 order by created_at limit $2',
    [index, mostRequests],
  );
  const isTheirs = rows.some(
    (row) => personalData.open(row.sealed_family_card, `application.family_card:${row.id}`) === familyCard,
  );
  // It must not tell who is in here.
  if (!isTheirs) throw new ProblemError(404, 'subject-not-found', 'There is no request with both these numbers');
  return { index, rows };
}
