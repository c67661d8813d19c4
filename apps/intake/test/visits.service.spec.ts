import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ConversationReplied,
  VisitCancelled,
  VisitCardHandedOver,
  VisitClosed,
  VisitPersonRecorded,
  VisitPlanned,
  VisitRequested,
} from '#contracts';
import { aPhone, type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';

let work: IntakeAtWork;
let clerk: string;
beforeAll(async () => {
  work = await intakeAtWork();
  clerk = await work.bench.clerkToken(['clerk'], 'krayan', 'clerk-k');
}, 60_000);
afterAll(() => work.close(), 30_000);

async function act<Answer>(path: string, body?: object, token = clerk, method: 'GET' | 'POST' = 'POST') {
  const answer = await work.ask(path, { method, token, ...(body === undefined ? {} : { body }) });
  const text = await answer.text();
  return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as Answer };
}

/** A request of a sub-district as far as the tables know, in a state that a visit is made for. */
async function waits(
  district: string,
  state: 'awaiting_recording' | 'ready_for_pickup',
  cause?: 'recording' | 'deduplication',
  kind = 'RUSAK',
): Promise<string> {
  const { nik, familyCard } = someone();
  const opened = await act<{ applicationId: string }>('/applications', {
    ...{ kind, nik, familyCardNumber: familyCard, name: 'Rina Lestari', village: 'Long Bawan', district },
  });
  const id = opened.body.applicationId;
  await work.bench.query(
    'update application set state = $2, sequence = 6, chapter = 5, deadline = null where id = $1',
    [id, state],
  );
  if (cause)
    await work.bench.query('insert into hold (application_id, cause, started_at) values ($1, $2, now())', [id, cause]);
  return id;
}

interface Planned {
  readonly visitId: string;
  readonly toRecord: number;
  readonly toHandOver: number;
  readonly requests: number;
}
interface Shown {
  readonly state: string;
  readonly entries: { applicationId: string; purpose: string; name: string; result: string | null }[];
}
const plan = async (district: string) => {
  const body = { district, from: '2026-12-07', to: '2026-12-09', team: ['perekam-1'] };
  const { status, body: planned } = await act<Planned>('/recording-visits', body);
  expect(status).toBe(201);
  return planned;
};
const show = async (id: string) => (await act<Shown>(`/recording-visits/${id}`, undefined, clerk, 'GET')).body;
const report = async (id: string, ...results: object[]) => {
  const at = '2026-12-08T03:00:00.000Z';
  const answer = await act<{ results: { outcome: string }[] }>(`/recording-visits/${id}/results`, {
    results: results.map((one) => ({ at, ...one })),
  });
  return answer.body.results.map(({ outcome }) => outcome);
};

