import { NotYet, Permanent } from '#messaging';
import { attribute, counter, currentTraceparent, describeSpan } from '#observability';
import type { Tx } from '#outbox';
import { type Announcement, type Answer, type Fact, judge, type Life } from './application/application.js';
import { type ApplicationRow, lifeOf } from './application/application.row.js';
import { announce } from './announce-application.js';
import type { Patience } from './patience.js';

type Moved = Extract<Answer, { readonly answer: 'moved' }>;

const movedCounter = counter('loket_applications_moved_total', 'Applications by the state they entered', ['state']);

/** Who or what is behind a move: an event, a clerk, or neither (the clock). */
export interface Behind {
  readonly event?: string;
  readonly clerk?: string;
}

/**
 * Judges a fact under the application's row lock and carries out the answer: state, history, holds and announcements in
 * the caller's transaction. THE only place where an application's state changes.
 * @returns the machine's answer; undefined for an application that does not exist
 */
export async function moveApplication(
  tx: Tx,
  id: string,
  fact: Fact,
  behind: Behind,
  patience: Patience,
): Promise<Answer | undefined> {
  describeSpan({ [attribute.applicationId]: id });
  const [row] = await tx.query<ApplicationRow & { now: Date }>(
    'select *, now() as now from application where id = $1 for update',
    [id],
  );
  if (!row) return undefined;
  const answer = judge(lifeOf(row), fact);
  if (answer.answer !== 'moved') return answer;
  // Statements that do not read each other's rows are sent together; they are carried out in this order.
  let before: Promise<unknown> = keep(tx, row, answer, fact, patience);
  const moved = { row, state: answer.life.state, fact, now: row.now };
  for (const announcement of answer.announcements) {
    const history = keepHistory(tx, row, answer.life, announcement, fact, behind);
    await Promise.all([before, history, keepHolds(tx, row, announcement, fact)]);
    before = Promise.resolve();
    await announce(tx, moved, announcement);
    if (announcement.says === 'entered') tx.afterCommit(() => movedCounter.inc({ state: announcement.state }));
  }
  await before;
  return answer;
}

/**
 * {@link moveApplication} for a fact that another service reports: nothing is silent.
 * @throws NotYet when it has overtaken another fact, Permanent when it cannot be true
 */
export async function takeFact(tx: Tx, id: string, fact: Fact, event: string, patience: Patience): Promise<Answer> {
  const answer = await moveApplication(tx, id, fact, { event }, patience);
  switch (answer?.answer) {
    case undefined:
      throw new Permanent('no such application');
    case 'early':
      throw new NotYet(`${fact.fact} has overtaken the fact before it`);
    case 'impossible':
      throw new Permanent(`${fact.fact} cannot follow`);
    case 'already there':
    case 'moved':
      return answer;
  }
}

