import type { InboundEvent, UnknownEvent } from './inbound-event.js';
import { eventKey } from './event-key.js';
import { parseFieldChange } from './parse-field-change.js';
import { parseMessage } from './parse-message.js';
import { parseStatus } from './parse-status.js';
import { instant } from './instant.js';
import { wireValue, wireWebhook, type WireChange, type WireEntry } from './wire-webhook.js';

/**
 * Reads one Cloud API webhook body whole: every entry, change, message and status (whatsapp contract 1.2).
 * `raw` are the bytes as received, after their signature was verified; `receivedAt` stands in for an unreadable time.
 * Never throws for content: what it does not know becomes an `unknown` event, to be stored and answered with 200.
 */
export function parseWebhook(raw: Buffer, receivedAt: Date = new Date()): InboundEvent[] {
  const body = parseJson(raw);
  const webhook = wireWebhook.safeParse(body);
  if (body === undefined || !webhook.success) return [unknown('unknown', 'not-json', raw.toString('utf8'), receivedAt)];

  const { object, entry: entries } = webhook.data;
  if (object !== 'whatsapp_business_account' || entries === undefined) {
    return [unknown('unknown', 'object', body, receivedAt, object)];
  }
  return entries.flatMap((entry) => (entry.changes ?? []).flatMap((change) => parseChange(entry, change, receivedAt)));
}

function parseChange(entry: WireEntry, change: WireChange, receivedAt: Date): InboundEvent[] {
  const account = String(entry.id ?? 'unknown');
  const at = instant(entry.time, receivedAt);
  if (change.field !== 'messages') return [parseFieldChange(account, change, entry.time, receivedAt)];

  const value = wireValue.safeParse(change.value);
  if (!value.success) return [unknown(account, 'field', change, at, change.field)];

  const { metadata, contacts = [], messages = [], statuses = [], errors = [] } = value.data;
  const accountId = metadata?.phone_number_id ?? account;
  const events: InboundEvent[] = [
    ...messages.map((message) => parseMessage(accountId, message, contacts, at)),
    ...statuses.map((status) => parseStatus(accountId, status, at)),
  ];
  if (errors.length > 0) {
    const codes = errors.map((error) => error.code ?? '?').join(', ');
    events.push(unknown(accountId, 'value-error', change, at, codes));
  }
  if (events.length === 0) events.push(unknown(accountId, 'field', change, at, change.field));
  return events;
}

function unknown(
  accountId: string,
  reason: UnknownEvent['reason'],
  raw: unknown,
  occurredAt: Date,
  detail?: string,
): UnknownEvent {
  const key = eventKey('unknown', accountId, { content: raw });
  return { kind: 'unknown', gateway: 'cloud-api', accountId, eventKey: key, occurredAt, raw, reason, detail };
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}
