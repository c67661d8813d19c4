import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { satisfactionIndex, type SurveyAnswers, surveyElements } from '#civil-registry';
import { UnitOfWork } from '#outbox';
import { type Copied, copyStatement, inventLives } from '../../../bench/console-requests.mjs';
import { project } from '../src/event-copy/projections.js';
import { PLACES, type Places } from '../src/places.js';
import { requestsOf } from '../src/reports/project-facts.js';
import { reportKeys } from '../src/reports/report.js';
import { rebuildProjections } from '../src/rebuild-projections.js';
import { type ConsoleBench, consoleBench } from './console-bench.js';

const seed = Number(process.env['LOKET_SEED'] ?? 20_261_124);
const many = process.env['LOKET_LONG'] === undefined ? 150 : 5_000;
const span = { seed, from: '2026-03-01T00:00:00Z', to: '2026-10-01T00:00:00Z' };

let console_: ConsoleBench;
let places: Places;
let lives: Copied[][];
beforeAll(async () => {
  console_ = await consoleBench();
  places = console_.running.app.get<Places>(PLACES);
  lives = [...inventLives(many, span)];
  process.stdout.write(`reports of ${many} requests, seed ${seed}\n`);
  await copyAll();
}, 120_000);
afterAll(() => console_.close());

/** As the consumer does it. */
async function take(events: readonly Copied[]): Promise<void> {
  await console_.running.app.get(UnitOfWork).run(async (tx) => {
    const requests = requestsOf(events);
    await tx.query(copyStatement, [JSON.stringify(events)]);
    await project(
      tx,
      events.map(({ id }) => id),
      requests,
      places.calendar,
    );
  });
}

/** Most come out of order in many portions; of the last lives two portions with the same requests at the same time. */
async function copyAll(): Promise<void> {
  const together = 40;
  const events = shuffled(lives.slice(0, -together).flat());
  for (let at = 0; at < events.length; at += 40) await take(events.slice(at, at + 40));
  for (const life of lives.slice(-together)) {
    const half = (which: number) => life.filter((_, at) => at % 2 === which);
    await Promise.all([take(half(0)), take(half(1))]);
  }
}

function shuffled<T>(all: readonly T[]): T[] {
  return all
    .map((one, at) => [(at * 7919 + seed) % 104_729, one] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, one]) => one);
}

const tables = [
  'application',
  'application_hold',
  'print_job',
  'message',
  'review',
  'link_state',
  'application_trace',
  'request_fact',
  'print_outcome',
  'survey',
  'arrival',
  'request_source',
];
const allRows = async () =>
  Object.fromEntries(
    await Promise.all(
      tables.map(async (table) => [table, await console_.bench.query(`select * from ${table} t order by t::text`)]),
    ),
  );

interface Shown {
  columns: { key: string; title: string; kind: string }[];
  rows: Record<string, string | number | null>[];
}
async function report(key: string, query = '', role = 'head'): Promise<Shown> {
  const answer = await console_.get(`/reports/${key}${query}`, {
    authorization: `Bearer ${await console_.token(role)}`,
  });
  expect([key, answer.status]).toEqual([key, 200]);
  return (await answer.json()) as Shown;
}
const sum = ({ rows }: Shown, key: string) => rows.reduce((total, row) => total + Number(row[key] ?? 0), 0);
const had = (type: string) => lives.filter((life) => life.some((event) => event.type === type)).length;

describe('the projections', () => {
  it('that grew out of order, in portions at once, equal those made anew, row by row', async () => {
    const grown = await allRows();
    expect(grown['request_fact']).toHaveLength(many);
    await console_.bench.query(
      "update request_fact set net_minutes = 0, channel = 'village'; delete from print_outcome",
    );
    await rebuildProjections(console_.running.app.get(UnitOfWork), places.calendar);
    expect(await allRows()).toEqual(grown);
  }, 120_000);
});

