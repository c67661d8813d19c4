import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Tampered } from './sealing-errors.js';

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM under a fresh random nonce; gives nonce, tag and ciphertext in one. `bound` is authenticated, not stored. */
export function encryptBytes(key: Uint8Array, plain: Uint8Array, bound: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/**
 * Opens what `encryptBytes` made.
 * @param what names the thing in the error text; never its content
 * @throws Tampered where key, content or `bound` is not the one it was made with
 */
export function decryptBytes(key: Uint8Array, sealed: Uint8Array, bound: string, what: string): Buffer {
  if (sealed.length < nonceBytes + tagBytes) throw new Tampered(what);
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
  } catch (cause) {
    throw new Tampered(what, { cause });
  }
}
