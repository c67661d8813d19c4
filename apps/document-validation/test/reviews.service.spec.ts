import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { randomUUID } from 'node:crypto';
import {
  ApplicationAwaitingRecording,
  ApplicationCheckingRegister,
  ApplicationSubmitted,
  ApplicationUnderReview,
  ApplicationWithdrawn,
  DocumentsComplete,
  DocumentsIncomplete,
  RecordPrintReady,
  RecordWaitChanged,
  RegisterConfirmed,
  RegisterDoubtful,
  RegisterNotRecorded,
  ReviewDecided,
  ReviewRequested,
  VisitPersonRecorded,
} from '#contracts';
import { eventually } from '#testing';
import { pdfOf, photo } from './sample-files.js';
import { nik, type ValidationBench, validationBench } from './validation-bench.js';

const spans = new InMemorySpanExporter();
const tracing = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
tracing.register({ propagator: new W3CTraceContextPropagator() });

let bench: ValidationBench;
let clerk: string;
let reviewer: string;

beforeAll(async () => {
  bench = await validationBench({ REGISTER_MODE: 'manual' });
  clerk = await bench.clerkToken(['clerk'], undefined, 'clerk-1');
  reviewer = await bench.clerkToken(['reviewer'], undefined, 'reviewer-1');
});
afterAll(async () => {
  await bench?.close();
  await tracing.shutdown();
});

const completeSince = '2026-11-24T01:00:00.000Z';
const check = (id: string, sequence = 2) =>
  bench.say(ApplicationCheckingRegister, { ...bench.announcement(id, sequence, 'checking_register'), completeSince });
const doubt = (id: string, sequence = 3) =>
  bench.say(ApplicationUnderReview, bench.announcement(id, sequence, 'under_review'));
const awaitRecord = (id: string, sequence = 3, cause: 'recording' | 'deduplication' = 'recording') =>
  bench.say(ApplicationAwaitingRecording, { ...bench.announcement(id, sequence, 'awaiting_recording'), cause });
const withdraw = (id: string, sequence: number) =>
  bench.say(ApplicationWithdrawn, bench.announcement(id, sequence, 'withdrawn'));

async function requested(id: string, task: string): Promise<string> {
  const { data } = await bench.heard(ReviewRequested, (said) => said.applicationId === id && said.task === task);
  return data.reviewId;
}
const said = (id: string, type: string) => bench.allSaid().filter((one) => one.subject === id && one.type === type);
const post = (path: string, body: unknown, token = clerk) => bench.call('POST', path, body, token);

