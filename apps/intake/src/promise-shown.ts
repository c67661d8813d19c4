import { z } from 'zod';
import { runningStates } from './application/application.js';
import type { ApplicationRow } from './application/application.row.js';

/** A promise as the lists of the staff show it. */
export const shownPromise = z
  .object({
    workingDays: z.int(),
    /** Null while a hold lasts: nobody can say. */
    promisedFor: z.iso.datetime().nullable(),
    /** `kept` where the card lay ready or the request ended without its having been said to be overdue. */
    standing: z.enum(['in-time', 'due-soon', 'overdue', 'held', 'kept', 'missed']),
  })
  .nullable();

type Row = Pick<ApplicationRow, 'state' | 'promise_days' | 'promised_for' | 'due_soon_said_at' | 'overdue_said_at'>;

/** Null before the file was complete. */
export function promiseShown(row: Row): z.output<typeof shownPromise> {
  if (row.promise_days === null) return null;
  return {
    workingDays: row.promise_days,
    promisedFor: row.promised_for?.toISOString() ?? null,
    standing: standingOf(row),
  };
}

function standingOf(row: Row): NonNullable<z.output<typeof shownPromise>>['standing'] {
  const runs = runningStates.includes(row.state) || row.state === 'correction_requested';
  if (!runs) return row.overdue_said_at ? 'missed' : 'kept';
  if (row.promised_for === null) return 'held';
  if (row.overdue_said_at) return 'overdue';
  return row.due_soon_said_at ? 'due-soon' : 'in-time';
}
