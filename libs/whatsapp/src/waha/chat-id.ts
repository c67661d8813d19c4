import type { Sender } from '../inbound-event.js';
import type { Recipient } from '../outbound-message.js';

/** Who a WAHA chat id means: `@c.us` a phone, `@lid` a hidden user; undefined for groups, newsletters and broadcasts. */
export function personOf(chatId: string | undefined): Sender | undefined {
  const [, user, server] = /^([0-9]{5,20})(?::\d+)?@(c\.us|s\.whatsapp\.net|lid)$/.exec(chatId ?? '') ?? [];
  if (user === undefined) return undefined;
  return server === 'lid' ? { scopedId: `${user}@lid` } : { phone: user };
}

export function chatIdOf({ phone, scopedId }: Recipient): string {
  return phone === undefined ? (scopedId ?? '') : `${phone}@c.us`;
}

/**
 * The part of a message id that is the same whichever way the person is written: `false_628…@c.us_AAAA` and its `@lid` copy
 * differ in the middle only.
 */
export function lastSegment(messageId: string): string {
  return messageId.split('_').at(-1) ?? messageId;
}

/** The chat that a full message id belongs to. */
export function chatOf(messageId: string): string | undefined {
  return messageId.split('_').find((part) => part.includes('@'));
}
