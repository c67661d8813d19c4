import type { ConsumeMessage, MessageProperties, Options } from 'amqplib';
import { type AnyEvent, findEvent } from '#contracts';
import { Poison } from './errors.js';

/** A message as the broker delivered it, for who reads queues that are not an event consumer’s. */
export type Delivery = ConsumeMessage;

/** Bodies larger than this are refused: events carry ids and decisions, not files. */
const maxBodyBytes = 256 * 1024;

/** The envelope of an event on the wire: CloudEvents 1.0 in AMQP binary mode. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly source: string;
  readonly subject: string;
  readonly time: Date;
  readonly correlationId: string;
  readonly causationId: string | undefined;
  readonly traceparent: string | undefined;
}

/** An event as it came off a queue, its body parsed by the schema of its type where that is known. */
export interface Incoming extends Envelope {
  readonly data: unknown;
  readonly event: AnyEvent | undefined;
}

/** Headers of ours that tell a copy's history. */
export const attemptHeader = 'x-attempt';
export const firstFailedHeader = 'x-first-failed-at';
export const errorHeader = 'x-error';
export const originHeader = 'x-origin';
export const reasonHeader = 'x-reason';

/** AMQP properties of an event: persistent, named by its id, said by `user`. */
export function propertiesOf(envelope: Envelope, user: string): Options.Publish {
  return {
    messageId: envelope.id,
    contentType: 'application/json',
    persistent: true,
    userId: user,
    headers: {
      'cloudEvents:specversion': '1.0',
      'cloudEvents:id': envelope.id,
      'cloudEvents:source': envelope.source,
      'cloudEvents:type': `${envelope.type}.v${envelope.version}`,
      'cloudEvents:time': envelope.time.toISOString(),
      'cloudEvents:subject': envelope.subject,
      correlationId: envelope.correlationId,
      ...(envelope.causationId ? { causationId: envelope.causationId } : {}),
      ...(envelope.traceparent ? { traceparent: envelope.traceparent } : {}),
    },
  };
}

function text(headers: Record<string, unknown>, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads the envelope alone. @throws Poison when it is no event of ours */
export function envelopeOf(properties: MessageProperties): Envelope {
  const headers = (properties.headers ?? {}) as Record<string, unknown>;
  const id: unknown = properties.messageId ?? headers['cloudEvents:id'];
  if (typeof id !== 'string' || !uuid.test(id)) throw new Poison('no event id');
  const [, type, version] = /^([a-z]+(?:[.-][a-z]+)*)\.v(\d+)$/.exec(text(headers, 'cloudEvents:type') ?? '') ?? [];
  if (!type || !version) throw new Poison('no event type');
  const time = new Date(text(headers, 'cloudEvents:time') ?? '');
  if (Number.isNaN(time.getTime())) throw new Poison('no event time');
  return {
    id,
    type,
    version: Number(version),
    source: text(headers, 'cloudEvents:source') ?? '',
    subject: text(headers, 'cloudEvents:subject') ?? '',
    time,
    correlationId: text(headers, 'correlationId') ?? id,
    causationId: text(headers, 'causationId'),
    traceparent: text(headers, 'traceparent'),
  };
}

/**
 * Reads a message as an event.
 * @param accepts the events this consumer hears; undefined for a consumer of everything, which also takes unknown ones
 * @throws Poison when it cannot be read or is not one of them
 */
export function readMessage(message: ConsumeMessage, accepts: readonly AnyEvent[] | undefined): Incoming {
  if (message.content.length > maxBodyBytes) throw new Poison('body too large');
  const envelope = envelopeOf(message.properties);
  const event = findEvent(envelope.type, envelope.version);
  let body: unknown;
  try {
    body = JSON.parse(message.content.toString('utf8'));
  } catch {
    throw new Poison('body is not JSON');
  }
  if (!event || (accepts && !accepts.includes(event))) {
    if (accepts) throw new Poison(`unexpected event ${envelope.type}.v${envelope.version}`);
    return { ...envelope, data: body, event: undefined };
  }
  const parsed = event.data.safeParse(body);
  if (!parsed.success) throw new Poison(`body does not fit ${envelope.type}.v${envelope.version}`);
  return { ...envelope, data: parsed.data, event };
}

/** Headers the broker made: on a copy they would be judged a dead-letter cycle, or route it elsewhere. */
const brokerMade = /^(x-death|x-first-death-.*|x-last-death-.*|x-delivery-count|x-acquired-count|CC|BCC)$/;

/** A clean copy of a message for a wait queue or the parked desk: same id and body, our user, our history headers. */
export function copyOf(
  message: { readonly properties: Pick<MessageProperties, 'messageId' | 'contentType' | 'userId' | 'headers'> },
  user: string,
  history: Record<string, string | number>,
): Options.Publish {
  const headers = Object.fromEntries(
    Object.entries((message.properties.headers ?? {}) as Record<string, unknown>).filter(
      ([key]) => !brokerMade.test(key),
    ),
  );
  const saidBy: unknown = message.properties.userId;
  return {
    messageId: message.properties.messageId as string | undefined,
    contentType: (message.properties.contentType as string | undefined) ?? 'application/json',
    persistent: true,
    userId: user,
    headers: {
      ...(typeof saidBy === 'string' && headers[originHeader] === undefined ? { [originHeader]: saidBy } : {}),
      ...headers,
      ...history,
    },
  };
}
