import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ApplicationAwaitingRecording,
  ApplicationCheckingRegister,
  ApplicationDelayed,
  ApplicationReadyToPrint,
  ApplicationRejected,
  ApplicationResumed,
  ApplicationUnderReview,
  ApplicationWithdrawalRequested,
  ApplicationWithdrawn,
  ConversationReplied,
  DocumentsComplete,
  LinkLost,
  LinkRestored,
  PrintingDeferred,
  PrintingResumed,
  PrintJobAbandoned,
  PrintJobStarted,
  PrintJobWithdrawalRefused,
  RecordPrintReady,
  RecordWaitChanged,
  RegisterConfirmed,
  RegisterDoubtful,
  RegisterNotRecorded,
  ReviewDecided,
} from '#contracts';
import { eventually } from '#testing';
import { aPhone, aPhoto, type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';

let work: IntakeAtWork;
let token: string;
beforeAll(async () => {
  work = await intakeAtWork();
  token = await work.bench.clerkToken(['clerk'], 'nunukan');
}, 60_000);
afterAll(() => work.close(), 30_000);

/** An application whose file is submitted: its announcement is number 2. */
async function submitted(phone?: string): Promise<string> {
  const { nik, familyCard } = someone();
  const opened = await work.ask('/applications', {
    method: 'POST',
    token,
    body: { kind: 'RUSAK', nik, familyCardNumber: familyCard, name: 'Budi', district: '650302', phone },
  });
  const { applicationId } = (await opened.json()) as { applicationId: string };
  for (const as of ['KTP_LAMA', 'KK']) {
    await work.ask(`/applications/${applicationId}/documents?as=${as}`, {
      method: 'POST',
      token,
      body: aPhoto().bytes,
      headers: { 'content-type': 'image/jpeg' },
    });
  }
  await work.ask(`/applications/${applicationId}/submission`, { method: 'POST', token });
  return applicationId;
}

const of = (id: string) => (data: { applicationId: string }) => data.applicationId === id;
const checked = { way: 'primary' as const, checkedAt: '2026-11-24T01:00:00.000Z' };

async function checking(phone?: string): Promise<string> {
  const id = await submitted(phone);
  await work.bench.say(DocumentsComplete, { applicationId: id, answers: 2 });
  await work.bench.heard(ApplicationCheckingRegister, of(id));
  return id;
}

async function readyToPrint(phone?: string): Promise<string> {
  const id = await checking(phone);
  await work.bench.say(RegisterConfirmed, { applicationId: id, answers: 3, ...checked });
  await work.bench.heard(ApplicationReadyToPrint, of(id));
  return id;
}

async function shown(id: string) {
  const answer = await work.ask(`/applications/${id}`, { token });
  return (await answer.json()) as {
    state: string;
    holds: { cause: string; endedAt: string | null }[];
    history: { says: string; sequence: number }[];
    withdrawalAsked: boolean;
  };
}

const job = (applicationId: string, answers: number) => ({
  jobId: randomUUID(),
  applicationId,
  answers,
  office: 'nunukan',
});

describe('facts of other services', () => {
  it('have one effect however often they come', async () => {
    const id = await submitted();
    const data = { applicationId: id, answers: 2 };
    const eventId = await work.bench.say(DocumentsComplete, data);
    await work.bench.heard(ApplicationCheckingRegister, of(id));
    // The same message again, and the same fact said anew.
    await work.bench.say(DocumentsComplete, data, { id: eventId });
    await work.bench.say(DocumentsComplete, data);
    await work.bench.say(RegisterConfirmed, { applicationId: id, answers: 3, ...checked });
    await work.bench.heard(ApplicationReadyToPrint, of(id));
    expect(work.saidOf(ApplicationCheckingRegister).filter(of(id))).toHaveLength(1);
    expect((await shown(id)).history.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(work.bench.parked()).toHaveLength(0);
  });

  it('hold for the centre whoever was held for a recording, once the record is seen there; the same again changes nothing', async () => {
    const id = await checking();
    await work.bench.say(RegisterNotRecorded, { applicationId: id, answers: 3, ...checked, cause: 'recording' });
    await work.bench.heard(ApplicationAwaitingRecording, of(id));
    await work.bench.say(RecordWaitChanged, { applicationId: id, answers: 4, cause: 'recording' as const });
    await work.bench.say(RecordWaitChanged, { applicationId: id, answers: 4, cause: 'deduplication' as const });
    const changed = await work.bench.heard(
      ApplicationAwaitingRecording,
      (data) => data.applicationId === id && data.sequence === 5,
    );
    expect(changed.data.cause).toBe('deduplication');
    expect((await shown(id)).holds).toMatchObject([
      { cause: 'recording', endedAt: expect.any(String) },
      { cause: 'deduplication', endedAt: null },
    ]);
    // Mirrored before the change was announced: it answers the announcement before, and is as true.
    await work.bench.say(RecordPrintReady, { applicationId: id, answers: 4 });
    expect((await work.bench.heard(ApplicationReadyToPrint, of(id))).data.sequence).toBe(6);
    await work.bench.say(RecordWaitChanged, { applicationId: id, answers: 5, cause: 'recording' as const });
    const [late] = await work.bench.query<{ count: number }>(
      'select count(*)::int as count from application_history where application_id = $1',
      [id],
    );
    expect(late?.count).toBe(6);
  });

  it('lead over a doubt and a person’s decision to recording, and from there to printing', async () => {
    const id = await checking();
    await work.bench.say(RegisterDoubtful, {
      applicationId: id,
      answers: 3,
      ...checked,
      doubts: ['name-differs'] as 'name-differs'[],
    });
    expect((await work.bench.heard(ApplicationUnderReview, of(id))).data.sequence).toBe(4);
    const verdict = { verdict: 'await-recording' as const, cause: 'deduplication' as const };
    await work.bench.say(ReviewDecided, { applicationId: id, answers: 4, ...verdict });
    expect((await work.bench.heard(ApplicationAwaitingRecording, of(id))).data).toMatchObject({
      sequence: 5,
      cause: 'deduplication',
    });
    await work.bench.say(RecordPrintReady, { applicationId: id, answers: 5 });
    await work.bench.heard(ApplicationReadyToPrint, of(id));
    expect((await shown(id)).holds).toMatchObject([{ cause: 'deduplication', endedAt: expect.any(String) }]);
  });

  it('refuse by a person, with a legal reason', async () => {
    const id = await checking();
    await work.bench.say(ReviewDecided, {
      applicationId: id,
      answers: 3,
      verdict: 'refuse' as const,
      legalReason: 'PERPRES_96_2018_17',
    });
    expect((await work.bench.heard(ApplicationRejected, of(id))).data.legalReason).toBe('PERPRES_96_2018_17');
  });

  it('are parked when the application is unknown or the move impossible', async () => {
    const before = work.bench.parked().length;
    await work.bench.say(RecordPrintReady, { applicationId: randomUUID(), answers: 4 });
    const id = await checking();
    await work.bench.say(PrintJobStarted, { ...job(id, 3), stationId: 'nunukan-1', attempt: 1 });
    await eventually(() => work.bench.parked().length === before + 2, { what: 'two parked messages' });
    expect((await shown(id)).state).toBe('checking_register');
  });

  it('put printing off and on again, each cause told once', async () => {
    const id = await readyToPrint();
    const about = { ...job(id, 4), cause: 'blanks' as const };
    await work.bench.say(PrintingDeferred, about);
    expect((await work.bench.heard(ApplicationDelayed, of(id))).data).toMatchObject({
      sequence: 5,
      state: 'ready_to_print',
      cause: 'blanks',
    });
    await work.bench.say(PrintingResumed, about);
    expect((await work.bench.heard(ApplicationResumed, of(id))).data).toMatchObject({ sequence: 6, cause: 'blanks' });
    expect((await shown(id)).holds).toMatchObject([{ cause: 'blanks', endedAt: expect.any(String) }]);
  });

  it('answer a withdrawal that was asked for', async () => {
    const id = await readyToPrint();
    const asked = await work.ask(`/applications/${id}/withdrawal`, { method: 'POST', token });
    expect(await asked.json()).toEqual({ applicationId: id, withdrawal: 'asked' });
    expect((await work.bench.heard(ApplicationWithdrawalRequested, of(id))).data.sequence).toBe(5);
    expect((await shown(id)).withdrawalAsked).toBe(true);
    await work.bench.say(PrintJobAbandoned, { ...job(id, 4), reason: 'withdrawn' as const });
    await work.bench.heard(ApplicationWithdrawn, of(id));
  });
});

describe('a citizen who withdraws when a card may be printing', () => {
  it('is told by the announcement first, by an answer when asking again, and when it is too late', async () => {
    const phone = aPhone();
    const id = await readyToPrint(phone);
    await work.say({ from: phone, text: 'batal' });
    await work.bench.heard(ApplicationWithdrawalRequested, of(id));
    const replies = () => work.saidOf(ConversationReplied).filter((data) => data.applicationId === id);
    expect(replies()).toEqual([]);
    await work.say({ from: phone, text: 'batal' });
    await eventually(() => replies().length === 1, { what: 'the answer' });
    await work.bench.say(PrintJobStarted, { ...job(id, 4), stationId: 'nunukan-1', attempt: 1 });
    await work.bench.say(PrintJobWithdrawalRefused, job(id, 4));
    await work.bench.say(PrintJobWithdrawalRefused, job(id, 4));
    await eventually(async () => !(await shown(id)).withdrawalAsked, { what: 'the refusal' });
    await work.say({ from: phone, text: 'batal' });
    await eventually(() => replies().length === 3, { what: 'the last answer' });
    expect(replies().map(({ messageKey }) => messageKey)).toEqual([
      'withdrawn-asked',
      'withdrawal-refused',
      'withdrawal-refused',
    ]);
    expect((await shown(id)).state).toBe('printing');
  });
});

describe('an outage of the register’s network', () => {
  const link = { link: 'diskominfo' as const, way: 'primary' as const, seenBy: 'document-validation' };

  it('holds whoever waits for the register, tells it once, and lets them go when it is over or they move on', async () => {
    const from = 'document-validation' as const;
    const [first, second] = [await checking(), await checking()];
    const since = new Date(Date.now() - 60_000).toISOString();
    await work.bench.say(LinkLost, { ...link, cause: 'timeout' as const, since }, { from });
    for (const id of [first, second]) {
      expect((await work.bench.heard(ApplicationDelayed, of(id))).data).toMatchObject({
        sequence: 4,
        cause: 'network',
      });
    }
    // What reaches the end of its check meanwhile is told that it goes on before anything else.
    await work.bench.say(RegisterNotRecorded, {
      applicationId: first,
      answers: 3,
      ...checked,
      cause: 'recording' as const,
    });
    expect((await work.bench.heard(ApplicationAwaitingRecording, of(first))).data.sequence).toBe(6);
    await work.bench.say(
      LinkRestored,
      { ...link, cause: 'recovered' as const, since: new Date().toISOString() },
      { from },
    );
    expect((await work.bench.heard(ApplicationResumed, of(second))).data).toMatchObject({
      sequence: 5,
      state: 'checking_register',
    });
    // A late word of the outage changes nothing.
    await work.bench.say(LinkLost, { ...link, cause: 'timeout' as const, since }, { from });
    expect((await shown(second)).holds).toMatchObject([{ cause: 'network', endedAt: expect.any(String) }]);
    expect(work.saidOf(ApplicationDelayed).filter(of(second))).toHaveLength(1);
  }, 30_000);
});

describe('the history of every application', () => {
  it('has no gap', async () => {
    const gaps = await work.bench.query(
      'select application_id from application_history group by 1 having max(sequence) <> count(*) or min(sequence) <> 1',
    );
    expect(gaps).toEqual([]);
  });
});
