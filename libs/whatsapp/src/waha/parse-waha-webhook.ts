import type {
  DeliveryStatus,
  GatewayHealthEvent,
  InboundEvent,
  MessageContent,
  UnknownEvent,
} from '../inbound-event.js';
import { eventKey } from '../event-key.js';
import { instant } from '../instant.js';
import { lastSegment, personOf } from './chat-id.js';
import { wahaEvent, wahaMessage, type WahaEvent, type WahaMessage } from './wire-event.js';

const statuses: Record<number, DeliveryStatus> = {
  [-1]: 'failed',
  0: 'queued',
  1: 'sent',
  2: 'delivered',
  3: 'read',
  4: 'played',
};

const health: Record<string, GatewayHealthEvent['health']> = {
  STARTING: 'starting',
  WORKING: 'working',
  SCAN_QR_CODE: 'needs_person',
  PASSKEY_REQUIRED: 'needs_person',
  PASSKEY_CONFIRMATION_REQUIRED: 'needs_person',
  FAILED: 'failed',
  STOPPED: 'failed',
};

/**
 * Reads one WAHA webhook body (whatsapp contract 2). Like `parseWebhook`: never throws for content. Messages are deduplicated by
 * the last segment of their id, because the same message may come once for the phone and once for the hidden user.
 */
export function parseWahaWebhook(raw: Buffer, receivedAt: Date = new Date()): InboundEvent[] {
  const body = parseJson(raw);
  const event = wahaEvent.safeParse(body);
  if (!event.success) return [unknown('unknown', body ?? raw.toString('utf8'), receivedAt, 'not-json')];
  return [parseEvent(event.data, body, receivedAt)];
}

function parseEvent(event: WahaEvent, raw: unknown, receivedAt: Date): InboundEvent {
  const accountId = event.session ?? 'default';
  const parsed = wahaMessage.safeParse(event.payload);
  const payload = parsed.success ? parsed.data : {};
  const { id } = payload;
  const occurredAt = instant(payload.timestamp ?? event.timestamp, receivedAt);
  const arrived = { gateway: 'waha' as const, accountId, occurredAt, raw };

  if (event.event === 'session.status') {
    const state = payload.status ?? 'none';
    const key = eventKey('health', accountId, { content: event.id ?? event.payload });
    return { ...arrived, eventKey: key, kind: 'gateway_health', health: health[state] ?? 'notice', detail: state };
  }
  if (id === undefined) return unknown(accountId, raw, occurredAt, 'message-without-id', event.event);
  const keyed = (kind: string, ...more: string[]) => eventKey(kind, accountId, { ids: [lastSegment(id), ...more] });

  if (event.event === 'message.ack') {
    const status = payload.ack === undefined ? undefined : statuses[payload.ack];
    if (status === undefined) return unknown(accountId, raw, occurredAt, 'status', String(payload.ack));
    const recipient = personOf(payload.from) ?? {};
    const providerMessageId = lastSegment(id);
    const key = keyed('status', status);
    return { ...arrived, eventKey: key, kind: 'status', providerMessageId, status, recipient, errors: [] };
  }
  if (payload.fromMe === true) return unknown(accountId, raw, occurredAt, 'own-message');
  const person = personOf(payload.from);
  if (person === undefined) return unknown(accountId, raw, occurredAt, 'group');
  const sender = { ...person, displayName: payload._data?.notifyName ?? payload._data?.pushName };
  const said = { ...arrived, providerMessageId: id, sender };
  const about = (originalMessageId: string) => ({
    originalMessageId,
    originalEventKey: eventKey('message', accountId, { ids: [lastSegment(originalMessageId)] }),
  });

  switch (event.event) {
    case 'message':
      return {
        ...said,
        eventKey: keyed('message'),
        kind: 'message',
        replyTo: payload.replyTo?.id,
        forwarded: false,
        content: contentOf(payload),
      };
    case 'message.reaction': {
      const emoji = payload.reaction?.text === '' ? undefined : payload.reaction?.text;
      const reactedTo = payload.reaction?.messageId ?? '';
      return { ...said, eventKey: keyed('message'), kind: 'reaction', reactedTo, emoji };
    }
    case 'message.revoked': {
      return { ...said, eventKey: keyed('revoke'), kind: 'revoke', ...about(payload.revokedMessageId ?? id) };
    }
    case 'message.edited': {
      const key = keyed('edit', String(payload.timestamp ?? event.id ?? ''));
      return {
        ...said,
        eventKey: key,
        kind: 'edit',
        ...about(payload.editedMessageId ?? id),
        content: contentOf(payload),
      };
    }
    default:
      return unknown(accountId, raw, occurredAt, 'event', event.event);
  }
}

function contentOf({ body = '', hasMedia = false, media, location }: WahaMessage): MessageContent {
  if (hasMedia) {
    // `media: null` means that the gateway is configured not to download.
    if (media?.url === undefined) return { kind: 'unsupported', wireType: 'media-not-downloaded' };
    const { url: mediaId, mimetype: mimeType, filename } = media;
    const caption = body === '' ? undefined : body;
    return { kind: 'media', medium: mediumOf(mimeType), mediaId, mimeType, filename, caption };
  }
  const { latitude, longitude, name, address } = location ?? {};
  if (latitude !== undefined && longitude !== undefined)
    return { kind: 'location', latitude, longitude, name, address };
  return body === '' ? { kind: 'unsupported', wireType: 'empty' } : { kind: 'text', text: body };
}

function mediumOf(mimeType = ''): 'image' | 'video' | 'audio' | 'sticker' | 'document' {
  if (mimeType === 'image/webp') return 'sticker';
  const [family] = mimeType.split('/');
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'document';
}

function unknown(
  accountId: string,
  raw: unknown,
  occurredAt: Date,
  reason: UnknownEvent['reason'],
  detail?: string,
): UnknownEvent {
  const key = eventKey('unknown', accountId, { content: raw });
  return { kind: 'unknown', gateway: 'waha', accountId, eventKey: key, occurredAt, raw, reason, detail };
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return undefined;
  }
}
