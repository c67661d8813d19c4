import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SignatureCheck } from '../signature.js';

/**
 * Verifies `X-Webhook-Hmac` (whatsapp contract 2): hex HMAC-SHA512 over the body bytes as received. `keys`: one, or two while
 * rotating. A missing header fails.
 */
export function verifyWahaSignature(raw: Buffer, header: string | undefined, keys: readonly string[]): SignatureCheck {
  if (header === undefined || header === '') return { valid: false, reason: 'missing' };
  if (!/^[0-9a-f]{128}$/i.test(header)) return { valid: false, reason: 'malformed' };
  const given = Buffer.from(header, 'hex');
  const matches = keys
    .filter((key) => key !== '')
    .map((key) => timingSafeEqual(given, createHmac('sha512', key).update(raw).digest()));
  return matches.includes(true) ? { valid: true, form: 'raw' } : { valid: false, reason: 'mismatch' };
}