describe('the reports', () => {
  it('count what the events say', async () => {
    const requests = await report('requests');
    expect(sum(requests, 'requests')).toBe(many);
    expect(sum(requests, 'handed_over')).toBe(had('application.handed-over'));
    const first = await report('first-time-complete');
    const corrected = had('application.correction-requested');
    expect(sum(first, 'judged')).toBe(many);
    expect(sum(first, 'first_time')).toBe(many - corrected);
    expect(sum(await report('defects'), 'requests')).toBe(corrected);
    expect(sum(await report('printing'), 'printed')).toBe(had('print-job.completed'));
    expect(sum(await report('printing'), 'wasted')).toBe(had('print-job.abandoned'));
    expect(sum(await report('adoption'), 'requests')).toBe(many);
    const delivery = await report('delivery');
    expect(sum(delivery, 'failed')).toBe(lives.flat().filter(({ type }) => type === 'message.failed').length);
    expect(sum(delivery, 'messages')).toBe(lives.flat().filter(({ type }) => type === 'message.sent').length);
    const held = await report('holds');
    expect(held.rows.map(({ cause }) => cause)).toEqual(expect.arrayContaining(['jaringan putus', 'menunggu warga']));
  });

  it('count each month once, in the office’s time, and show the months without a request', async () => {
    const months = await report('months');
    expect(sum(months, 'requests')).toBe(many);
    expect(sum(months, 'whatsapp') + sum(months, 'counter') + sum(months, 'village')).toBe(many);
    expect(sum(months, 'judged')).toBe(many);
    const begunIn = new Map<string, number>();
    for (const [first] of lives) {
      const local = new Date(Date.parse(first?.time ?? '') + 8 * 3_600_000).toISOString().slice(0, 7);
      begunIn.set(local, (begunIn.get(local) ?? 0) + 1);
    }
    const shown = months.rows.map(({ month, requests }) => [month, requests]);
    expect(shown.filter(([, requests]) => requests !== 0)).toEqual(
      [...begunIn].toSorted(([one], [other]) => one.localeCompare(other)),
    );
    expect(shown[0]).toEqual(['2026-01', 0]);
    const half = await report('months', '?half=2026-I');
    expect(half.rows.map(({ month }) => month)).toEqual([1, 2, 3, 4, 5, 6].map((one) => `2026-0${one}`));
    for (const { net_median, gross_median } of months.rows)
      expect(Number(net_median)).toBeLessThanOrEqual(Number(gross_median));
  });

  it('show what is under way now by state and age, with the cause of most', async () => {
    const underWay = await report('under-way');
    const states = await console_.bench.query<{ state: string; n: number }>(
      "select state, count(*)::int as n from application where state not in ('handed_over', 'rejected', 'withdrawn', 'expired') group by 1",
    );
    expect(Object.fromEntries(underWay.rows.map(({ state, requests }) => [state, requests]))).toEqual(
      Object.fromEntries(states.map(({ state, n }) => [state, n])),
    );
    expect(underWay.rows.length).toBeGreaterThan(0);
    for (const row of underWay.rows) {
      const ages = ['day', 'three_days', 'week', 'month', 'longer'].map((age) => Number(row[age]));
      expect(ages.reduce((all, one) => all + one, 0)).toBe(row['requests']);
    }
    const [stuck] = await console_.bench.query<{ id: string }>(
      "select id from application where state = 'ready_for_pickup' limit 1",
    );
    // One that waits for blanks since yesterday, beside what the events have told.
    await console_.bench.query(
      `update application set state = 'ready_to_print', moved_at = now() - interval '25 hours' where id = '${stuck?.id}'`,
    );
    await console_.bench.query(`insert into application_hold values ('${stuck?.id}', 'blanks', now(), null)`);
    const row = (await report('under-way')).rows.find(({ state }) => state === 'ready_to_print');
    expect(row).toMatchObject({ held: 1, cause: 'blanks', causeName: 'blangko habis', oldest_days: 1, three_days: 1 });
    await rebuildProjections(console_.running.app.get(UnitOfWork), places.calendar);
  });

  it('show net beside gross, and net is never longer', async () => {
    const times = await report('service-time');
    expect(sum(times, 'measured')).toBeGreaterThan(many / 2);
    for (const { net_median, gross_median } of times.rows)
      expect(Number(net_median)).toBeLessThanOrEqual(Number(gross_median));
    const [one] = await console_.bench.query<{ held: number }>(
      "select count(*)::int as held from request_fact where held ? 'network' and net_minutes > gross_minutes",
    );
    expect(one).toEqual({ held: 0 });
  });

  it('take one half-year, in the office’s time, and one office', async () => {
    const whole = await report('requests');
    const [first, second] = [await report('requests', '?half=2026-I'), await report('requests', '?half=2026-II')];
    expect(sum(first, 'requests') + sum(second, 'requests')).toBe(many);
    expect(sum(first, 'requests')).toBe(
      sum({ ...whole, rows: whole.rows.filter(({ half }) => half === '2026-I') }, 'requests'),
    );
    const nunukan = await report('requests', '?office=nunukan');
    const krayan = await report('requests', '?office=krayan');
    expect(sum(krayan, 'requests')).toBeGreaterThan(0);
    expect(sum(nunukan, 'requests') + sum(krayan, 'requests')).toBe(many);
  });

  it('judge the five criteria and the two hindrances beside the half-year before', async () => {
    const { rows } = await report('effectiveness', '?half=2026-II');
    expect(new Set(rows.map(({ criterion }) => String(criterion).replace(/^\d\. /, '')))).toEqual(
      new Set([
        'Pemahaman program',
        'Ketepatan sasaran',
        'Ketepatan waktu',
        'Tercapainya tujuan',
        'Perubahan nyata',
        'Hambatan dari dalam',
        'Hambatan dari luar',
      ]),
    );
    const all = await Promise.all(['2026-I', '2026-II'].map((half) => report('effectiveness', `?half=${half}`)));
    const of = (measure: string) =>
      all.reduce(
        (total, { rows }) => total + Number(rows.find((row) => row['measure'] === measure)?.['value'] ?? 0),
        0,
      );
    const isFirst = (life: Copied[]) => life[0]?.data['kind'] === 'BARU_WNI';
    expect(of('Kartu pertama yang diserahkan')).toBe(
      lives.filter((life) => isFirst(life) && life.some(({ type }) => type === 'application.handed-over')).length,
    );
    expect(of('Penduduk yang baru direkam')).toBe(
      lives.filter(
        (life) =>
          life.some(({ type, data }) => type === 'application.awaiting-recording' && data['cause'] === 'recording') &&
          life.some(({ type }) => type === 'application.ready-to-print'),
      ).length,
    );
  });

  it('grade the survey by code name in the official order, and say what brought people', async () => {
    const survey = await report('survey');
    const answers = lives.flat().filter(({ type }) => type === 'survey.answered');
    const expected = satisfactionIndex(answers.map(({ data }) => data['answers'] as SurveyAnswers));
    expect(survey.rows.slice(0, 9).map(({ element }) => element)).toEqual(surveyElements.map(({ code }) => code));
    expect(survey.rows.map(({ number }) => number)).toEqual([
      ...Array.from({ length: 9 }, (_, at) => `U${at + 1}`),
      'IKM',
    ]);
    expect(survey.rows.at(-1)).toMatchObject({
      answers: answers.length,
      index: expected?.index,
      grade: `${expected?.letter} (${expected?.performance})`,
    });
    const sources = await report('outreach');
    expect(sum(sources, 'conversations')).toBe(had('conversation.source-named'));
    const named = lives.filter((life) => life.some(({ data }) => 'source' in data));
    expect(sum(sources, 'requests')).toBe(named.length);
    expect(sum(sources, 'handed_over')).toBe(
      named.filter((life) => life.some(({ type }) => type === 'application.handed-over')).length,
    );
  });

  it('come as CSV, Excel and PDF', async () => {
    const authorization = `Bearer ${await console_.token('head')}`;
    const starts = { csv: '\u00ef\u00bb\u00bf', xlsx: 'PK', pdf: '%PDF-' };
    for (const key of reportKeys) {
      for (const [format, start] of Object.entries(starts)) {
        const answer = await console_.get(`/reports/${key}?format=${format}&half=2026-II`, { authorization });
        const body = Buffer.from(await answer.arrayBuffer());
        expect([key, format, answer.status]).toEqual([key, format, 200]);
        expect(body.subarray(0, start.length).toString('latin1')).toBe(start);
        expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="/);
      }
    }
  }, 60_000);

  it('are for the head, ops, the auditor and the admin, by API and by page', async () => {
    const asked = async (role: string) =>
      (await console_.get('/reports/requests', { authorization: `Bearer ${await console_.token(role)}` })).status;
    expect(await Promise.all(['clerk', 'reviewer', 'print-operator'].map(asked))).toEqual([403, 403, 403]);
    expect(await asked('ops')).toBe(200);
    expect((await console_.get('/reports/requests')).status).toBe(401);
    const { cookie } = await console_.signIn();
    for (const path of ['/laporan?half=2026-II', '/efektivitas']) {
      const answer = await console_.get(path, { cookie });
      expect([path, answer.status]).toEqual([path, 200]);
      expect(await answer.text()).toContain('<table>');
    }
    expect((await console_.get('/api/reports/adoption?half=2026-II', { cookie })).status).toBe(200);
    await console_.bench.query(
      "insert into account (username, password_hash, roles, created_by) select 'rini', password_hash, '{clerk}', 'test' from account where username = 'admin'",
    );
    const rini = await console_.signIn('rini');
    expect((await console_.get('/laporan', { cookie: rini.cookie })).status).toBe(403);
    expect((await console_.get('/api/reports/adoption', { cookie: rini.cookie })).status).toBe(403);
  });

  it('cannot be changed by who made an event: nothing is stored twice', async () => {
    const dataSource = console_.running.app.get(DataSource);
    const before = await report('requests');
    const unitOfWork = console_.running.app.get(UnitOfWork);
    const again = lives.slice(0, 10).flat();
    await unitOfWork.run((tx) =>
      project(
        tx,
        again.map(({ id }) => id),
        requestsOf(again),
        places.calendar,
      ),
    );
    expect((await report('requests')).rows).toEqual(before.rows);
    expect(await dataSource.query('select count(*)::int as n from request_fact')).toEqual([{ n: many }]);
  });
});
