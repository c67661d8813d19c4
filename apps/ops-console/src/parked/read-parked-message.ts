import { createHash } from 'node:crypto';
import { services } from '#contracts';
import { attemptHeader, type Delivery, errorHeader, firstFailedHeader, originHeader, reasonHeader } from '#messaging';
import { mask, traceIdOf } from '#observability';

/** What is known of a message on the parked queue, whoever put it there and whatever is wrong with it. */
export interface ParkedMessage {
  /** The same for the same parked copy, however often the broker delivers it. */
  readonly fingerprint: string;
  readonly messageId: string | null;
  /** `<type>.v<version>` as the envelope says, or the routing key. */
  readonly eventType: string;
  /** The queue it failed at; `unknown` cannot be replayed. */
  readonly queue: string;
  readonly reason: string;
  readonly attempts: number;
  readonly error: string | null;
  readonly firstFailedAt: Date | null;
  readonly saidAt: Date | null;
  readonly traceId: string | null;
  /** The user who said it first. */
  readonly saidBy: string | null;
  /** The headers that a clean copy carries. */
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
}

/** A queue to which a copy may go back: `<service>.<consumer>`, a station's also with its office. */
export const replayableQueue = new RegExp(`^(${services.join('|')})\\.[a-z]+(-[a-z]+)*(\\.[a-z0-9-]+)?$`);

const kept = /^(cloudEvents:(specversion|id|source|type|time|subject)|correlationId|causationId|traceparent)$/;

/**
 * Reads a parked message. The library parks a copy under the consumer's queue name with a reason; the broker itself parks
 * (delivery limit) under the event's key and names the queue in `x-first-death-queue`.
 */
export function readParkedMessage(message: Delivery): ParkedMessage {
  const headers = (message.properties.headers ?? {}) as Record<string, unknown>;
  const text = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? storable(value) : undefined;
  };
  const byLibrary = text(reasonHeader) !== undefined;
  const queue = byLibrary ? message.fields.routingKey : (text('x-first-death-queue') ?? '');
  const reason = text(reasonHeader) ?? text('x-first-death-reason') ?? 'unknown';
  const messageId: unknown = message.properties.messageId;
  const contentType: unknown = message.properties.contentType;
  const userId: unknown = message.properties.userId;
  return {
    fingerprint: fingerprintOf(message, headers),
    messageId: typeof messageId === 'string' ? storable(messageId) : null,
    eventType: (text('cloudEvents:type') ?? storable(message.fields.routingKey)).slice(0, 128),
    queue: replayableQueue.test(queue) && queue.length <= 128 ? queue : 'unknown',
    reason: reason.replaceAll('_', '-').slice(0, 64),
    attempts: countOf(headers[attemptHeader] ?? headers['x-delivery-count']),
    error: text(errorHeader) ?? null,
    firstFailedAt: dateOf(text(firstFailedHeader)),
    saidAt: dateOf(text('cloudEvents:time')),
    traceId: traceIdOf(text('traceparent')) ?? null,
    saidBy: text(originHeader) ?? (typeof userId === 'string' ? storable(userId) : null),
    headers: Object.fromEntries(
      Object.keys(headers).flatMap((name) => {
        const value = kept.test(name) ? text(name) : undefined;
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    contentType: typeof contentType === 'string' ? storable(contentType) : 'application/octet-stream',
  };
}

/** Counters that the broker changes from delivery to delivery do not belong to the message. */
function fingerprintOf(message: Delivery, headers: Record<string, unknown>): string {
  const lasting = Object.entries(headers)
    .filter(([name]) => name !== 'x-delivery-count' && name !== 'x-acquired-count')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([message.properties.messageId ?? null, message.fields.routingKey, lasting]))
    .update('\0')
    .update(message.content)
    .digest('base64url');
}

/** Whatever a stranger sent, as a column can hold it: masked, bounded, well-formed, without NUL. */
function storable(value: string): string {
  return mask(value).replaceAll('\0', '').toWellFormed().slice(0, 300);
}

function countOf(value: unknown): number {
  const count = Math.trunc(Number(value ?? 0));
  return count > 0 && count < 1_000_000 ? count : 0;
}

function dateOf(text: string | undefined): Date | null {
  const date = new Date(text ?? '');
  return date.getUTCFullYear() > 1970 && date.getUTCFullYear() < 9999 ? date : null;
}