describe('ticking what SIAK shows', () => {
  it('confirms a person, once; the same again is fine, something else is not', async () => {
    const id = bench.know({});
    await check(id);
    const review = await requested(id, 'tick-register');
    const first = await post(`/reviews/${review}/register-result`, { result: 'confirmed' });
    expect(first).toMatchObject({
      status: 200,
      body: { state: 'settled', settledBy: 'clerk-1', outcome: { result: 'confirmed' } },
    });
    expect((await bench.heard(RegisterConfirmed, (data) => data.applicationId === id)).data).toMatchObject({
      answers: 2,
      way: 'manual',
    });

    expect((await post(`/reviews/${review}/register-result`, { result: 'confirmed' }, reviewer)).status).toBe(200);
    const other = await post(`/reviews/${review}/register-result`, { result: 'not-recorded', cause: 'recording' });
    expect(other).toMatchObject({ status: 409, body: { code: 'already-decided', settledBy: 'clerk-1' } });
    expect(said(id, 'register.confirmed')).toHaveLength(1);
    expect(said(id, 'register.not-recorded')).toHaveLength(0);
  });

  it('links the act to the chain that asked for it, and goes on in the act’s own trace', async () => {
    const id = bench.know({});
    await check(id);
    const review = await requested(id, 'tick-register');
    await post(`/reviews/${review}/register-result`, { result: 'confirmed' });
    await bench.heard(RegisterConfirmed, (data) => data.applicationId === id);
    const ofApplication = spans.getFinishedSpans().filter((span) => span.attributes['loket.application_id'] === id);
    const opened = ofApplication.find((span) => span.name === 'document-validation.check-population-register');
    const act = ofApplication.find((span) => span.name === 'settle tick-register');
    expect(act?.links.map((link) => link.context.traceId)).toEqual([opened?.spanContext().traceId]);
    const [said] = await bench.query<{ traceparent: string }>(
      `select traceparent from outbox where subject = $1 and type = 'register.confirmed'`,
      [id],
    );
    expect(said?.traceparent).toContain(act?.spanContext().traceId);
    expect(act?.spanContext().traceId).not.toBe(opened?.spanContext().traceId);
  });

  it('has one effect when two clerks tick at once', async () => {
    const id = bench.know({});
    await check(id);
    const review = await requested(id, 'tick-register');
    const ticks = await Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        post(
          `/reviews/${review}/register-result`,
          at % 2 === 0 ? { result: 'confirmed' } : { result: 'not-recorded', cause: 'recording' },
        ),
      ),
    );
    expect(ticks.map((tick) => tick.status).sort((a, b) => a - b)).toEqual([200, 200, 200, 409, 409, 409]);
    const answer = await eventually(() =>
      bench.allSaid().find((one) => one.subject === id && one.type.startsWith('register.')),
    );
    expect(answer.data).toMatchObject({ answers: 2 });
    expect(bench.allSaid().filter((one) => one.subject === id && one.type.startsWith('register.'))).toHaveLength(1);
  });

  it('says that a record is missing, or what is doubtful', async () => {
    const [missing, doubtful] = [bench.know({}), bench.know({})];
    await Promise.all([check(missing), check(doubtful)]);
    await post(`/reviews/${await requested(missing, 'tick-register')}/register-result`, {
      result: 'not-recorded',
      cause: 'deduplication',
    });
    await post(`/reviews/${await requested(doubtful, 'tick-register')}/register-result`, {
      result: 'doubtful',
      doubts: ['name-differs', 'duplicate'],
    });
    expect((await bench.heard(RegisterNotRecorded, (data) => data.applicationId === missing)).data.cause).toBe(
      'deduplication',
    );
    expect((await bench.heard(RegisterDoubtful, (data) => data.applicationId === doubtful)).data.doubts).toEqual([
      'name-differs',
      'duplicate',
    ]);

    // The doubt comes back as a task to decide, with what the clerk saw.
    await doubt(doubtful);
    const review = await requested(doubtful, 'decide-doubt');
    const shown = await bench.call('GET', `/reviews/${review}`, undefined, reviewer);
    expect(shown.body).toMatchObject({
      task: 'decide-doubt',
      state: 'open',
      doubts: ['name-differs', 'duplicate'],
      register: { way: 'manual', result: 'doubtful', checkedBy: 'clerk-1' },
      acts: [{ what: 'tick-register', by: 'clerk-1' }],
    });
  });

  it('shows whom to look up to who has the review in hand, and keeps the look', async () => {
    const id = bench.know({});
    await check(id);
    const review = await requested(id, 'tick-register');
    expect((await post(`/reviews/${review}/look-up`, undefined)).body).toMatchObject({ nik, name: 'CONTOH WARGA' });
    await post(`/reviews/${review}/claim`, undefined, reviewer);
    expect(await post(`/reviews/${review}/look-up`, undefined)).toMatchObject({
      status: 409,
      body: { code: 'review-claimed' },
    });
    const acts = await bench.query('select what, done_by from act where review_id = $1 order by id', [review]);
    expect(acts).toEqual([
      { what: 'look-up-person', done_by: 'clerk-1' },
      { what: 'claim', done_by: 'reviewer-1' },
    ]);
  });
});

