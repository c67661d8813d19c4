import {
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type Link,
  type Span,
} from '@opentelemetry/api';
import { mask } from './mask.js';

/** The attribute keys of our own spans. Ids only: a span never says who somebody is. */
export const attribute = {
  applicationId: 'loket.application_id',
  messageId: 'loket.message_id',
  eventType: 'loket.event_type',
  consumer: 'loket.consumer',
  attempt: 'loket.attempt',
  outcome: 'loket.outcome',
  sequence: 'loket.sequence',
  printJobId: 'loket.print_job_id',
  stationId: 'loket.station_id',
  conversationId: 'loket.conversation_id',
  link: 'loket.link',
  linkWay: 'loket.link_way',
  messagingSystem: 'messaging.system',
  messagingDestination: 'messaging.destination.name',
  messagingOperation: 'messaging.operation.type',
} as const;

export type SpanOptions = {
  /** `internal` when left out. */
  readonly kind?: 'internal' | 'producer' | 'consumer' | 'client' | 'server';
  readonly attributes?: Attributes;
  /** Traceparents of other traces that this span belongs to as well; malformed ones are left out. */
  readonly links?: readonly (string | undefined)[];
  /** A traceparent to continue instead of the current span; `null` begins a new trace. */
  readonly parent?: string | null | undefined;
};

const kinds = {
  internal: SpanKind.INTERNAL,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  client: SpanKind.CLIENT,
  server: SpanKind.SERVER,
} as const satisfies Record<NonNullable<SpanOptions['kind']>, SpanKind>;

/**
 * Runs `fn` inside a span and ends it, whatever happens; an error is noted on the span and thrown on.
 *
 * @param name what is done, low in variety (never an id): `submit application`
 * @returns what `fn` returns
 */
export async function inSpan<T>(name: string, options: SpanOptions, fn: (span: Span) => T | Promise<T>): Promise<T> {
  const parent =
    options.parent === undefined
      ? context.active()
      : options.parent === null
        ? ROOT_CONTEXT
        : contextFrom(options.parent);
  const links = (options.links ?? []).flatMap((traceparent) => linkTo(traceparent) ?? []);
  return trace
    .getTracer('loket')
    .startActiveSpan(
      name,
      { kind: kinds[options.kind ?? 'internal'], attributes: options.attributes ?? {}, links },
      parent,
      async (span) => {
        try {
          return await fn(span);
        } catch (error) {
          span.setStatus({
            code: SpanStatusCode.ERROR,
            message: mask(error instanceof Error ? error.message : String(error)),
          });
          if (error instanceof Error) span.recordException(error);
          throw error;
        } finally {
          span.end();
        }
      },
    );
}

/** The W3C `traceparent` of the current span, to be kept in a row or a header; undefined outside of any span. */
export function currentTraceparent(): string | undefined {
  const current = trace.getSpanContext(context.active());
  return current && isSpanContextValid(current) ? traceparentOf(current) : undefined;
}

/** The trace id (32 hexadecimal digits) of the current span, or undefined. */
export function currentTraceId(): string | undefined {
  const current = trace.getSpanContext(context.active());
  return current && isSpanContextValid(current) ? current.traceId : undefined;
}

/** The trace id inside a `traceparent`, or undefined when it is not one. */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  return parse(traceparent)?.traceId;
}

/** A context that continues the given `traceparent`; the root context (a new trace) when it is missing or malformed. */
export function contextFrom(traceparent: string | undefined): Context {
  const remote = parse(traceparent);
  return remote ? trace.setSpanContext(ROOT_CONTEXT, remote) : ROOT_CONTEXT;
}

/** Runs `fn` as a continuation of the given `traceparent`, without a span of its own. */
export function continuing<T>(traceparent: string | undefined, fn: () => T): T {
  return context.with(contextFrom(traceparent), fn);
}

/** A span link to the given `traceparent`, or undefined when it is missing or malformed. */
export function linkTo(traceparent: string | undefined, attributes: Attributes = {}): Link | undefined {
  const other = parse(traceparent);
  return other ? { context: other, attributes } : undefined;
}

/** Adds attributes to the current span; outside of any span it does nothing. */
export function describeSpan(attributes: Attributes): void {
  trace.getActiveSpan()?.setAttributes(attributes);
}

/** Adds `traceparent` to the headers of an outgoing message; the same object comes back. */
export function injectTrace<H extends Record<string, unknown>>(headers: H): H {
  propagation.inject(context.active(), headers);
  return headers;
}

/**
 * Sends the spans that still wait. Called once, when a process stops.
 *
 * @param withinMs gives up after this time, so that a dead collector cannot hold up the exit
 */
export async function flushTraces(withinMs = 2_000): Promise<void> {
  const global: unknown = trace.getTracerProvider();
  const provider = hasDelegate(global) ? global.getDelegate() : global;
  if (!canFlush(provider)) return;
  const late = AbortSignal.timeout(withinMs);
  await Promise.race([
    provider.forceFlush().catch(() => undefined),
    new Promise<void>((resolve) => late.addEventListener('abort', () => resolve(), { once: true })),
  ]);
}

function traceparentOf(span: SpanContext): string {
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}

const shape = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

function parse(traceparent: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = shape.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const sampled = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  const span: SpanContext = { traceId, spanId, traceFlags: sampled, isRemote: true };
  return isSpanContextValid(span) ? span : undefined;
}

function hasDelegate(value: unknown): value is { getDelegate(): unknown } {
  return (
    typeof value === 'object' && value !== null && 'getDelegate' in value && typeof value.getDelegate === 'function'
  );
}

function canFlush(value: unknown): value is { forceFlush(): Promise<void> } {
  return typeof value === 'object' && value !== null && 'forceFlush' in value && typeof value.forceFlush === 'function';
}
