import { hkdfSync } from 'node:crypto';
import { Encrypter, identityToRecipient } from 'age-encryption';
import { parseKeyRing } from '#document-store';
import type { Key } from './container.js';

// WebCrypto takes an X25519 key with this standard header (RFC 8410) before its 32 raw bytes.
const privateHeader = Buffer.from('302e020100300506032b656e04220420', 'hex');

/**
 * The office's key for bundles. It is drawn from LOKET_KEY, so that an office keeps, rotates and backs up one secret: a device
 * that was away during a rotation seals for the older key, which is still on the ring.
 */
export class OfficeKey {
  private constructor(
    /** What devices seal for, `age1…`. */
    readonly recipient: string,
    /** Newest first. */
    readonly identities: readonly Key[],
  ) {}

  /** @param keys LOKET_KEY, as the document store reads it */
  static async from(keys: string): Promise<OfficeKey> {
    const identities = await Promise.all(keys.split(',').map(identityOf));
    const [newest] = identities;
    if (!newest) throw new Error('at least one data key is needed');
    return new OfficeKey(await identityToRecipient(newest), identities);
  }
}

/** Seals what goes back to a device on a stick. */
export async function sealForDevice(recipient: string, text: string): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(text);
}

function identityOf(key: string): Promise<Key> {
  const { secret } = parseKeyRing(key).current;
  const scalar = Buffer.from(hkdfSync('sha256', secret, '', 'loket bundle v1', 32));
  const der = Buffer.concat([privateHeader, scalar]);
  return crypto.subtle.importKey('pkcs8', der, { name: 'X25519' }, false, ['deriveBits']);
}