describe('deciding a doubt', () => {
  async function openDoubt(sequence = 3): Promise<{ id: string; review: string }> {
    const id = bench.know({});
    await doubt(id, sequence);
    return { id, review: await requested(id, 'decide-doubt') };
  }

  it.each([
    [{ verdict: 'approve' }],
    [{ verdict: 'await-recording', cause: 'deduplication' }],
    [{ verdict: 'correct', findings: [{ document: 'KK', defect: 'wrong-document' }] }],
  ])('says %j', async (decision) => {
    const { id, review } = await openDoubt();
    expect((await post(`/reviews/${review}/decision`, decision, reviewer)).status).toBe(200);
    expect((await bench.heard(ReviewDecided, (data) => data.applicationId === id)).data).toEqual({
      applicationId: id,
      answers: 3,
      ...decision,
    });
    expect((await post(`/reviews/${review}/decision`, decision, reviewer)).status).toBe(200);
    expect(said(id, 'review.decided')).toHaveLength(1);
  });

  it('is decided by who has it in hand; another one’s hands are respected until the claim is over', async () => {
    const { review } = await openDoubt();
    const other = await bench.clerkToken(['reviewer'], undefined, 'reviewer-2');
    expect((await post(`/reviews/${review}/claim`, undefined, other)).body).toMatchObject({
      claimedBy: 'reviewer-2',
      claimedUntil: expect.any(String),
    });
    expect((await post(`/reviews/${review}/claim`, undefined, other)).status).toBe(200);
    expect(await post(`/reviews/${review}/claim`, undefined, reviewer)).toMatchObject({
      status: 409,
      body: { code: 'review-claimed' },
    });
    expect((await post(`/reviews/${review}/decision`, { verdict: 'approve' }, reviewer)).status).toBe(409);
    await bench.query(`update review set claimed_until = now() - interval '1 second' where id = $1`, [review]);
    expect((await post(`/reviews/${review}/decision`, { verdict: 'approve' }, reviewer)).status).toBe(200);
  });

  it('keeps a correction in mind when the file comes again', async () => {
    const documents = [
      { claimedAs: 'SURAT_KEHILANGAN', bytes: await pdfOf({ pages: 1 }) },
      { claimedAs: 'KK', bytes: await photo({ format: 'jpeg' }) },
    ];
    const id = bench.know({ documents });
    await doubt(id, 3);
    const review = await requested(id, 'decide-doubt');
    await post(
      `/reviews/${review}/decision`,
      { verdict: 'correct', findings: [{ document: 'KK', defect: 'not-original' }] },
      reviewer,
    );
    // The same photo again does not pass, although nothing is wrong with the file itself.
    bench.know({
      applicationId: id,
      documents: documents.map((one) => ({ ...one, receivedAt: new Date(Date.now() - 60_000) })),
    });
    await bench.say(ApplicationSubmitted, bench.announcement(id, 5, 'submitted'));
    expect((await bench.heard(DocumentsIncomplete, (data) => data.applicationId === id)).data.findings).toMatchObject([
      { document: 'KK', defect: 'not-original' },
    ]);
    bench.know({
      applicationId: id,
      documents: documents.map((one) => ({ ...one, receivedAt: new Date(Date.now() + 60_000) })),
    });
    await bench.say(ApplicationSubmitted, bench.announcement(id, 7, 'submitted'));
    await bench.heard(DocumentsComplete, (data) => data.applicationId === id);
  });

  it('is no longer needed when the request was withdrawn, whatever comes late', async () => {
    const { id, review } = await openDoubt(3);
    await withdraw(id, 4);
    await eventually(
      async () => (await bench.call('GET', `/reviews/${review}`, undefined, clerk)).body['state'] === 'withdrawn',
    );
    expect(await post(`/reviews/${review}/decision`, { verdict: 'approve' }, reviewer)).toMatchObject({
      status: 409,
      body: { code: 'review-closed' },
    });
    for (const late of [await check(id, 2), await awaitRecord(id, 2)])
      await eventually(
        async () => (await bench.query('select 1 from inbox where message_id = $1', [late])).length === 1,
      );
    expect(said(id, 'review.requested')).toHaveLength(1);
  });

  it('is opened once, however often it is announced', async () => {
    const id = bench.know({});
    const event = randomUUID();
    const announcement = bench.announcement(id, 3, 'under_review');
    await Promise.all([1, 2, 3].map(() => bench.say(ApplicationUnderReview, announcement, { id: event })));
    await bench.say(ApplicationUnderReview, announcement);
    await requested(id, 'decide-doubt');
    await eventually(async () => (await bench.queue('document-validation.open-review')).ready === 0);
    expect(await bench.query('select 1 from review where application_id = $1', [id])).toHaveLength(1);
  });
});

