import { randomUUID } from 'node:crypto';
import {
  id as ourId,
  WhatsappMessageReceived,
  WhatsappStatusReceived,
  WhatsappTemplateStatusChanged,
} from '#contracts';
import { counter, logger } from '#observability';
import type { Tx } from '#outbox';
import { type InboundEvent, providerRef } from '#whatsapp';
import type { PersonalData } from './personal-data.js';

const log = logger('webhook');
const stored = counter('loket_webhook_events_total', 'Events of a gateway by kind, and whether they were new', [
  'kind',
  'new',
]);

/**
 * Stores a verified post and what it carries, each event once for ever, and says what others must know: a second
 * delivery, also a concurrent one, has no effect.
 */
export async function storeWebhook(
  tx: Tx,
  raw: Buffer,
  events: readonly InboundEvent[],
  personalData: PersonalData,
): Promise<void> {
  const body = raw.toString('latin1');
  const postId = personalData.index('body', body);
  await tx.query('insert into webhook_post (id, sealed_body) values ($1, $2) on conflict do nothing', [
    postId,
    personalData.seal(body, `webhook_post:${postId}`),
  ]);
  // A gateway's ids hold the citizen's number: they are kept as fingerprints. The same message may stand twice in one post.
  const byKey = new Map(events.map((event) => [personalData.index('event', event.eventKey), event]));
  const distinct = [...byKey].map(([key, event]) => ({ id: randomUUID(), key, event }));
  // Inserted in one order everywhere, so that two posts cannot wait for each other in a circle.
  const ordered = distinct.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const rows = await tx.query<{ id: string }>(
    `insert into webhook_message (id, event_key, post_id, kind, sealed_event, occurred_at)
     select * from unnest($1::uuid[], $2::text[], array_fill($3::text, array[cardinality($1::uuid[])]),
                          $4::text[], $5::text[], $6::timestamptz[])
     on conflict do nothing returning id`,
    [
      ordered.map(({ id }) => id),
      ordered.map(({ key }) => key),
      postId,
      ordered.map(({ event }) => event.kind),
      ordered.map(({ id, event }) => sealEvent(id, event, personalData)),
      ordered.map(({ event }) => event.occurredAt),
    ],
  );
  const fresh = new Set(rows.map(({ id }) => id));
  const settled: { id: string; kind: 'filed' | 'ignored' }[] = [];
  for (const { id, event } of distinct) {
    stored.inc({ kind: event.kind, new: fresh.has(id) ? 'yes' : 'no' });
    if (!fresh.has(id)) continue;
    const outcome = await announce(tx, id, event);
    if (outcome) settled.push({ id, kind: outcome });
  }
  if (settled.length > 0) {
    await tx.query('insert into message_outcome (id, kind) select * from unnest($1::uuid[], $2::text[])', [
      settled.map(({ id }) => id),
      settled.map(({ kind }) => kind),
    ]);
  }
}

/** The raw part stays in the post; what was read from it is enough here. */
function sealEvent(id: string, event: InboundEvent, personalData: PersonalData): string {
  return personalData.seal(JSON.stringify({ ...event, raw: undefined }), `webhook_message:${id}`);
}

/** Says the event where somebody acts on it. @returns its outcome, unless take-message will find one */
async function announce(tx: Tx, id: string, event: InboundEvent): Promise<'filed' | 'ignored' | undefined> {
  switch (event.kind) {
    case 'message':
      await tx.emit(WhatsappMessageReceived, { messageId: id, carries: carries(event.content.kind) });
      return undefined;
    case 'status':
      if (event.status === 'queued') return 'filed';
      await tx.emit(WhatsappStatusReceived, {
        status: event.status,
        providerRef: providerRef(event.providerMessageId),
        // Another sender of the same number may put anything there; ours is an id.
        ...(ourId.safeParse(event.ourMessageId).success ? { messageId: event.ourMessageId } : {}),
        at: event.occurredAt.toISOString(),
        ...(Number.isSafeInteger(event.errors[0]?.code) ? { errorCode: event.errors[0]?.code } : {}),
      });
      return 'filed';
    case 'template_status':
      await tx.emit(WhatsappTemplateStatusChanged, {
        template: storable(event.templateName ?? 'unknown').slice(0, 512),
        change: `${event.change}:${event.value ?? 'unknown'}`.slice(0, 64),
        ...(event.reason ? { reason: event.reason.slice(0, 256) } : {}),
      });
      return 'filed';
    // Evidence that is kept beside what it is about and never replaces it.
    case 'edit':
    case 'revoke':
    case 'reaction':
    case 'identity_changed':
      return 'filed';
    case 'gateway_health':
      log.warn(`the WhatsApp gateway reports that it is ${event.health}; look at its console`);
      return 'filed';
    case 'unknown':
      log.warn({ reason: event.reason }, 'a webhook carried something unknown; it is stored and answered with 200');
      return 'ignored';
  }
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
