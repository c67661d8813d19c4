import type { ApplicationRow } from './application/application.row.js';
import { runningStates } from './application/application.js';

/** A day as citizens read it: `Kamis, 26 November 2026`. */
export function dayWords(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('id-ID', { timeZone, dateStyle: 'full' }).format(at);
}

type Row = Pick<ApplicationRow, 'state' | 'promise_days' | 'promised_for' | 'overdue_said_at'>;

/**
 * What a citizen is honestly told of the date, in a clause: the day, that it depends on an end of a hold, or that it is past.
 * Undefined where there is nothing to say: the file is not complete yet, or the card is ready.
 */
export function promiseWords(row: Row, timeZone: string): string | undefined {
  if (row.promise_days === null || !runningStates.includes(row.state)) return undefined;
  if (row.promised_for === null) return 'tanggal selesai diberitahukan begitu dapat dilanjutkan';
  const day = dayWords(row.promised_for, timeZone);
  return row.overdue_said_at
    ? `melewati janji kami, ${day}; mohon maaf, petugas sedang menanganinya`
    : `selesai paling lambat ${day}`;
}
