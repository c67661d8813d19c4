import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { ApplicationDraft } from '#contracts';
import { eventually } from '#testing';
import { DataSource } from 'typeorm';
import { sweepOldRows } from '../src/sweep-old-rows.js';
import type { Story } from '../src/tell-story.js';
import { type ConsoleBench, consoleBench } from './console-bench.js';

let console_: ConsoleBench;
let clerk: Record<string, string>;
beforeAll(async () => {
  console_ = await consoleBench();
  clerk = { authorization: `Bearer ${await console_.token('clerk')}` };
}, 60_000);
afterAll(() => console_.close());

interface Told {
  service: string;
  name: string;
  traceId: string;
  spanId?: string;
  at: number;
  ms?: number;
  applicationId?: string;
  failed?: boolean;
  kind?: number;
  more?: Record<string, string | number>;
}

/** As the exporter of the services writes it. */
function otlp(spans: readonly Told[]): unknown {
  return {
    resourceSpans: spans.map((one) => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: one.service } }] },
      scopeSpans: [
        {
          scope: { name: 'loket' },
          spans: [
            {
              traceId: one.traceId,
              spanId: one.spanId ?? randomBytes(8).toString('hex'),
              name: one.name,
              kind: one.kind ?? 5,
              startTimeUnixNano: `${one.at}000000`,
              endTimeUnixNano: `${one.at + (one.ms ?? 10)}500000`,
              attributes: Object.entries({
                ...(one.applicationId ? { 'loket.application_id': one.applicationId } : {}),
                ...one.more,
              }).map(([key, value]) => ({
                key,
                value: typeof value === 'string' ? { stringValue: value } : { intValue: value },
              })),
              status: { code: one.failed ? 2 : 0 },
            },
          ],
        },
      ],
    })),
  };
}

const trace = () => randomBytes(16).toString('hex');
const send = (spans: readonly Told[], headers: Record<string, string> = {}) =>
  console_.post('/v1/traces', otlp(spans), headers);
const story = async (id: string) => (await (await console_.get(`/applications/${id}/story`, clerk)).json()) as Story;

describe('the story of a request', () => {
  it('joins the spans of all its traces and its events, in order, across services', async () => {
    const [applicationId, other] = [randomUUID(), randomUUID()];
    const [first, second] = [trace(), trace()];
    const at = Date.now() - 60_000;
    expect(
      (
        await send([
          { service: 'printing-queue', name: 'hand over card', traceId: second, at: at + 5_000, applicationId },
        ])
      ).status,
    ).toBe(200);
    await send([
      {
        service: 'intake',
        name: 'POST',
        traceId: first,
        at,
        ms: 12,
        more: { 'http.route': '/webhooks/whatsapp', 'http.target': '/track/SECRETCODE?x=1' },
      },
      { service: 'intake', name: 'pg.query', traceId: first, at: at + 1, more: { 'db.system': 'postgresql' } },
      {
        service: 'document-validation',
        name: 'document-validation.check-documents',
        traceId: first,
        at: at + 100,
        applicationId,
        failed: true,
        more: { note: 'of 6503990101900001' },
      },
      {
        service: 'intake',
        name: 'another request of the same webhook',
        traceId: first,
        at: at + 50,
        applicationId: other,
      },
    ]);
    await console_.bench.say(ApplicationDraft, {
      applicationId,
      sequence: 1,
      state: 'draft',
      kind: 'HILANG',
      channel: 'whatsapp',
      district: '650302',
      office: 'nunukan',
    });
    const told = await eventually(async () => {
      const seen = await story(applicationId);
      return seen.entries.length === 4 && seen;
    });
    expect(told.traces).toEqual([first, second]);
    expect(told.services).toEqual(['intake', 'document-validation', 'printing-queue']);
    expect(told.entries.map((entry) => entry.name)).toEqual([
      'POST',
      'document-validation.check-documents',
      'hand over card',
      'application.draft',
    ]);
    expect(told.entries[0]).toMatchObject({
      entry: 'span',
      durationMs: 12.5,
      outcome: 'ok',
      attributes: { 'http.target': '/track/[code]' },
    });
    expect(told.entries[1]).toMatchObject({ outcome: 'failed' });
    expect(JSON.stringify(told)).not.toContain('6503990101900001');
  });

  it('keeps a span once, leaves out what it cannot read, and refuses what is no batch', async () => {
    const applicationId = randomUUID();
    const span = {
      service: 'notification',
      name: 'send',
      traceId: trace(),
      spanId: randomBytes(8).toString('hex'),
      at: Date.now(),
      applicationId,
    };
    await send([span, { ...span, spanId: 'not hex' }]);
    await send([span]);
    expect((await story(applicationId)).entries).toHaveLength(1);
    expect((await console_.post('/v1/traces', { resourceSpans: 'many' })).status).toBe(400);
  });

  it('leaves out who only looked at the request', async () => {
    const [applicationId, look] = [randomUUID(), trace()];
    const act = { service: 'intake', name: 'submit application', traceId: trace(), at: Date.now(), applicationId };
    await send([
      act,
      {
        service: 'intake',
        name: 'GET',
        traceId: look,
        at: Date.now(),
        applicationId,
        kind: 2,
        more: { 'http.method': 'GET' },
      },
    ]);
    expect((await story(applicationId)).entries.map((entry) => entry.name)).toEqual(['submit application']);
  });

  it('takes spans from inside only', async () => {
    expect((await send([], { 'x-forwarded-for': '203.0.113.9' })).status).toBe(403);
  });

  it('is not for everybody, and not of nothing', async () => {
    expect((await console_.get(`/applications/${randomUUID()}/story`)).status).toBe(401);
    expect((await console_.get(`/applications/${randomUUID()}/story`, clerk)).status).toBe(404);
    expect((await console_.get('/applications/1/story', clerk)).status).toBe(400);
  });

  it('forgets spans of no request after an hour, and all spans after a month', async () => {
    const [applicationId, traceId, stray] = [randomUUID(), trace(), trace()];
    const old = { service: 'intake', name: 'kept', traceId, at: Date.now(), applicationId };
    await send([old, { ...old, traceId: stray, name: 'stray', applicationId: '' }, { ...old, name: 'aged' }]);
    await console_.bench.query(
      "update span set received_at = now() - interval '2 hours' where name in ('kept', 'stray')",
    );
    await console_.bench.query("update span set received_at = now() - interval '31 days' where name = 'aged'");
    await sweepOldRows(console_.running.app.get(DataSource));
    const left = await console_.bench.query<{ name: string }>(
      "select name from span where name in ('kept', 'stray', 'aged')",
    );
    expect(left.map(({ name }) => name)).toEqual(['kept']);
  });
});

describe('with a token for spans', () => {
  it('takes them from who knows it, from wherever', async () => {
    const guarded = await consoleBench({ OTLP_TOKEN: 'a-token-for-spans' });
    try {
      const send = (headers: Record<string, string>) => guarded.post('/v1/traces', { resourceSpans: [] }, headers);
      expect((await send({})).status).toBe(403);
      expect((await send({ authorization: 'Bearer a-token-for-spans', 'x-forwarded-for': '203.0.113.9' })).status).toBe(
        200,
      );
    } finally {
      await guarded.close();
    }
  }, 60_000);
});
