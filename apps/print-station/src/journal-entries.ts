import type { OpenAttempt } from './journal.js';
import type { JournalEntry } from './office-line.js';

export type Ended = Extract<OpenAttempt, { what: 'ended' }>;

/** How the office is told of an attempt from the journal: one that was begun without a line is begun first. */
export function entriesOf({ jobId, attempt, said, serial, isChecked, visit }: Ended): JournalEntry[] {
  const end = {
    ...{ jobId, attempt, said },
    ...(serial === undefined ? {} : { serial }),
    ...(isChecked === undefined ? {} : { isChecked }),
  };
  return visit === true && serial !== undefined ? [{ jobId, attempt, said: 'begin', serial }, end] : [end];
}
