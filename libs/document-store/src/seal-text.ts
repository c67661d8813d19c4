import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { decryptBytes, encryptBytes } from './encrypt-bytes.js';
import { keyBytes } from './key-ring.js';
import { Tampered, UnknownKey } from './sealing-errors.js';

// X25519 keys travel as their 32 raw bytes; node:crypto wants these standard headers (RFC 8410) before them.
const publicHeader = Buffer.from('302a300506032b656e032100', 'hex');
const privateHeader = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** Whoever holds it can seal and not open. */
export interface SealPublicKey {
  readonly id: string;
  readonly raw: Buffer;
  readonly key: KeyObject;
}

/** Opens what was sealed for any of its keys. */
export interface SealPrivateKeys {
  find(id: string): { readonly key: KeyObject; readonly publicKey: SealPublicKey } | undefined;
}

function publicKeyOf(raw: Buffer): SealPublicKey {
  return {
    id: createHash('sha256').update('loket seal key').update(raw).digest('hex').slice(0, 8),
    raw,
    key: createPublicKey({ key: Buffer.concat([publicHeader, raw]), format: 'der', type: 'spki' }),
  };
}

function rawPublicKey(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(publicHeader.length);
}

/** A fresh pair for `LOKET_SEAL_PUBLIC_KEY` and `LOKET_SEAL_PRIVATE_KEY`: 32 raw bytes each, base64url. */
export function generateSealKeys(): { readonly publicKey: string; readonly privateKey: string } {
  const pair = generateKeyPairSync('x25519');
  return {
    publicKey: rawPublicKey(pair.publicKey).toString('base64url'),
    privateKey: pair.privateKey
      .export({ format: 'der', type: 'pkcs8' })
      .subarray(privateHeader.length)
      .toString('base64url'),
  };
}

/**
 * Reads `LOKET_SEAL_PUBLIC_KEY`: 32 raw bytes, hexadecimal or base64 (the `x` of a JWK).
 * @throws Error in words for the operator
 */
export function parseSealPublicKey(text: string): SealPublicKey {
  const raw = keyBytes(text);
  if (raw === undefined) throw new Error('the seal public key is not 32 bytes in hexadecimal or base64');
  return publicKeyOf(raw);
}

/**
 * Reads `LOKET_SEAL_PRIVATE_KEY`: one or more keys of 32 raw bytes (the `d` of a JWK), comma-separated, so that what was
 * sealed before a rotation still opens.
 * @throws Error that never repeats a key
 */
export function parseSealPrivateKeys(text: string): SealPrivateKeys {
  const keys = text.split(',').map((part, index) => {
    const raw = keyBytes(part);
    if (raw === undefined) throw new Error(`seal private key ${index + 1} is not 32 bytes in hexadecimal or base64`);
    const key = createPrivateKey({ key: Buffer.concat([privateHeader, raw]), format: 'der', type: 'pkcs8' });
    return { key, publicKey: publicKeyOf(rawPublicKey(createPublicKey(key))) };
  });
  return { find: (id) => keys.find(({ publicKey }) => publicKey.id === id) };
}

/**
 * Seals a text for the holder of the private key, as it must travel in an event: `s1.<key id>.<base64url>` of a fresh
 * X25519 public key and AES-256-GCM under the key that HKDF-SHA256 draws from the exchange.
 * @param place binds it to its subject (an application's or conversation's id); the same is needed to open it
 */
export function seal(to: SealPublicKey, text: string, place = ''): string {
  const once = generateKeyPairSync('x25519');
  const oncePublic = rawPublicKey(once.publicKey);
  const key = exchange(once.privateKey, to.key, oncePublic, to.raw);
  const body = encryptBytes(key, Buffer.from(text, 'utf8'), `s1.${to.id}.${place}`);
  return `s1.${to.id}.${Buffer.concat([oncePublic, body]).toString('base64url')}`;
}

/**
 * Opens what `seal` made.
 * @throws UnknownKey, Tampered
 */
export function unseal(keys: SealPrivateKeys, sealed: string, place = ''): string {
  const [version, keyId, body, ...rest] = sealed.split('.');
  if (version !== 's1' || keyId === undefined || body === undefined || rest.length > 0)
    throw new Tampered('a sealed text');
  const own = keys.find(keyId);
  if (own === undefined) throw new UnknownKey(keyId);
  const bytes = Buffer.from(body, 'base64url');
  const oncePublic = bytes.subarray(0, 32);
  if (oncePublic.length < 32) throw new Tampered('a sealed text');
  const key = exchange(own.key, publicKeyOf(oncePublic).key, oncePublic, own.publicKey.raw);
  return decryptBytes(key, bytes.subarray(32), `s1.${keyId}.${place}`, 'a sealed text').toString('utf8');
}

function exchange(privateKey: KeyObject, publicKey: KeyObject, oncePublic: Buffer, recipient: Buffer): Buffer {
  let secret: Buffer;
  try {
    secret = diffieHellman({ privateKey, publicKey });
  } catch (cause) {
    // A public key of small order, which only a forger sends.
    throw new Tampered('a sealed text', { cause });
  }
  return Buffer.from(hkdfSync('sha256', secret, Buffer.concat([oncePublic, recipient]), 'loket seal v1', 32));
}
