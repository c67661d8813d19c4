import type { DeliveryStatus, GatewayError, StatusEvent, UnknownEvent } from './inbound-event.js';
import { eventKey } from './event-key.js';
import { instant } from './instant.js';
import { wireStatus, type WireError } from './wire-webhook.js';

const known = ['sent', 'delivered', 'read', 'played', 'failed'] as const satisfies DeliveryStatus[];

/** One element of `statuses[]` (whatsapp contract 1.6). Legacy values (`deleted`, `warning`) and new ones become `unknown`. */
export function parseStatus(accountId: string, raw: unknown, receivedAt: Date): StatusEvent | UnknownEvent {
  const wire = wireStatus.safeParse(raw);
  const status = wire.success ? known.find((name) => name === wire.data.status) : undefined;
  if (!wire.success || status === undefined || wire.data.id === undefined) {
    return {
      kind: 'unknown',
      gateway: 'cloud-api',
      accountId,
      eventKey: eventKey('unknown', accountId, { content: raw }),
      occurredAt: receivedAt,
      raw,
      reason: 'status',
      detail: wire.success ? wire.data.status : undefined,
    };
  }
  const { data } = wire;
  const participant = data.recipient_participant_id;
  return {
    kind: 'status',
    gateway: 'cloud-api',
    accountId,
    eventKey: eventKey('status', accountId, {
      ids: [wire.data.id, status, ...(participant === undefined ? [] : [participant])],
    }),
    occurredAt: instant(data.timestamp, receivedAt),
    raw,
    providerMessageId: wire.data.id,
    status,
    ourMessageId: data.biz_opaque_callback_data,
    recipient: { phone: data.recipient_id, scopedId: data.recipient_user_id },
    errors: (data.errors ?? []).map(gatewayError),
  };
}

export function gatewayError(error: WireError): GatewayError {
  return { code: error.code, title: error.title ?? error.message, details: error.error_data?.details };
}
