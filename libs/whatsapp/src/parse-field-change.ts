import type { InboundEvent } from './inbound-event.js';
import { eventKey } from './event-key.js';
import { instant } from './instant.js';
import { wireTemplate, wireUserIdUpdate, type WireChange } from './wire-webhook.js';

const accountFields = new Set([
  'account_update',
  'account_alerts',
  'account_review_update',
  'business_capability_update',
  'phone_number_name_update',
  'phone_number_quality_update',
  'security',
]);

/** A change of any field but `messages`: templates, identities, news about the account. These may lack `metadata`. */
export function parseFieldChange(
  accountId: string,
  change: WireChange,
  sentAt: string | number | undefined,
  receivedAt: Date,
): InboundEvent {
  const occurredAt = instant(sentAt, receivedAt);
  const { field = '', value } = change;
  const arrived = {
    gateway: 'cloud-api' as const,
    accountId,
    // Meta's own time, not ours: a redelivery must have the same key.
    eventKey: eventKey(field, accountId, { content: [sentAt, value] }),
    occurredAt,
    raw: change,
  };
  const template = wireTemplate.safeParse(value);
  const named = template.success
    ? { templateName: template.data.message_template_name, language: template.data.message_template_language }
    : {};
  switch (field) {
    case 'message_template_status_update': {
      const told = template.success ? { value: template.data.event, reason: template.data.reason } : {};
      return { ...arrived, kind: 'template_status', change: 'status', ...named, ...told };
    }
    case 'template_category_update':
    case 'message_template_category_update': {
      const told = template.success ? { value: template.data.new_category } : {};
      return { ...arrived, kind: 'template_status', change: 'category', ...named, ...told };
    }
    case 'message_template_quality_update': {
      const told = template.success ? { value: template.data.new_quality_score } : {};
      return { ...arrived, kind: 'template_status', change: 'quality', ...named, ...told };
    }
    case 'user_id_update': {
      const update = wireUserIdUpdate.safeParse(value);
      if (!update.success) break;
      const { wa_id: phone, user_id: ids, timestamp } = update.data;
      return {
        ...arrived,
        occurredAt: instant(timestamp, occurredAt),
        kind: 'identity_changed',
        change: 'scoped_id',
        previous: { scopedId: ids?.previous },
        current: { scopedId: ids?.current, phone },
      };
    }
    default:
      if (accountFields.has(field)) {
        return { ...arrived, kind: 'gateway_health', health: 'notice', detail: noticeOf(field, value) };
      }
  }
  return { ...arrived, kind: 'unknown', reason: 'field', detail: field };
}

function noticeOf(field: string, value: unknown): string {
  const event = typeof value === 'object' && value !== null && 'event' in value ? value.event : undefined;
  return typeof event === 'string' ? `${field} ${event}` : field;
}
