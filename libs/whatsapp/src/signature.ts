import { createHmac, timingSafeEqual } from 'node:crypto';

export type SignatureCheck =
  /** `escaped`: the sender signed Meta's ASCII-escaped form but sent UTF-8. Count these. */
  { valid: true; form: 'raw' | 'escaped' } | { valid: false; reason: 'missing' | 'malformed' | 'mismatch' };

/**
 * Verifies `X-Hub-Signature-256` (whatsapp contract 1.3): HMAC-SHA256 with the app secret over the body bytes as received.
 * `secrets`: one, or two while rotating. A missing header fails. Constant time. Never re-stringify a parsed body.
 */
export function verifySignature(raw: Buffer, header: string | undefined, secrets: readonly string[]): SignatureCheck {
  if (header === undefined || header === '') return { valid: false, reason: 'missing' };
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(header)?.[1];
  if (hex === undefined) return { valid: false, reason: 'malformed' };

  const given = Buffer.from(hex, 'hex');
  if (signedByOne(given, raw, secrets)) return { valid: true, form: 'raw' };
  if (raw.some((byte) => byte > 0x7e) && signedByOne(given, escapeAsMeta(raw.toString('utf8')), secrets)) {
    return { valid: true, form: 'escaped' };
  }
  return { valid: false, reason: 'mismatch' };
}

/**
 * Answers the subscription handshake (whatsapp contract 1.1). Returns the challenge, to be sent as plain text with 200,
 * or undefined for a 403.
 */
export function answerChallenge(
  query: { mode?: string; token?: string; challenge?: string },
  verifyToken: string,
): string | undefined {
  const { mode, token, challenge } = query;
  if (mode !== 'subscribe' || token === undefined || challenge === undefined) return undefined;
  return sameText(token, verifyToken) ? challenge : undefined;
}

/** Meta's wire form of JSON text: non-ASCII as `\uXXXX` in lower case, `/` as `\/`, `@` as `\u0040`. Safe inside JSON strings only. */
export function escapeAsMeta(json: string): Buffer {
  const escaped = json.replace(/\\.|[/@\u007f-\uffff]/g, (found) => {
    if (found.length === 2) return found; // an escape already, such as \" or \/
    return found === '/' ? '\\/' : `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return Buffer.from(escaped, 'latin1');
}

function signedByOne(given: Buffer, body: Buffer, secrets: readonly string[]): boolean {
  // No early exit: the time must not tell which secret matched.
  return secrets
    .filter((secret) => secret !== '')
    .map((secret) => timingSafeEqual(given, createHmac('sha256', secret).update(body).digest()))
    .includes(true);
}

function sameText(left: string, right: string): boolean {
  const digest = (value: string) => createHmac('sha256', 'compare').update(value).digest();
  return right !== '' && timingSafeEqual(digest(left), digest(right));
}
