import { createHash } from 'node:crypto';

const longest = 200;

/**
 * The idempotency key of an inbound event (whatsapp contract 1.4): the same delivery twice has the same key.
 * `ids` where the gateway named the thing, `content` (hashed) where it did not. Over-long ids are hashed: the key goes into a unique index.
 */
export function eventKey(kind: string, accountId: string, identity: { ids: string[] } | { content: unknown }): string {
  const parts = 'ids' in identity ? identity.ids : [sha256(JSON.stringify(identity.content) ?? 'undefined')];
  const key = [kind, accountId, ...parts].join(':');
  return key.length <= longest ? key : `${kind}:${sha256(key)}`;
}

function sha256(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
