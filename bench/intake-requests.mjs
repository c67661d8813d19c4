// The rows that intake would have of invented requests: sealed particulars of people who do not exist, fingerprints, holds.
import { samplePerson } from '../scripts/sample-documents.mjs';

const running = ['submitted', 'checking_register', 'under_review', 'awaiting_recording', 'ready_to_print', 'printing'];
const letters = 'BCDFGHJKLMNPRSTVWZ';
const day = 86_400_000;

/** Somebody's name as a clerk types it: the first word is that of every twelfth, the last that of about ten. @param {number} nth */
export function nameOf(nth) {
  const rest = Math.floor(nth / 12) % letters.length ** 3;
  const syllable = [0, 1, 2].map((at) => letters[Math.floor(rest / letters.length ** at) % letters.length]).join('a');
  return `${samplePerson(nth).name} ${syllable}a`;
}

/** @param {number} nth */
export const ticketOf = (nth) => `L-${(0x100000 + nth).toString(16).toUpperCase()}`;

/**
 * @param {readonly import('./console-requests.mjs').Copied[]} life  the events of one request
 * @param {number} nth
 * @param {{ seal: (text: string, place: string) => string, index: (kind: 'nik' | 'name-word' | 'tracking-code', text: string) => string }} personalData
 * @returns {{ row: Record<string, unknown>, holds: Record<string, unknown>[] }}
 */
export function intakeRowsOf(life, nth, personalData) {
  const told = life.filter(({ type }) => type.startsWith('application.'));
  const [first] = told;
  const last = told.at(-1);
  if (!first || !last) throw new Error('a request without an announcement');
  const id = first.subject;
  const { nik, familyCardNumber } = samplePerson(nth);
  const name = nameOf(nth);
  const complete = told.find(({ type }) => type === 'application.checking-register')?.data['completeSince'];
  const state = last.data['state'];
  const waits = last.type === 'application.delayed';
  const seal = (/** @type {string} */ text, /** @type {string} */ column) =>
    personalData.seal(text, `application.${column}:${id}`);
  const isPromised = typeof complete === 'string' && running.includes(String(state)) && !waits;
  const row = {
    id,
    ticket: ticketOf(nth),
    tracking_code_index: personalData.index('tracking-code', String(nth)),
    sealed_tracking_code: seal(String(nth), 'tracking_code'),
    ...{ kind: last.data['kind'], channel: last.data['channel'], district: last.data['district'] },
    office: last.data['office'],
    sealed_nik: seal(nik, 'nik'),
    nik_index: personalData.index('nik', nik),
    sealed_family_card: seal(familyCardNumber, 'family_card'),
    sealed_name: seal(name, 'name'),
    name_index: name.split(' ').map((word) => personalData.index('name-word', word.toUpperCase())),
    state,
    sequence: told.length,
    complete_since: complete ?? null,
    promise_days: complete === undefined ? null : 2,
    promised_for: isPromised ? new Date(Date.parse(complete) + 2 * day).toISOString() : null,
    // Already said: the bench is not about what watches promises.
    said_at: last.time,
    last_moved_at: last.time,
    created_at: first.time,
    opened_at_office: last.data['channel'] === 'counter' ? last.data['office'] : null,
  };
  const holds = told
    .filter(({ type }) => type === 'application.delayed')
    .map(({ data: { cause, since } }) => ({
      application_id: id,
      cause,
      started_at: since,
      ended_at: told.find(({ type, data }) => type === 'application.resumed' && data['since'] === since)?.time ?? null,
    }));
  return { row, holds };
}

/** Statements that write such rows (`$1`: an array of them as JSON). */
export const intakeStatement = `
  insert into intake.application (id, ticket, tracking_code_index, sealed_tracking_code, kind, channel, district, office, sealed_nik,
         nik_index, sealed_family_card, sealed_name, name_index, state, sequence, chapter, complete_since, promise_days, promised_for,
         due_soon_said_at, overdue_said_at, last_moved_at, created_at, opened_at_office)
  select id, ticket, tracking_code_index, sealed_tracking_code, kind, channel, district, office, sealed_nik,
         nik_index, sealed_family_card, sealed_name, name_index, state, sequence, 1, complete_since, promise_days, promised_for,
         said_at, said_at, last_moved_at, created_at, opened_at_office
    from jsonb_to_recordset($1::jsonb) as given (id uuid, ticket text, tracking_code_index text, sealed_tracking_code text,
         kind text, channel text, district text, office text, sealed_nik text, nik_index text, sealed_family_card text,
         sealed_name text, name_index text[], state text, sequence int, complete_since timestamptz, promise_days int,
         promised_for timestamptz, said_at timestamptz, last_moved_at timestamptz, created_at timestamptz, opened_at_office text)`;
export const holdStatement = `
  insert into intake.hold (application_id, cause, started_at, ended_at)
  select application_id, cause, started_at, ended_at
    from jsonb_to_recordset($1::jsonb) as given (application_id uuid, cause text, started_at timestamptz, ended_at timestamptz)`;
