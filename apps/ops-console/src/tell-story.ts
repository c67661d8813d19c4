import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, clerkOf, ProblemError, Roles, ZodParams } from '#boot';
import { queryRows } from '#outbox';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { officeOf } from './access/office-scope.js';
import { findApplication } from './show-applications.js';

const byId = z.object({ id: z.uuid() });

/** One line of a request's story: what was said, or what a service did. */
export type StoryEntry =
  | {
      readonly entry: 'event';
      readonly at: string;
      readonly service: string;
      readonly name: string;
      readonly eventId: string;
      readonly sequence: number | null;
      readonly traceId: string | null;
      readonly data: unknown;
    }
  | {
      readonly entry: 'span';
      readonly at: string;
      readonly service: string;
      readonly name: string;
      readonly kind: string;
      readonly durationMs: number;
      readonly outcome: 'ok' | 'failed';
      readonly traceId: string;
      readonly spanId: string;
      readonly parentId: string | null;
      readonly attributes: Record<string, unknown>;
    };

export interface Story {
  readonly applicationId: string;
  /** The traces it is made of, in the order in which they began. */
  readonly traces: string[];
  /** The services that took part. */
  readonly services: string[];
  readonly entries: StoryEntry[];
  /** True when there is more than is shown. */
  readonly truncated: boolean;
}

const most = 2_000;

/** The story of a request: events and spans of all its traces, in order, from our own store. */
export async function tellStory(dataSource: DataSource, applicationId: string): Promise<Story | undefined> {
  const events = await queryRows<EventRow>(
    dataSource,
    `select id, type, time, source, sequence, trace_id, data from event where application_id = $1
      order by time, sequence nulls last, id limit $2`,
    [applicationId, most],
  );
  const spans = await queryRows<SpanRow>(
    dataSource,
    `select s.trace_id, s.span_id, s.parent_id, s.service, s.name, s.kind, s.started_at, s.duration_ms, s.failed, s.attributes
       from application_trace t join span s using (trace_id)
      where t.application_id = $1 and (s.application_id is null or s.application_id = $1)
      order by s.started_at limit $2`,
    [applicationId, most],
  );
  if (events.length === 0 && spans.length === 0) return undefined;
  const entries = [...spans.map(spanEntry), ...events.map(eventEntry)].sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  );
  const traces = entries.flatMap((entry) => entry.traceId ?? []);
  return {
    applicationId,
    traces: [...new Set(traces)],
    services: [...new Set(entries.map((entry) => entry.service))],
    entries,
    truncated: events.length === most || spans.length === most,
  };
}

@ApiTags('applications')
@Roles('clerk', 'reviewer', 'print-operator', 'head', 'ops', 'admin')
@Controller('applications')
export class TellStory {
  constructor(private readonly dataSource: DataSource) {}

  @Get(':id/story')
  @ApiOperation({ summary: 'What was said and done for a request, across all services, in order' })
  @ApiProblems({ 404: 'application-not-found' })
  async story(@ZodParams(byId) { id }: z.infer<typeof byId>, @Req() request: Request): Promise<Story> {
    const own = officeOf(clerkOf(request));
    const theirs = own === null || (await findApplication(this.dataSource, id, own)) !== undefined;
    const story = theirs ? await tellStory(this.dataSource, id) : undefined;
    if (!story) throw new ProblemError(404, 'application-not-found', 'Nothing is known of such a request');
    return story;
  }
}

interface EventRow {
  id: string;
  type: string;
  time: Date;
  source: string;
  sequence: number | null;
  trace_id: string | null;
  data: unknown;
}

interface SpanRow {
  trace_id: string;
  span_id: string;
  parent_id: string | null;
  service: string;
  name: string;
  kind: string;
  started_at: Date;
  duration_ms: number;
  failed: boolean;
  attributes: Record<string, unknown>;
}

function eventEntry(row: EventRow): StoryEntry {
  return {
    entry: 'event',
    at: row.time.toISOString(),
    service: row.source,
    name: row.type,
    eventId: row.id,
    sequence: row.sequence,
    traceId: row.trace_id,
    data: row.data,
  };
}

function spanEntry(row: SpanRow): StoryEntry {
  return {
    entry: 'span',
    at: row.started_at.toISOString(),
    service: row.service,
    name: row.name,
    kind: row.kind,
    durationMs: Math.round(row.duration_ms * 1000) / 1000,
    outcome: row.failed ? 'failed' : 'ok',
    traceId: row.trace_id,
    spanId: row.span_id,
    parentId: row.parent_id,
    attributes: row.attributes,
  };
}
