import { randomUUID } from 'node:crypto';
import {
  id as ourId,
  WhatsappIdentityChanged,
  WhatsappMessageChanged,
  WhatsappMessageReceived,
  WhatsappStatusReceived,
  WhatsappTemplateStatusChanged,
} from '#contracts';
import { counter, logger } from '#observability';
import type { SayOfRow, UnitOfWork } from '#outbox';
import { type InboundEvent, providerRef } from '#whatsapp';
import type { PersonalData } from './personal-data.js';

const log = logger('webhook');
const stored = counter('loket_webhook_events_total', 'Events of a gateway by kind, and whether they were new', [
  'kind',
  'new',
]);

/**
 * A post with what it carries, each event once for ever, what is known to become of it, and (added by the unit of work) what
 * is said of it. In one order everywhere, so that two posts cannot wait for each other in a circle.
 */
const storePost = {
  name: 'store-webhook',
  text: `
    with carried as (
      select * from json_to_recordset($4) as one (id uuid, event_key text, kind text, sealed_event text,
                                                  occurred_at timestamptz, settles text,
                                                  sender_index text, place int)),
    post as (
      insert into webhook_post (id, sealed_body) values ($2, $3) on conflict do nothing),
    fresh as (
      insert into webhook_message (id, event_key, post_id, kind, sealed_event, occurred_at, sender_index, place)
      select id, event_key, $2, kind, sealed_event, occurred_at, sender_index, place from carried order by event_key collate "C"
      on conflict do nothing returning id),
    settled as (
      insert into message_outcome (id, kind)
      select id, settles from carried join fresh using (id) where settles is not null)`,
};

/**
 * Stores a verified post and what it carries, and says what others must know: a second delivery, also a concurrent one, has
 * no effect.
 */
export async function storeWebhook(
  unitOfWork: UnitOfWork,
  raw: Buffer,
  events: readonly InboundEvent[],
  personalData: PersonalData,
): Promise<void> {
  const body = raw.toString('latin1');
  const postId = personalData.index('body', body);
  // A gateway's ids hold the citizen's number: they are kept as fingerprints. The same message may stand twice in one post.
  const byKey = new Map(events.map((event) => [personalData.index('event', event.eventKey), event]));
  const distinct = [...byKey].map(([key, event]) => ({ id: randomUUID(), key, event }));
  const carried = distinct.map(({ id, key, event }, place) => ({
    id,
    event_key: key,
    kind: event.kind,
    sealed_event: sealEvent(id, event, personalData),
    occurred_at: event.occurredAt,
    settles: outcomeOf(event),
    sender_index: senderOf(event, personalData),
    place,
  }));
  const fresh = await unitOfWork.store(
    storePost,
    [postId, personalData.seal(body, `webhook_post:${postId}`), JSON.stringify(carried)],
    (say) => {
      for (const { id, event } of distinct) tell(say, id, event);
    },
  );
  for (const { id, event } of distinct) {
    stored.inc({ kind: event.kind, new: fresh.has(id) ? 'yes' : 'no' });
    if (fresh.has(id)) warnOf(event);
  }
}

/** Whose message it is, so that those of one person keep their order. */
function senderOf(event: InboundEvent, personalData: PersonalData): string | null {
  if (event.kind !== 'message') return null;
  const { phone, scopedId } = event.sender;
  if (phone !== undefined) return personalData.index('phone', phone);
  return scopedId === undefined ? null : personalData.index('scoped-id', scopedId);
}

/** The raw part stays in the post; what was read from it is enough here. */
function sealEvent(id: string, event: InboundEvent, personalData: PersonalData): string {
  return personalData.seal(JSON.stringify({ ...event, raw: undefined }), `webhook_message:${id}`);
}

/** What becomes of an event here; undefined when take-message or take-change will find that out. */
function outcomeOf(event: InboundEvent): 'filed' | 'ignored' | undefined {
  switch (event.kind) {
    case 'message':
    case 'edit':
    case 'revoke':
      return undefined;
    case 'status':
    case 'template_status':
    case 'gateway_health':
    // Evidence that is kept beside what it is about and never replaces it.
    case 'reaction':
    case 'identity_changed':
      return 'filed';
    case 'unknown':
      return 'ignored';
  }
}

const changes = { number: 'number', scoped_id: 'scoped-id', device: 'device' } as const;

/** Says the event where somebody acts on it. */
function tell(say: SayOfRow, id: string, event: InboundEvent): void {
  switch (event.kind) {
    case 'message':
      return say(id, WhatsappMessageReceived, { messageId: id, carries: carries(event.content.kind) });
    case 'status':
      if (event.status === 'queued') return;
      return say(id, WhatsappStatusReceived, {
        status: event.status,
        providerRef: providerRef(event.providerMessageId),
        // Another sender of the same number may put anything there; ours is an id.
        ...(ourId.safeParse(event.ourMessageId).success ? { messageId: event.ourMessageId } : {}),
        at: event.occurredAt.toISOString(),
        ...(Number.isSafeInteger(event.errors[0]?.code) ? { errorCode: event.errors[0]?.code } : {}),
      });
    case 'template_status':
      return say(id, WhatsappTemplateStatusChanged, {
        template: storable(event.templateName ?? 'unknown').slice(0, 512),
        change: `${event.change}:${event.value ?? 'unknown'}`.slice(0, 64),
        ...(event.reason ? { reason: event.reason.slice(0, 256) } : {}),
      });
    case 'identity_changed':
      return say(id, WhatsappIdentityChanged, { messageId: id, change: changes[event.change] });
    case 'edit':
    case 'revoke':
      return say(id, WhatsappMessageChanged, { messageId: id, change: event.kind });
    case 'reaction':
    case 'gateway_health':
    case 'unknown':
      return;
  }
}

function warnOf(event: InboundEvent): void {
  if (event.kind === 'gateway_health')
    log.warn(`the WhatsApp gateway reports that it is ${event.health}; look at its console`);
  if (event.kind === 'unknown')
    log.warn({ reason: event.reason }, 'a webhook carried something unknown; it is stored and answered with 200');
}

/** PostgreSQL takes no NUL in a text; content must never make a webhook fail. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '\ufffd');
}

function carries(kind: string): 'text' | 'media' | 'choice' | 'other' {
  switch (kind) {
    case 'text':
    case 'media':
      return kind;
    case 'interactive':
    case 'button':
      return 'choice';
    default:
      return 'other';
  }
}