describe('mirroring a record', () => {
  it('keeps what SIAK shows, and lets the request go on when it is print-ready', async () => {
    const id = bench.know({});
    await awaitRecord(id, 4, 'deduplication');
    const review = await requested(id, 'mirror-record');
    const waiting = await post(`/records/${id}/status`, { status: 'SFE' });
    expect(waiting).toMatchObject({
      status: 200,
      body: {
        status: 'SENT_FOR_ENROLLMENT',
        printable: false,
        printReady: false,
        nextStep: expect.stringContaining('jangan rekam ulang'),
      },
    });
    expect((await post(`/records/${id}/status`, { status: 'Something New' })).body).toMatchObject({
      status: 'Something New',
      printable: false,
      meaning: null,
    });
    const ready = await post(`/records/${id}/status`, { status: 'print ready record' });
    expect(ready).toMatchObject({
      status: 200,
      body: { status: 'PRINT_READY_RECORD', printable: true, printReady: true },
    });
    expect((await bench.heard(RecordPrintReady, (data) => data.applicationId === id)).data.answers).toBe(4);
    expect((await post(`/records/${id}/status`, { status: 'PRINT_READY_RECORD' })).status).toBe(200);
    expect(said(id, 'record.print-ready')).toHaveLength(1);
    const shown = await bench.call('GET', `/reviews/${review}`, undefined, clerk);
    expect(shown.body).toMatchObject({
      state: 'settled',
      cause: 'deduplication',
      record: { status: 'PRINT_READY_RECORD' },
    });
    const kept = await bench.query('select status from record_status where application_id = $1 order by id', [id]);
    expect(kept.map((row) => Object.values(row)[0])).toEqual([
      'SENT_FOR_ENROLLMENT',
      'Something New',
      'PRINT_READY_RECORD',
    ]);
  });

  it('says that the record waits for the centre and not for the person, and stays the same task', async () => {
    const id = bench.know({});
    await awaitRecord(id, 4, 'recording');
    const review = await requested(id, 'mirror-record');
    await post(`/records/${id}/status`, { status: 'UNREGISTERED' });
    expect(said(id, 'record.wait-changed')).toEqual([]);
    await post(`/records/${id}/status`, { status: 'SFE' });
    const { data } = await bench.heard(RecordWaitChanged, (one) => one.applicationId === id);
    expect(data).toEqual({ applicationId: id, answers: 4, cause: 'deduplication' });
    await awaitRecord(id, 5, 'deduplication');
    const shownAs = async () => (await bench.call('GET', `/reviews/${review}`, undefined, clerk)).body;
    await eventually(async () => (await shownAs())['cause'] === 'deduplication');
    expect(await shownAs()).toMatchObject({ state: 'open' });
    await post(`/records/${id}/status`, { status: 'PRR' });
    expect((await bench.heard(RecordPrintReady, (one) => one.applicationId === id)).data.answers).toBe(5);
    expect(said(id, 'record.wait-changed')).toHaveLength(1);
    expect(said(id, 'review.requested')).toHaveLength(1);
  });

  it('takes a recording on a visit as captured and not sent, unless SIAK has shown more since', async () => {
    const [id, further] = [bench.know({}), bench.know({})];
    for (const one of [id, further]) {
      await awaitRecord(one, 4, 'recording');
      await requested(one, 'mirror-record');
    }
    await post(`/records/${further}/status`, { status: 'SFE' });
    const on = { visitId: randomUUID(), at: '2026-11-20T03:00:00.000Z' };
    const heard = [
      await bench.say(VisitPersonRecorded, { ...on, applicationId: further }),
      await bench.say(VisitPersonRecorded, { ...on, applicationId: id }),
    ];
    await eventually(
      async () => (await bench.query('select 1 from inbox where message_id = any($1)', [heard])).length === 2,
    );
    const { data } = await bench.heard(RecordWaitChanged, (one) => one.applicationId === id);
    expect(data.cause).toBe('deduplication');
    const statuses = async (one: string) =>
      bench.query('select status, noted_by from record_status where application_id = $1 order by id', [one]);
    expect(await statuses(id)).toEqual([{ status: 'BIO_CAPTURED', noted_by: `visit:${on.visitId}` }]);
    expect(await statuses(further)).toHaveLength(1);
  });

  it('asks nobody again where the record became print-ready before the change of its cause was announced', async () => {
    const id = bench.know({});
    await awaitRecord(id, 4, 'recording');
    await requested(id, 'mirror-record');
    await post(`/records/${id}/status`, { status: 'SFE' });
    await post(`/records/${id}/status`, { status: 'PRR' });
    const announced = await awaitRecord(id, 5, 'deduplication');
    await eventually(
      async () => (await bench.query('select 1 from inbox where message_id = $1', [announced])).length === 1,
    );
    const open = await bench.query('select 1 from review where application_id = $1 and closed_at is null', [id]);
    expect(open).toEqual([]);
  });

  it('knows only records that are awaited', async () => {
    expect(await post(`/records/${randomUUID()}/status`, { status: 'PRR' })).toMatchObject({
      status: 404,
      body: { code: 'record-not-awaited' },
    });
  });
});

