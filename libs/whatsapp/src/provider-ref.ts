import { createHash } from 'node:crypto';

/**
 * A digest that stands for a gateway's message id wherever it is kept or travels: the id itself holds the citizen's
 * number in base64, and to find a message by it the digest is enough.
 * @returns 43 characters of base64url
 */
export function providerRef(providerMessageId: string): string {
  return createHash('sha256').update(providerMessageId).digest('base64url');
}
