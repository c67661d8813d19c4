import { timingSafeEqual } from 'node:crypto';
import { BlockList, isIPv6 } from 'node:net';
import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProblemError, zodBody } from '#boot';
import { counter } from '#observability';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import type { z } from 'zod';
import { CONFIG, type Config } from './config.js';
import { type KeptSpan, readSpans, traces } from './spans/read-otlp.js';

const received = counter('loket_spans_received_total', 'Spans by what became of them', ['outcome']);

/** More than any exporter of ours sends at once. */
const mostAtOnce = 5_000;

/**
 * OTLP/HTTP (JSON): the services send their spans here, so that the story of a request can be told from our own store, long
 * after a tracing backend has forgotten. Spans of no request are swept away after an hour.
 */
@ApiTags('traces')
@Controller('v1/traces')
export class ReceiveSpans {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'OTLP/HTTP in JSON, from inside' })
  async receive(
    @Body(zodBody(traces)) batch: z.output<typeof traces>,
    @Req() request: Request,
  ): Promise<{ partialSuccess: object }> {
    if (!mayReport(request, this.config.OTLP_TOKEN)) {
      throw new ProblemError(403, 'forbidden', 'Spans are taken from this system only');
    }
    const spans = readSpans(batch).slice(0, mostAtOnce);
    if (spans.length > 0) await keepSpans(this.unitOfWork, spans);
    received.inc({ outcome: 'kept' }, spans.length);
    return { partialSuccess: {} };
  }
}

/**
 * Stores spans, and notes which traces belong to which request. Sent twice is stored once. A trace that begins with somebody
 * reading about a request is no part of what happened to it.
 */
export function keepSpans(unitOfWork: UnitOfWork, spans: readonly KeptSpan[]): Promise<void> {
  const ordered = [...spans].sort((a, b) => (a.trace_id + a.span_id < b.trace_id + b.span_id ? -1 : 1));
  return unitOfWork.run(async (tx) => {
    const said = `jsonb_to_recordset($1::jsonb) as s (trace_id text, span_id text, parent_id text, service text, name text,
      kind text, started_at timestamptz, duration_ms double precision, failed boolean, application_id uuid, attributes jsonb)`;
    const given = [JSON.stringify(ordered)];
    await tx.query(
      `insert into span (trace_id, span_id, parent_id, service, name, kind, started_at, duration_ms, failed, application_id, attributes)
       select trace_id, span_id, parent_id, service, name, kind, started_at, duration_ms, failed, application_id, attributes
         from ${said} on conflict do nothing`,
      given,
    );
    await tx.query(
      `insert into application_trace (application_id, trace_id)
       select distinct application_id, trace_id from ${said}
        where application_id is not null and not (kind = 'server' and parent_id is null
          and coalesce(attributes->>'http.request.method', attributes->>'http.method', '') = 'GET')
        order by 1, 2
       on conflict do nothing`,
      given,
    );
  });
}

const inside = new BlockList();
for (const [network, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  inside.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  inside.addSubnet(network, prefix, 'ipv6');

/** With a token: who knows it. Without: a neighbour that no proxy has forwarded. */
function mayReport(request: Request, token: string | undefined): boolean {
  if (token !== undefined) {
    const given = Buffer.from(request.header('authorization') ?? '');
    const wanted = Buffer.from(`Bearer ${token}`);
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  }
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return request.header('x-forwarded-for') === undefined && inside.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
