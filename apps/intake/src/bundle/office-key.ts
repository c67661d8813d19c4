import { createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import { Encrypter, identityToRecipient } from 'age-encryption';
import { parseKeyRing } from '#document-store';
import { CompactSign, exportJWK } from 'jose';
import type { Key } from './container.js';

// WebCrypto takes an X25519 key with this standard header (RFC 8410) before its 32 raw bytes.
const privateHeader = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** The public half of Ed25519 as a JWK: what proves the office's replies. */
export interface ReplyKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
}

/**
 * The office's keys towards devices. What bundles are sealed for is drawn from LOKET_KEY, so that an office keeps, rotates and
 * backs up one secret: a device that was away during a rotation seals for the older key, which is still on the ring. Replies are
 * signed with the service's own key.
 */
export class OfficeKey {
  private constructor(
    /** What devices seal for, `age1…`, and what proves a reply. */
    readonly publicHalves: { readonly officeKey: string; readonly replyKey: ReplyKey },
    /** Newest first. */
    readonly identities: readonly Key[],
    private readonly serviceKey: KeyObject,
  ) {}

  /** @param keys LOKET_KEY, as the document store reads it @param serviceKey LOKET_SERVICE_KEY */
  static async from(keys: string, serviceKey: KeyObject): Promise<OfficeKey> {
    const identities = await Promise.all(keys.split(',').map(identityOf));
    const [newest] = identities;
    if (!newest) throw new Error('at least one data key is needed');
    const { x } = await exportJWK(createPublicKey(serviceKey));
    const replyKey = { kty: 'OKP', crv: 'Ed25519', x: String(x) } as const;
    return new OfficeKey({ officeKey: await identityToRecipient(newest), replyKey }, identities, serviceKey);
  }

  /** What goes back to a device on a stick: signed by this office, sealed for that device alone. */
  async sealReply(recipient: string, reply: unknown): Promise<Uint8Array> {
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    const signed = await new CompactSign(new TextEncoder().encode(JSON.stringify(reply)))
      .setProtectedHeader({ alg: 'EdDSA', typ: 'loket-reply' })
      .sign(this.serviceKey);
    return encrypter.encrypt(signed);
  }
}

function identityOf(key: string): Promise<Key> {
  const { secret } = parseKeyRing(key).current;
  const scalar = Buffer.from(hkdfSync('sha256', secret, '', 'loket bundle v1', 32));
  const der = Buffer.concat([privateHeader, scalar]);
  return crypto.subtle.importKey('pkcs8', der, { name: 'X25519' }, false, ['deriveBits']);
}
