import type { InboundEvent, Sender, UnknownEvent } from './inbound-event.js';
import { eventKey } from './event-key.js';
import { instant } from './instant.js';
import { parseContent } from './parse-content.js';
import { isPhone, isScopedId } from './identity.js';
import { wireMessage, type WireContact, type WireMessage } from './wire-webhook.js';

/**
 * One element of `messages[]` (whatsapp contract 1.5, 1.7) with the `contacts[]` beside it.
 * A person is found by phone or by scoped id, never by position; a message that names neither is `unknown`.
 */
export function parseMessage(accountId: string, raw: unknown, contacts: WireContact[], receivedAt: Date): InboundEvent {
  const wire = wireMessage.safeParse(raw);
  const id = wire.success ? wire.data.id : undefined;
  if (!wire.success || id === undefined) return unknown('message-without-id');

  const message = wire.data;
  const arrived = {
    gateway: 'cloud-api' as const,
    accountId,
    eventKey: eventKey('message', accountId, { ids: [id] }),
    occurredAt: instant(message.timestamp, receivedAt),
    raw,
  };
  if (message.group_id !== undefined) return { ...arrived, kind: 'unknown', reason: 'group' };
  if (message.type === 'request_welcome') {
    return { ...arrived, kind: 'unknown', reason: 'ignored-type', detail: message.type };
  }

  const sender = senderOf(message, contacts);
  if (sender === undefined) return { ...arrived, kind: 'unknown', reason: 'no-sender', detail: message.type };

  const { edit, revoke, reaction, context } = message;
  const identity = message.type === 'system' ? identityChange(message, sender) : undefined;
  if (identity !== undefined) return { ...arrived, kind: 'identity_changed', ...identity };
  if (message.type === 'edit' && edit?.original_message_id !== undefined) {
    const edited = wireMessage.safeParse(edit.message);
    const content = edited.success ? parseContent(edited.data) : undefined;
    return {
      ...arrived,
      kind: 'edit',
      providerMessageId: id,
      originalMessageId: edit.original_message_id,
      originalEventKey: eventKey('message', accountId, { ids: [edit.original_message_id] }),
      sender,
      content,
    };
  }
  if (message.type === 'revoke' && revoke?.original_message_id !== undefined) {
    const originalMessageId = revoke.original_message_id;
    const originalEventKey = eventKey('message', accountId, { ids: [originalMessageId] });
    return { ...arrived, kind: 'revoke', providerMessageId: id, originalMessageId, originalEventKey, sender };
  }
  if (message.type === 'reaction' && reaction?.message_id !== undefined) {
    const emoji = reaction.emoji === '' ? undefined : reaction.emoji;
    return { ...arrived, kind: 'reaction', providerMessageId: id, reactedTo: reaction.message_id, emoji, sender };
  }
  return {
    ...arrived,
    kind: 'message',
    providerMessageId: id,
    sender,
    replyTo: context?.id,
    forwarded: context?.forwarded === true || context?.frequently_forwarded === true,
    content: parseContent(message),
  };

  function unknown(reason: UnknownEvent['reason']): UnknownEvent {
    const key = eventKey('unknown', accountId, { content: raw });
    return { kind: 'unknown', gateway: 'cloud-api', accountId, eventKey: key, occurredAt: receivedAt, raw, reason };
  }
}

function senderOf(message: WireMessage, contacts: WireContact[]): Sender | undefined {
  const contact = contacts.find(
    ({ wa_id: phone, user_id: scopedId }) =>
      (phone !== undefined && phone === message.from) || (scopedId !== undefined && scopedId === message.from_user_id),
  );
  const phone = [message.from, contact?.wa_id].find(isPhone);
  const scopedId = [message.from_user_id, contact?.user_id].find(isScopedId);
  if (phone === undefined && scopedId === undefined) return undefined;
  const username = contact?.profile?.username?.replace(/^@/, '');
  return { phone, scopedId, displayName: contact?.profile?.name, username };
}

function identityChange({ system }: WireMessage, previous: Sender) {
  // Sources disagree where the previous scoped id stands: both places are read (whatsapp contract 1.7).
  const before = { phone: previous.phone, scopedId: [system?.previous_user_id, previous.scopedId].find(isScopedId) };
  const now = {
    phone: [system?.wa_id, system?.new_wa_id].find(isPhone),
    scopedId: [system?.user_id].find(isScopedId),
  };
  switch (system?.type) {
    case 'user_changed_number':
      return { change: 'number' as const, previous: before, current: now };
    case 'user_changed_user_id':
      return { change: 'scoped_id' as const, previous: before, current: now };
    case 'customer_identity_changed':
      return { change: 'device' as const, previous: before, current: before };
    default:
      return undefined;
  }
}
