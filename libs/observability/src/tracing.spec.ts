import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { maskSpans } from './mask-spans.js';
import {
  attribute,
  continuing,
  currentTraceId,
  currentTraceparent,
  injectTrace,
  inSpan,
  traceIdOf,
} from './tracing.js';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [maskSpans, new SimpleSpanProcessor(exporter)] });
provider.register({ propagator: new W3CTraceContextPropagator() });

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
const finished = () => exporter.getFinishedSpans();

beforeEach(() => exporter.reset());
afterAll(() => provider.shutdown());

describe('inSpan', () => {
  it('nests, gives the result back and carries the attributes', async () => {
    const result = await inSpan('outer', { attributes: { [attribute.applicationId]: 'a-1' } }, () =>
      inSpan('inner', { kind: 'client' }, () => 7),
    );
    const [inner, outer] = finished();
    expect(result).toBe(7);
    expect(inner).toMatchObject({
      name: 'inner',
      kind: SpanKind.CLIENT,
      parentSpanContext: { spanId: outer?.spanContext().spanId },
    });
    expect(outer?.attributes).toEqual({ 'loket.application_id': 'a-1' });
  });

  it('continues a traceparent from a row or a header', async () => {
    await inSpan('later', { parent: traceparent }, () => expect(currentTraceId()).toBe(traceId));
    expect(finished()[0]?.parentSpanContext).toMatchObject({ traceId, spanId: '00f067aa0ba902b7', isRemote: true });
  });

  it('begins a new trace for null and for what is no traceparent, and links to others', async () => {
    await inSpan('outer', {}, async () => {
      await inSpan('apart', { parent: null, links: [traceparent, undefined, 'rubbish'] }, () => 0);
      await inSpan('broken', { parent: 'rubbish' }, () => 0);
    });
    const [apart, broken, outer] = finished();
    expect(apart?.spanContext().traceId).not.toBe(outer?.spanContext().traceId);
    expect(broken?.parentSpanContext).toBeUndefined();
    expect(apart?.links.map(({ context }) => context.traceId)).toEqual([traceId]);
  });

  it('notes an error, masked, ends the span and throws on', async () => {
    const failing = inSpan(
      'fails',
      { attributes: { said: 'from 6281234567890', 'url.query': 'x=1', 'url.path': '/track/ABC' } },
      () => {
        throw new Error('NIK 6503990101900001');
      },
    );
    await expect(failing).rejects.toThrow('NIK 6503990101900001');
    const [span] = finished();
    expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'NIK [number]' });
    expect(span?.attributes).toEqual({ said: 'from [phone]', 'url.path': '/track/[code]' });
    expect(JSON.stringify(span?.events)).not.toContain('6503');
  });
});

describe('the traceparent', () => {
  it('goes into rows and headers and comes back', async () => {
    const carried = await inSpan('writes', {}, () => ({
      row: currentTraceparent(),
      headers: injectTrace<Record<string, unknown>>({ a: 1 }),
    }));
    expect(carried.headers).toEqual({ a: 1, traceparent: carried.row });
    expect(continuing(carried.row, currentTraceparent)).toBe(carried.row);
    expect(traceIdOf(carried.row)).toBe(finished()[0]?.spanContext().traceId);
  });

  it('is undefined outside of a span', () => {
    expect(currentTraceparent()).toBeUndefined();
    expect(traceIdOf('00-0-0-0')).toBeUndefined();
    expect(injectTrace({})).toEqual({});
  });
});
