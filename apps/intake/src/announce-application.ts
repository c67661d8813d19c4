import {
  announcementOf,
  ApplicationAwaitingRecording,
  ApplicationCheckingRegister,
  ApplicationCorrectionRequested,
  ApplicationDelayed,
  ApplicationDueSoon,
  ApplicationOverdue,
  ApplicationRejected,
  ApplicationResumed,
  type ApplicationState,
  ApplicationWithdrawalRequested,
  type HoldCause,
} from '#contracts';
import type { Tx } from '#outbox';
import type { Announcement, Fact } from './application/application.js';
import type { ApplicationRow } from './application/application.row.js';

/** What an announcement is made of: the application before and after the move, the fact that moved it, the database's time. */
export interface Moved {
  readonly row: Pick<
    ApplicationRow,
    'id' | 'kind' | 'channel' | 'district' | 'office' | 'opened_at_office' | 'state' | 'complete_since' | 'promised_for'
  >;
  readonly state: ApplicationState;
  readonly fact: Fact | undefined;
  readonly now: Date;
}

/** Says what has become of an application. */
export async function announce(tx: Tx, moved: Moved, announcement: Announcement): Promise<void> {
  const { row, now } = moved;
  const { id: applicationId, kind, channel, district, office } = row;
  const about = {
    applicationId,
    sequence: announcement.sequence,
    kind,
    channel,
    district,
    office,
    ...(row.opened_at_office !== null && { openedAt: row.opened_at_office }),
    state: moved.state,
  };
  switch (announcement.says) {
    case 'entered':
      return announceState(tx, { ...about, state: announcement.state }, moved);
    case 'delayed':
      await tx.emit(ApplicationDelayed, { ...about, cause: announcement.cause, since: now.toISOString() });
      return;
    case 'resumed': {
      const { cause } = announcement;
      const since = (await sinceWhen(tx, applicationId, cause)) ?? now;
      // A resumption on the way out still belongs to the state that is left.
      const times = { since: since.toISOString(), until: now.toISOString() };
      await tx.emit(ApplicationResumed, { ...about, state: row.state, cause, ...times });
      return;
    }
    case 'withdrawal requested':
      await tx.emit(ApplicationWithdrawalRequested, about);
      return;
    case 'due soon':
      await tx.emit(ApplicationDueSoon, { ...about, ...promiseOf(moved) });
      return;
    case 'overdue':
      await tx.emit(ApplicationOverdue, { ...about, ...promiseOf(moved) });
  }
}

type About = Omit<Parameters<typeof ApplicationCheckingRegister.subject>[0], 'completeSince'>;

async function announceState(tx: Tx, about: About, { row, fact, now }: Moved): Promise<void> {
  switch (about.state) {
    case 'correction_requested':
      await tx.emit(ApplicationCorrectionRequested, { ...about, findings: detail(fact, 'findings') });
      return;
    case 'checking_register': {
      const completeSince = (row.complete_since ?? now).toISOString();
      const promise = fact && 'promise' in fact ? fact.promise : undefined;
      await tx.emit(ApplicationCheckingRegister, {
        ...about,
        completeSince,
        ...(promise && { workingDays: promise.workingDays, promisedFor: promise.promisedFor.toISOString() }),
      });
      return;
    }
    case 'awaiting_recording':
      if (fact?.fact !== 'register.not-recorded' && fact?.fact !== 'review.await-recording') throw wrongFact(fact);
      await tx.emit(ApplicationAwaitingRecording, { ...about, cause: fact.cause });
      return;
    case 'rejected':
      await tx.emit(ApplicationRejected, { ...about, legalReason: detail(fact, 'legalReason') });
      return;
    default:
      await tx.emit(announcementOf[about.state], about);
  }
}

function promiseOf({ row }: Moved): { completeSince: string; promisedFor: string } {
  if (!row.complete_since || !row.promised_for) throw new Error('a promise that was not given is not due');
  return { completeSince: row.complete_since.toISOString(), promisedFor: row.promised_for.toISOString() };
}

/** What a fact brings along for its announcement. */
function detail<Key extends 'findings' | 'legalReason'>(
  fact: Fact | undefined,
  key: Key,
): Extract<Fact, Record<Key, unknown>>[Key] {
  if (fact && brings(fact, key)) return fact[key];
  throw wrongFact(fact);
}

function brings<Key extends string>(fact: Fact, key: Key): fact is Extract<Fact, Record<Key, unknown>> {
  return key in fact;
}

function wrongFact(fact: Fact | undefined): Error {
  return new Error(`${fact?.fact ?? 'nothing'} does not bring what its announcement says`);
}

async function sinceWhen(tx: Tx, applicationId: string, cause: HoldCause): Promise<Date | undefined> {
  const [hold] = await tx.query<{ started_at: Date }>(
    'select started_at from hold where application_id = $1 and cause = $2 order by started_at desc limit 1',
    [applicationId, cause],
  );
  return hold?.started_at;
}