async function keep(
  tx: Tx,
  row: ApplicationRow,
  { life, announcements }: Moved,
  fact: Fact,
  patience: Patience,
): Promise<void> {
  const silence = patience.silenceIn(row.district);
  const entered = life.state !== row.state;
  const waitsForCitizen = life.state === 'draft' || life.state === 'correction_requested';
  const promise = 'promise' in fact ? fact.promise : undefined;
  const askedFor = 'findings' in fact ? [...new Set(fact.findings.map((finding) => finding.document))] : row.asked_for;
  await tx.query(
    `update application set state = $2, sequence = $3, chapter = $4, waits = $5, withdrawal_asked = $6, asked_for = $7,
            round = round + $8::int, said_done = said_done and not $9,
            -- What came while the file was being checked is part of the next one, and no further word need come.
            quiet_at = case when not $9 then quiet_at
                            when $10 and exists (select 1 from document d where d.application_id = $1
                                                    and d.round = application.round and d.state in ('announced', 'kept'))
                              then now() + $18::float8 * interval '1 second' end,
            deadline = case when not $9 then deadline when $10 then now() + $11::float8 * interval '1 day' end,
            ask_again_at = case when not $9 then ask_again_at when $10 then now() + $17::float8 * interval '1 day' end,
            complete_since = case when $12 then coalesce(complete_since, now()) else complete_since end,
            last_moved_at = case when $9 then now() else last_moved_at end,
            promise_days = coalesce(promise_days, $13), promised_for = coalesce($14, promised_for),
            remind_at = coalesce($15, remind_at), reckon = reckon or $16
      where id = $1`,
    [
      row.id,
      life.state,
      life.sequence,
      life.chapter,
      JSON.stringify(life.waits),
      life.withdrawalAsked,
      askedFor,
      entered && life.state === 'submitted' ? 1 : 0,
      entered,
      waitsForCitizen,
      silence.expireAfterDays,
      life.state === 'checking_register',
      promise?.workingDays ?? null,
      promise?.promisedFor ?? null,
      promise?.remindAt ?? null,
      row.promise_days !== null && announcements.some((one) => changesHolds(row, one)),
      silence.remindAfterDays,
      patience.submitQuietSeconds,
    ],
  );
}

/** A hold begins or ends with it: the promise is to be reckoned anew. */
function changesHolds(row: ApplicationRow, announcement: Announcement): boolean {
  const holdsByItself = ['correction_requested', 'awaiting_recording'];
  switch (announcement.says) {
    case 'delayed':
    case 'resumed':
      return true;
    case 'entered':
      return holdsByItself.includes(row.state) || holdsByItself.includes(announcement.state);
    default:
      return false;
  }
}

async function keepHistory(
  tx: Tx,
  row: ApplicationRow,
  life: Life,
  announcement: Announcement,
  fact: Fact,
  behind: Behind,
): Promise<void> {
  // A resumption on the way out still belongs to the state that is left.
  const state =
    announcement.says === 'entered' ? announcement.state : announcement.says === 'resumed' ? row.state : life.state;
  await tx.query(
    `insert into application_history
       (application_id, sequence, says, state, cause, details, caused_by, clerk, traceparent, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now())`,
    [
      row.id,
      announcement.sequence,
      announcement.says,
      state,
      'cause' in announcement ? announcement.cause : null,
      detailsOf(announcement, fact),
      behind.event ?? null,
      behind.clerk ?? null,
      currentTraceparent() ?? null,
    ],
  );
}

function detailsOf(announcement: Announcement, fact: Fact): string | null {
  if (announcement.says !== 'entered') return null;
  if ('findings' in fact) return JSON.stringify({ findings: fact.findings });
  if ('legalReason' in fact) return JSON.stringify({ legalReason: fact.legalReason });
  return null;
}

/** The ledger follows the announcements; the holds of a state itself are announced by the state. */
async function keepHolds(tx: Tx, row: ApplicationRow, announcement: Announcement, fact: Fact): Promise<void> {
  switch (announcement.says) {
    case 'entered': {
      await tx.query('update hold set ended_at = now() where application_id = $1 and ended_at is null', [row.id]);
      if (announcement.state === 'correction_requested') await startHold(tx, row.id, 'citizen');
      if (announcement.state === 'awaiting_recording' && 'cause' in fact) await startHold(tx, row.id, fact.cause);
      return;
    }
    case 'delayed':
      return startHold(tx, row.id, announcement.cause);
    case 'resumed':
      await tx.query('update hold set ended_at = now() where application_id = $1 and cause = $2 and ended_at is null', [
        row.id,
        announcement.cause,
      ]);
      return;
    case 'withdrawal requested':
    case 'due soon':
    case 'overdue':
      return;
  }
}

async function startHold(tx: Tx, id: string, cause: string): Promise<void> {
  await tx.query('insert into hold (application_id, cause, started_at) values ($1, $2, now()) on conflict do nothing', [
    id,
    cause,
  ]);
}