describe('the list of reviews', () => {
  it('is paged, the oldest first, and filtered', async () => {
    const ids = [bench.know({}), bench.know({}), bench.know({})];
    for (const id of ids) {
      await awaitRecord(id);
      await requested(id, 'mirror-record');
    }
    const seen: unknown[] = [];
    let after = '';
    for (let pages = 0; pages < 10; pages += 1) {
      const page = await bench.call('GET', `/reviews?task=mirror-record&limit=2${after}`, undefined, clerk);
      const reviews = page.body['reviews'];
      if (!Array.isArray(reviews)) throw new Error('no list');
      seen.push(...reviews.map((review: { applicationId: string }) => review.applicationId));
      const { next } = page.body;
      if (typeof next !== 'string') break;
      after = `&after=${next}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => ids.some((one) => one === id))).toEqual(ids);
    const closed = await bench.call('GET', '/reviews?state=closed&task=tick-register', undefined, clerk);
    expect(JSON.stringify(closed.body)).toContain('"settled"');
    const one = await bench.call('GET', `/reviews?applicationId=${ids[0]}`, undefined, clerk);
    expect(one.body['reviews']).toHaveLength(1);
  });
});

describe('who may do what', () => {
  const id = randomUUID();
  const acts = [
    ['GET', '/reviews', undefined, 'ops'],
    ['GET', `/reviews/${id}`, undefined, 'ops'],
    ['POST', `/reviews/${id}/claim`, undefined, 'head'],
    ['POST', `/reviews/${id}/look-up`, undefined, 'head'],
    ['POST', `/reviews/${id}/register-result`, { result: 'confirmed' }, 'print-operator'],
    ['POST', `/reviews/${id}/decision`, { verdict: 'approve' }, 'clerk'],
    ['POST', `/reviews/${id}/second-opinion`, { opinion: 'confirm' }, 'clerk'],
    ['POST', `/reviews/${id}/release`, undefined, 'print-operator'],
    ['POST', `/records/${id}/status`, { status: 'PRR' }, 'print-operator'],
    ['GET', '/links', undefined, 'print-operator'],
  ] as const;

  it.each(acts)('%s %s: 401 without a token, 403 with another role', async (method, path, body, wrong) => {
    expect(await bench.call(method, path, body)).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(await bench.call(method, path, body, await bench.clerkToken([wrong]))).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
  });

  it.each([
    ['GET', '/reviews?limit=0', undefined],
    ['GET', '/reviews?task=other', undefined],
    ['GET', '/reviews?after=nonsense', undefined],
    ['GET', '/reviews?order=name', undefined],
    ['POST', `/reviews/${id}/second-opinion`, { opinion: 'perhaps' }],
    ['GET', '/reviews/nonsense', undefined],
    ['POST', `/reviews/${id}/register-result`, { result: 'perhaps' }],
    ['POST', `/reviews/${id}/register-result`, { result: 'doubtful', doubts: [] }],
    ['POST', `/reviews/${id}/decision`, { verdict: 'refuse', legalReason: `PASAL_${nik}` }],
    [
      'POST',
      `/reviews/${id}/decision`,
      { verdict: 'correct', findings: [{ document: 'KK', defect: 'missing', note: 'x' }] },
    ],
    ['POST', `/records/${id}/status`, { status: nik }],
  ])('%s %s %j: 400', async (method, path, body) => {
    const both = await bench.clerkToken(['clerk', 'reviewer']);
    expect(await bench.call(method, path, body, both)).toMatchObject({
      status: 400,
      body: { code: 'invalid-request' },
    });
  });

  it('404 for a review that is not there', async () => {
    expect(await bench.call('GET', `/reviews/${id}`, undefined, clerk)).toMatchObject({
      status: 404,
      body: { code: 'review-not-found' },
    });
    expect((await post(`/reviews/${id}/claim`, undefined)).status).toBe(404);
  });

  it('the link is unused where a clerk looks into SIAK', async () => {
    const links = await bench.call('GET', '/links', undefined, clerk);
    expect(links.body['list']).toMatchObject([{ link: 'diskominfo', way: 'primary', state: 'unused', cause: null }]);
  });

  it('has its page for integrators', async () => {
    const docs = await bench.call('GET', '/docs-json');
    expect(Object.keys(Object(docs.body['paths']))).toEqual(
      expect.arrayContaining(['/reviews', '/reviews/{id}/decision', '/records/{applicationId}/status', '/links']),
    );
  });
});
