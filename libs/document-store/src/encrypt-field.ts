import { createHmac } from 'node:crypto';
import { decryptBytes, encryptBytes } from './encrypt-bytes.js';
import { keyBytes, keyFor, type KeyRing } from './key-ring.js';
import { Tampered, UnknownKey } from './sealing-errors.js';

/**
 * Encrypts a text for a database column: `f1.<key id>.<base64url>`; twice the same text gives two different results.
 * @param place binds it to where it belongs, e.g. `particulars.nik:<application id>`; the same is needed to read it. What
 * is copied into another row then fails to open
 */
export function encryptField(keys: KeyRing, text: string, place = ''): string {
  const { current } = keys;
  const sealed = encryptBytes(keyFor('field', current), Buffer.from(text, 'utf8'), `f1.${current.id}.${place}`);
  return `f1.${current.id}.${sealed.toString('base64url')}`;
}

/**
 * Reads what `encryptField` wrote, with whichever of the keys wrote it.
 * @throws UnknownKey, Tampered
 */
export function decryptField(keys: KeyRing, field: string, place = ''): string {
  const [version, keyId, body, ...rest] = field.split('.');
  if (version !== 'f1' || keyId === undefined || body === undefined || rest.length > 0)
    throw new Tampered('an encrypted field');
  const key = keys.find(keyId);
  if (key === undefined) throw new UnknownKey(keyId);
  return decryptBytes(
    keyFor('field', key),
    Buffer.from(body, 'base64url'),
    `f1.${keyId}.${place}`,
    'an encrypted field',
  ).toString('utf8');
}

/** Whether a field was written with an older key and should be written anew. */
export function needsRewrite(keys: KeyRing, field: string): boolean {
  return field.split('.')[1] !== keys.current.id;
}

/**
 * Reads `LOKET_INDEX_KEY`: 32 bytes, hexadecimal or base64. It cannot be rotated without building the look-ups anew.
 * @throws Error that never repeats the key
 */
export function parseIndexKey(text: string): Buffer {
  const key = keyBytes(text);
  if (key === undefined) throw new Error('the index key is not 32 bytes in hexadecimal or base64');
  return key;
}

/**
 * A keyed fingerprint by which an encrypted text is found again: HMAC-SHA256, 43 characters of base64url. The same text
 * always gives the same one, so normalise before (a NIK as sixteen bare digits). A plain hash would not do: there are so
 * few NIKs that all can be tried (domain 6.4).
 */
export function indexOf(key: Uint8Array, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('base64url');
}
