import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ApplicationCheckingRegister,
  ApplicationCorrectionRequested,
  ApplicationDueSoon,
  ApplicationOverdue,
  ApplicationSubmitted,
  ConversationReplied,
  DocumentsComplete,
  PrintingCapacityChanged,
  ReviewDecided,
} from '#contracts';
import { eventually } from '#testing';
import { aPhone, aPhoto, type IntakeAtWork, intakeAtWork, requestLine } from './intake-at-work.js';

let work: IntakeAtWork;
let head: string;
beforeAll(async () => {
  work = await intakeAtWork();
  head = await work.bench.clerkToken(['head'], undefined, 'head-1');
}, 60_000);
afterAll(() => work.close(), 30_000);

interface Shown {
  readonly promise: { workingDays: number; promisedFor: string | null; standing: string } | null;
}
const shown = async (id: string) => (await (await work.ask(`/applications/${id}`, { token: head })).json()) as Shown;

/** A request whose file is complete. @returns who sent it, and its id */
async function complete() {
  const from = aPhone();
  await work.say({ from, text: requestLine('RUSAK') });
  const known = work.saidOf(ApplicationSubmitted).map(({ applicationId }) => applicationId);
  await work.say(
    { from, image: { mediaId: work.graph.keep(aPhoto()), caption: 'ktp rusak' } },
    { from, image: { mediaId: work.graph.keep(aPhoto()), caption: 'kk' } },
  );
  const { data } = await work.bench.heard(ApplicationSubmitted, (one) => !known.includes(one.applicationId));
  const { applicationId, sequence } = data;
  await work.bench.say(DocumentsComplete, { applicationId, answers: sequence });
  const announced = await work.bench.heard(ApplicationCheckingRegister, (one) => one.applicationId === applicationId);
  return { from, applicationId, announced: announced.data };
}

describe('a promise', () => {
  it('is given with the complete file, and told in the status answer, on the tracking page and in the lists', async () => {
    const { from, applicationId, announced } = await complete();
    expect(announced.workingDays).toBe(2);
    expect(await shown(applicationId)).toMatchObject({
      promise: { workingDays: 2, promisedFor: announced.promisedFor, standing: 'in-time' },
    });
    const day = new Intl.DateTimeFormat('id-ID', { timeZone: 'Asia/Makassar', dateStyle: 'full' }).format(
      new Date(announced.promisedFor ?? ''),
    );
    await work.say({ from, text: 'cek status' });
    const status = await work.bench.heard(ConversationReplied, ({ messageKey }) => messageKey === 'status-report');
    expect(String(status.data.variables['lines'])).toContain(`selesai paling lambat ${day}`);

    const contact = await work.ask(`/internal/applications/${applicationId}/contact`, {
      token: await work.peerToken('notification'),
    });
    const { trackUrl } = (await contact.json()) as { trackUrl: string };
    const path = new URL(trackUrl).pathname;
    expect(await (await work.ask(path, { headers: { accept: 'text/html' } })).text()).toContain(
      `Selesai paling lambat ${day}.`,
    );
    // From another phone the ticket opens nothing, the code does.
    const [{ ticket } = { ticket: '' }] = await work.bench.query<{ ticket: string }>(
      'select ticket from application where id = $1',
      [applicationId],
    );
    const stranger = aPhone();
    await work.say({ from: stranger, text: `cek status ${ticket}` });
    const none = await work.bench.heard(ConversationReplied, ({ messageKey }) => messageKey === 'status-none');
    await work.say({ from: stranger, text: `cek status ${path.replace('/track/', '')}` });
    const told = await work.bench.heard(
      ConversationReplied,
      (one) => one.conversationId === none.data.conversationId && one.messageKey === 'status-report',
    );
    expect(told.data.variables['lines']).toEqual([expect.stringContaining(ticket)]);
  }, 30_000);

  it('is reckoned with what printing makes a day, the newest word of it', async () => {
    const say = (cardsPerDay: number, at: string) =>
      work.bench.say(PrintingCapacityChanged, { office: 'nunukan', cardsPerDay, at });
    const promised = async () => (await complete()).announced.workingDays ?? 0;
    await say(1, '2026-11-24T02:00:00.000Z');
    // One card a day, and at least two requests ahead.
    await eventually(async () => (await promised()) > 2, { withinMs: 30_000, what: 'a longer promise' });
    await say(150, '2026-11-24T01:00:00.000Z');
    await eventually(
      async () =>
        (await work.bench.query("select 1 from inbox where consumer = 'intake.print-capacity-changed'")).length === 2,
    );
    expect(await promised()).toBeGreaterThan(2);
    await say(150, '2026-11-24T03:00:00.000Z');
    await eventually(async () => (await promised()) === 2, { withinMs: 30_000, what: 'the usual promise' });
  }, 90_000);

  it('has no date while a hold lasts, and a later one after it; reminder and end are said once', async () => {
    const { applicationId, announced } = await complete();
    const mine = (one: { applicationId: string }) => one.applicationId === applicationId;
    await work.bench.say(ReviewDecided, {
      applicationId,
      answers: announced.sequence,
      verdict: 'correct' as const,
      findings: [{ document: 'KK', defect: 'blurred' as const }],
    });
    await work.bench.heard(ApplicationCorrectionRequested, mine);
    await eventually(async () => (await shown(applicationId)).promise?.standing === 'held', { what: 'the hold' });

    // Forty days ago: an hour after the file was complete the citizen was asked, and took four days.
    await work.bench.query(
      "update application set complete_since = complete_since - interval '40 days' where id = $1",
      [applicationId],
    );
    await work.bench.query(
      `update hold h set started_at = a.complete_since + interval '1 hour', ended_at = a.complete_since + interval '4 days'
         from application a where a.id = h.application_id and a.id = $1`,
      [applicationId],
    );
    await work.bench.query("update application set state = 'ready_to_print', reckon = true where id = $1", [
      applicationId,
    ]);
    const overdue = (await work.bench.heard(ApplicationOverdue, mine)).data;
    const late = (new Date(overdue.promisedFor).getTime() - new Date(overdue.completeSince).getTime()) / 3_600_000;
    expect(late).toBeGreaterThan(4 * 24);
    expect(new Date(overdue.promisedFor).getTime()).toBeLessThan(Date.now());
    expect((await shown(applicationId)).promise?.standing).toBe('overdue');
    const list = (await (await work.ask('/applications?order=promise&limit=1', { token: head })).json()) as {
      applications: { applicationId: string; promise: { standing: string } }[];
      next: string | null;
    };
    expect(list.applications).toMatchObject([{ applicationId, promise: { standing: 'overdue' } }]);
    expect(list.next).not.toBeNull();
    const second = await work.ask(`/applications?order=promise&limit=1&cursor=${list.next}`, { token: head });
    const { applications } = (await second.json()) as typeof list;
    expect(applications[0]?.applicationId).not.toBe(applicationId);

    const soon = await complete();
    await work.bench.query("update application set remind_at = now() - interval '1 second' where id = $1", [
      soon.applicationId,
    ]);
    await work.bench.heard(ApplicationDueSoon, (one) => one.applicationId === soon.applicationId);
    expect((await shown(soon.applicationId)).promise?.standing).toBe('due-soon');
    const counted = (event: typeof ApplicationOverdue | typeof ApplicationDueSoon, id: string) =>
      work.saidOf(event).filter((one) => one.applicationId === id).length;
    expect([
      counted(ApplicationOverdue, applicationId),
      counted(ApplicationDueSoon, applicationId),
      counted(ApplicationDueSoon, soon.applicationId),
    ]).toEqual([1, 0, 1]);
  }, 40_000);
});

