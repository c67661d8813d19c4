import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { build, removeBuild, RunningProcess } from './run-as-process.js';

// A process starts in half a second, in several on a busy machine.
jest.setTimeout(30_000);

const value = z.object({ stringValue: z.string().optional(), intValue: z.number().optional() });
const attributes = z.array(z.object({ key: z.string(), value }));
const span = z.object({
  name: z.string(),
  kind: z.number(),
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  attributes,
});
const delivery = z.object({
  resourceSpans: z.array(
    z.object({ resource: z.object({ attributes }), scopeSpans: z.array(z.object({ spans: z.array(span) })) }),
  ),
});
type Span = z.infer<typeof span>;

const kind = { internal: 1, server: 2, client: 3 };
const spans: Span[] = [];
let raw = '';
const asked: { path: string; traceparent: string }[] = [];
const opened: Server[] = [];
let running: RunningProcess | undefined;

async function listen(answer: (request: IncomingMessage, body: string) => void): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      answer(request, body);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }).listen(0, '127.0.0.1');
  opened.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no address');
  return `http://127.0.0.1:${bound.port}`;
}

function attributeOf({ attributes: all }: Span, key: string): string | undefined {
  return all.find((one) => one.key === key)?.value.stringValue;
}

function childrenOf(parent: Span | undefined): Span[] {
  return spans.filter(({ parentSpanId }) => parentSpanId !== undefined && parentSpanId === parent?.spanId);
}

beforeAll(build);
afterAll(() => {
  removeBuild();
  for (const server of opened) server.close();
});
afterEach(() => running?.kill('SIGKILL'));

describe('a traced process', () => {
  it('sends one trace of request, act, fetch, http and query, masked, and all of it before it exits', async () => {
    const database = process.env['TEST_DATABASE_URL'];
    if (!database) throw new Error('set TEST_DATABASE_URL (npm test does)');
    const collector = await listen((request, body) => {
      expect(request.url).toBe('/v1/traces');
      raw += body;
      for (const { scopeSpans } of delivery.parse(JSON.parse(body)).resourceSpans)
        spans.push(...scopeSpans.flatMap((scope) => scope.spans));
    });
    const target = await listen(({ url = '', headers }) =>
      asked.push({ path: url, traceparent: String(headers['traceparent']) }),
    );
    running = new RunningProcess({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector,
      TARGET: target,
      DATABASE_URL: database,
      LOKET_TRACE_SQL: 'on',
    });
    const url = await running.url();
    await (await fetch(`${url}/health/ready`)).text();
    await (await fetch(`${url}/metrics`)).text();
    const outside = '4bf92f3577b34da6a3ce929d0e0e4736';
    const response = await fetch(`${url}/story?nik=6503990101900001`, {
      headers: { traceparent: `00-${outside}-00f067aa0ba902b7-01` },
    });
    expect(response.status).toBe(200);
    running.kill('SIGTERM');
    expect((await running.ended).code).toBe(0);

    const act = spans.find(({ name }) => name === 'tell story');
    const request = spans.find(({ spanId }) => spanId === act?.parentSpanId);
    expect(request).toMatchObject({ kind: kind.server, traceId: outside, parentSpanId: '00f067aa0ba902b7' });
    expect(childrenOf(act).map((child) => [child.kind, child.name.split(' ')[0]])).toEqual([
      [kind.client, 'GET'],
      [kind.client, 'GET'],
      [kind.client, 'pg.query:SELECT'],
    ]);
    expect(act && attributeOf(act, 'loket.application_id')).toBe('a-1');
    expect(act && attributeOf(act, 'said')).toBe('[phone]');
    expect(asked.map(({ path }) => path)).toEqual(['/fetched?nik=1', '/got']);
    const clients = childrenOf(act).map(({ spanId }) => spanId);
    expect(asked.map(({ traceparent }) => traceparent)).toEqual(
      clients.slice(0, 2).map((id) => `00-${outside}-${id}-01`),
    );
    expect(await running.line('telling')).toMatchObject({ traceId: outside });
    expect(raw).not.toMatch(/6503990101900001|6281234567890|nik=1/);
    expect(raw).not.toMatch(/health\/ready|\/metrics/);
    expect(raw).toContain('{"key":"service.name","value":{"stringValue":"demo"}}');
  });

  it('works on, says so once, and stops in time when the collector is gone', async () => {
    const target = await listen(() => undefined);
    running = new RunningProcess({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', TARGET: target });
    const url = await running.url();
    const codes = await Promise.all(Array.from({ length: 20 }, async () => (await fetch(`${url}/story`)).status));
    expect(new Set(codes)).toEqual(new Set([200]));
    running.kill('SIGTERM');
    const { code, afterMs } = await running.ended;
    expect(code).toBe(0);
    expect(afterMs).toBeLessThan(6_000);
    expect(running.lines.filter(({ name }) => name === 'tracing').length).toBeLessThanOrEqual(1);
    expect(running.errors).toBe('');
  });
});
