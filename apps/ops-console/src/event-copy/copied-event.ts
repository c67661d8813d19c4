import type { Incoming } from '#messaging';
import { mask, traceIdOf } from '#observability';

/** One row of the copy, as its columns are named. */
export interface CopiedEvent {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly subject: string;
  readonly application_id: string | null;
  readonly sequence: number | null;
  readonly time: string;
  readonly source: string;
  readonly correlation_id: string;
  readonly causation_id: string | null;
  readonly trace_id: string | null;
  readonly traceparent: string | null;
  readonly data: unknown;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What the console keeps of an event: its envelope and its data without sealed texts. Texts are masked once more, since a
 * gateway's message id carries a phone number.
 */
export function copiedEvent(event: Incoming): CopiedEvent {
  const data = isRecord(event.data) ? event.data : {};
  return {
    id: event.id,
    type: event.type,
    version: event.version,
    subject: mask(event.subject),
    application_id: applicationOf(event.type, data),
    sequence:
      event.type.startsWith('application.') && Number.isInteger(data['sequence']) ? Number(data['sequence']) : null,
    time: event.time.toISOString(),
    source: event.source,
    correlation_id: event.correlationId,
    causation_id: event.causationId ?? null,
    trace_id: traceIdOf(event.traceparent) ?? null,
    traceparent: event.traceparent ?? null,
    data: keepable(event.data),
  };
}

/** The request an event belongs to: named by it, or, for a message to a citizen, what the message is about. */
function applicationOf(type: string, data: Record<string, unknown>): string | null {
  const named = data['applicationId'];
  if (typeof named === 'string' && uuid.test(named)) return named;
  const { about, fact } = data;
  const tellsOfApplication = type.startsWith('message.') && typeof fact === 'string' && fact.startsWith('application.');
  return tellsOfApplication && typeof about === 'string' && uuid.test(about) ? about : null;
}

function keepable(value: unknown): unknown {
  if (typeof value === 'string') return mask(value).replaceAll('\0', '').toWellFormed();
  if (Array.isArray(value)) return value.map(keepable);
  if (!isRecord(value)) return value;
  const open = Object.entries(value).filter(([name]) => !name.startsWith('sealed'));
  return Object.fromEntries(open.map(([name, one]) => [name, keepable(one)]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
