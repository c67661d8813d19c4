import {
  announcementOf,
  ApplicationAwaitingRecording,
  ApplicationCheckingRegister,
  ApplicationCorrectionRequested,
  ApplicationDelayed,
  ApplicationDraft,
  ApplicationDueSoon,
  ApplicationOverdue,
  ApplicationRejected,
  ApplicationResumed,
  type ApplicationState,
  ApplicationSubmitted,
  ApplicationWithdrawalRequested,
  type HoldCause,
} from '#contracts';
import type { Tx } from '#outbox';
import type { Announcement, Fact } from './application/application.js';
import type { ApplicationRow } from './application/application.row.js';
import { sourceOf } from './outreach/note-source.js';

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
    case 'submitted':
      await tx.emit(ApplicationSubmitted, { ...about, ...(await guessesTold(tx, about.applicationId, fact)) });
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
      await tx.emit(ApplicationAwaitingRecording, { ...about, cause: recordingCause(fact) });
      return;
    case 'draft': {
      const source = await sourceOf(tx, about.applicationId);
      await tx.emit(ApplicationDraft, { ...about, ...(source === undefined ? {} : { source }) });
      return;
    }
    case 'rejected':
      await tx.emit(ApplicationRejected, { ...about, legalReason: detail(fact, 'legalReason') });
      return;
    default:
      await tx.emit(announcementOf[about.state], about);
  }
}

/** What the photos of the newest round are taken for: told where one of them was guessed, or has just been named. */
async function guessesTold(
  tx: Tx,
  applicationId: string,
  fact: Fact | undefined,
): Promise<{ takenAs?: (string | null)[] }> {
  const photos = await tx.query<{ claimed_as: string | null; claimed_by: string | null }>(
    `select claimed_as, claimed_by from document
      where application_id = $1 and state in ('announced', 'kept', 'unusable')
        and round = (select max(round) from document where application_id = $1 and state in ('announced', 'kept', 'unusable'))
      order by sent_at, seq limit 60`,
    [applicationId],
  );
  const isTold = fact?.fact === 'documents renamed' || photos.some(({ claimed_by }) => claimed_by !== 'name');
  return isTold ? { takenAs: photos.map(({ claimed_as }) => claimed_as) } : {};
}

function recordingCause(fact: Fact | undefined): 'recording' | 'deduplication' {
  switch (fact?.fact) {
    case 'register.not-recorded':
    case 'review.await-recording':
    case 'record.wait-changed':
      return fact.cause;
    default:
      throw wrongFact(fact);
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