describe('a recording visit', () => {
  it('has on its list who waits to be recorded there and whose card lies ready, and nobody twice', async () => {
    const district = '650305';
    const asked = await act('/visit-requests', { district, reason: 'remote', people: 12, contact: 'Kepala Desa' });
    expect(asked.status).toBe(201);
    const toRecord = await waits(district, 'awaiting_recording', 'recording');
    const onItsWay = await waits(district, 'awaiting_recording', 'deduplication');
    const card = await waits(district, 'ready_for_pickup');
    const elsewhere = await waits('650302', 'ready_for_pickup');
    const planned = await plan(district);
    expect(planned).toMatchObject({ toRecord: 1, toHandOver: 1, requests: 1 });
    const said = await work.bench.heard(VisitPlanned, ({ visitId }) => visitId === planned.visitId);
    expect(said.data).toMatchObject({ office: 'krayan', from: '2026-12-07', to: '2026-12-09' });
    const listed = await show(planned.visitId);
    const entries = new Map(listed.entries.map((one) => [one.applicationId, one]));
    expect(entries.get(toRecord)).toMatchObject({ purpose: 'record', name: 'RI*** L***' });
    expect(entries.get(card)?.purpose).toBe('hand-over');
    // A second recording would make a duplicate of somebody whose record is on its way.
    expect([entries.has(onItsWay), entries.has(elsewhere)]).toEqual([false, false]);

    // Who is on one list is on no other; who comes to wait later joins this one.
    expect(await plan(district)).toMatchObject({ toRecord: 0, toHandOver: 0, requests: 0 });
    await waits(district, 'ready_for_pickup');
    expect((await act<Planned>(`/recording-visits/${planned.visitId}/refresh`)).body).toMatchObject({ toHandOver: 2 });
    const pages = await act<{ visits: unknown[]; next: string }>('/recording-visits?limit=1', undefined, clerk, 'GET');
    expect(pages.body.visits).toHaveLength(1);
    const next = `/recording-visits?limit=1&cursor=${encodeURIComponent(pages.body.next)}`;
    expect((await act<{ visits: unknown[] }>(next, undefined, clerk, 'GET')).body.visits).toHaveLength(1);
  }, 30_000);

  it('takes its results in parts, later and more than once, and overwrites none', async () => {
    const district = '650307';
    const person = await waits(district, 'awaiting_recording', 'recording');
    const absent = await waits(district, 'awaiting_recording', 'recording');
    const card = await waits(district, 'ready_for_pickup', undefined, 'RUSAK');
    const uncollected = await waits(district, 'ready_for_pickup');
    const { visitId } = await plan(district);
    const recorded = { applicationId: person, result: 'recorded' };
    const given = { applicationId: card, result: 'handed-over', collectedBy: 'self', oldCardTaken: true };
    expect(await report(visitId, recorded, { ...given, oldCardTaken: false })).toEqual(['noted', 'old-card-needed']);
    expect(await report(visitId, recorded, given)).toEqual(['repeated', 'noted']);
    expect(
      await report(
        visitId,
        { ...given, collectedBy: 'family' },
        { applicationId: person, result: 'failed' },
        { applicationId: card, result: 'recorded' },
        { applicationId: uncollected, result: 'handed-over' },
        { applicationId: randomUUID(), result: 'recorded' },
      ),
    ).toEqual(['differs', 'differs', 'not-on-list', 'does-not-fit', 'not-on-list']);
    const told = await work.bench.heard(VisitCardHandedOver, ({ applicationId }) => applicationId === card);
    expect(told.data).toEqual({
      ...{ visitId, applicationId: card, collectedBy: 'self', oldCardTaken: true },
      at: '2026-12-08T03:00:00.000Z',
    });
    await work.bench.heard(VisitPersonRecorded, ({ applicationId }) => applicationId === person);

    const counts = { recorded: 1, notRecorded: 1, handedOver: 1, notCollected: 1 };
    expect((await act(`/recording-visits/${visitId}/closing`)).body).toEqual(counts);
    expect((await act(`/recording-visits/${visitId}/closing`)).body).toEqual(counts);
    const closed = await work.bench.heard(VisitClosed, (data) => data.visitId === visitId);
    expect(closed.data).toMatchObject(counts);
    expect(work.saidOf(VisitClosed).filter((data) => data.visitId === visitId)).toHaveLength(1);
    expect(work.saidOf(VisitPersonRecorded).filter((data) => data.visitId === visitId)).toHaveLength(1);
    // Who did not come waits for the next visit.
    const again = await show((await plan(district)).visitId);
    expect(again.entries.map(({ applicationId }) => applicationId)).toEqual(
      expect.arrayContaining([absent, uncollected]),
    );
  }, 30_000);

  it('that does not take place gives its people and requests back', async () => {
    const district = '650317';
    await act('/visit-requests', { district, reason: 'ill', people: 1, contact: '0812 0000 0002' });
    await waits(district, 'awaiting_recording', 'recording');
    const { visitId } = await plan(district);
    expect((await act(`/recording-visits/${visitId}/cancellation`)).status).toBe(204);
    await work.bench.heard(VisitCancelled, (data) => data.visitId === visitId);
    expect(await plan(district)).toMatchObject({ toRecord: 1, requests: 1 });
    const late = await act<{ code: string }>(`/recording-visits/${visitId}/results`, {
      results: [{ applicationId: randomUUID(), result: 'absent', at: '2026-12-08T03:00:00.000Z' }],
    });
    expect([late.status, late.body.code]).toEqual([409, 'wrong-state']);
  }, 30_000);

  it('is its own office’s alone', async () => {
    const { visitId } = await plan('650319');
    const other = await work.bench.clerkToken(['clerk'], 'nunukan', 'clerk-n');
    expect((await act(`/recording-visits/${visitId}`, undefined, other, 'GET')).status).toBe(404);
    expect((await act(`/recording-visits/${visitId}/closing`, undefined, other)).status).toBe(404);
    const listed = await act<{ visits: unknown[] }>('/recording-visits', undefined, other, 'GET');
    expect(listed.body.visits).toEqual([]);
    const asked = { district: '650318', reason: 'ill', people: 1, contact: 'rumah Pak RT' };
    const { visitRequestId } = (await act<{ visitRequestId: string }>('/visit-requests', asked)).body;
    expect(JSON.stringify((await act('/visit-requests', undefined, other, 'GET')).body)).not.toContain(visitRequestId);
    expect((await act(`/visit-requests/${visitRequestId}/decline`, undefined, other)).status).toBe(404);
  }, 30_000);

  it('wants a right, a place and days in order', async () => {
    const good = { district: '650305', from: '2026-12-07', to: '2026-12-09', team: ['perekam-1'] };
    expect((await act('/recording-visits', good, '')).status).toBe(401);
    expect((await act('/recording-visits', good, await work.bench.clerkToken(['print-operator']))).status).toBe(403);
    expect((await act('/recording-visits', { ...good, to: '2026-12-01' })).status).toBe(400);
    expect((await act('/recording-visits', { ...good, district: '110101' })).status).toBe(422);
    expect((await act(`/recording-visits/${randomUUID()}`, undefined, clerk, 'GET')).status).toBe(404);
    expect((await act('/recording-visits/none/closing')).status).toBe(404);
  });
});