describe('the working calendar', () => {
  const calendar = async (place: string, path = '', body?: unknown, token = head) => {
    const answer = await work.ask(`/calendars/${place}${path}`, {
      token,
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
    return { status: answer.status, body: (await answer.json()) as Calendar };
  };
  interface Calendar {
    readonly code: string;
    readonly revision: number;
    readonly settings: { weekly: Record<string, unknown>; exceptions: { date: string; open: boolean }[] };
  }

  it('is edited without a restart: a closed day puts an open promise off', async () => {
    const { applicationId, announced } = await complete();
    const promised = announced.promisedFor ?? '';
    const date = promised.slice(0, 10);
    const before = await calendar('nunukan');
    expect(before.body).toMatchObject({ revision: 0 });
    const closed = await calendar('nunukan', '/days', { date, open: false, note: 'libur daerah' });
    expect(closed).toMatchObject({ status: 200, body: { revision: 1 } });
    await eventually(async () => (await shown(applicationId)).promise?.promisedFor !== promised, {
      what: 'the new date',
    });
    const later = (await shown(applicationId)).promise?.promisedFor ?? '';
    expect(new Date(later).getTime()).toBeGreaterThan(new Date(promised).getTime());
    // Opened all the same: the holiday is worked on, until two.
    const opened = await calendar('nunukan', '/days', { date, open: true, from: '08:00', to: '14:00', note: 'dibuka' });
    expect(opened.body.settings.exceptions.filter((one) => one.date === date)).toEqual([
      { date, open: true, from: '08:00', to: '14:00', note: 'dibuka' },
    ]);
    await eventually(async () => (await shown(applicationId)).promise?.promisedFor === `${date}T06:00:00.000Z`, {
      what: 'two o’clock',
    });
  }, 40_000);

  it('is replaced whole, on the revision that was read, by the head only', async () => {
    const { body } = await calendar('region');
    expect((await calendar('region', '', { revision: 0, settings: body.settings })).status).toBe(200);
    expect(await calendar('region', '', { revision: 0, settings: body.settings })).toMatchObject({
      status: 409,
      body: { code: 'changed-meanwhile' },
    });
    const never = {
      ...body.settings,
      weekly: Object.fromEntries(Object.keys(body.settings.weekly).map((one) => [one, []])),
      seasons: [],
      exceptions: [],
    };
    expect(await calendar('region', '', { revision: 1, settings: never })).toMatchObject({
      status: 422,
      body: { code: 'never-open' },
    });
    expect((await calendar('region', '/days', { date: '2027-01-01', open: true, note: 'x' })).status).toBe(400);
    expect((await calendar('atlantis')).status).toBe(404);
    const clerk = await work.bench.clerkToken(['clerk'], 'nunukan');
    expect((await calendar('region', '', undefined, clerk)).status).toBe(200);
    expect((await calendar('region', '/days', { date: '2027-01-01', open: false, note: '' }, clerk)).status).toBe(403);
    expect((await work.ask('/calendars/region')).status).toBe(401);
  });
});