describe('who wants officers to come', () => {
  it('writes it, and is noted once', async () => {
    const from = aPhone();
    const text = 'mohon petugas datang ke desa kami, ibu saya sakit tidak bisa ke kantor, apakah bisa jemput bola';
    await work.say({ from, text });
    await work.bench.heard(ConversationReplied, ({ messageKey }) => messageKey === 'home-visit');
    const wish = await work.bench.heard(VisitRequested, ({ channel }) => channel === 'whatsapp');
    expect(wish.data).toMatchObject({ district: 'unknown', reason: 'other', people: 1 });
    await work.say({ from, text });
    await work.bench.heard(
      ConversationReplied,
      ({ messageKey, sequence }) => messageKey === 'home-visit' && sequence === 2,
    );
    expect(work.saidOf(VisitRequested).filter(({ channel }) => channel === 'whatsapp')).toHaveLength(1);
  }, 30_000);

  it('at the counter leaves an address, which goes when it is of no more use', async () => {
    const opened = await act<{ visitRequestId: string }>('/visit-requests', {
      ...{ district: '650319', village: 'Tau Baru', reason: 'elderly', people: 2, contact: 'rumah Ibu RT 3' },
    });
    const { visitRequestId } = opened.body;
    type List = { requests: { visitRequestId: string; contact: string | null }[] };
    const find = async (state: string) =>
      (await act<List>(`/visit-requests?state=${state}`, undefined, clerk, 'GET')).body.requests.find(
        (one) => one.visitRequestId === visitRequestId,
      );
    expect(await find('open')).toMatchObject({ contact: 'rumah Ibu RT 3', village: 'Tau Baru' });
    for (let times = 0; times < 2; times += 1) {
      expect((await act(`/visit-requests/${visitRequestId}/decline`)).status).toBe(204);
    }
    expect((await find('declined'))?.contact).toBeNull();
    expect(await work.bench.query('select 1 from visit_request where sealed_contact like $1', ['%RT 3%'])).toEqual([]);
  }, 30_000);
});
