import { decryptBytes, encryptBytes } from './encrypt-bytes.js';
import { keyFor, type KeyRing } from './key-ring.js';
import { Tampered, UnknownKey } from './sealing-errors.js';

interface OpenDocument {
  readonly bytes: Buffer;
  readonly contentType: string;
}

// File: "LOKET1", key id (8 ASCII), then nonce, tag and ciphertext of: length of the content type (1), content type, bytes.
const mark = 'LOKET1';
const headerBytes = mark.length + 8;

/** Seals a document under the current key, bound to its own key in the store: a file put in another's place won't open. */
export function sealDocument(keys: KeyRing, storeKey: string, { bytes, contentType }: OpenDocument): Buffer {
  const { current } = keys;
  const type = Buffer.from(contentType, 'utf8');
  if (type.length > 255) throw new RangeError('a content type has at most 255 bytes');
  const plain = Buffer.concat([Buffer.of(type.length), type, bytes]);
  const header = `${mark}${current.id}`;
  return Buffer.concat([
    Buffer.from(header),
    encryptBytes(keyFor('document', current), plain, `${header}.${storeKey}`),
  ]);
}

/** Whether a sealed document was written with an older key. */
export function isUnderOldKey(keys: KeyRing, sealed: Buffer): boolean {
  return sealed.subarray(mark.length, headerBytes).toString('latin1') !== keys.current.id;
}

/** @throws UnknownKey, Tampered */
export function openDocument(keys: KeyRing, storeKey: string, sealed: Buffer): OpenDocument {
  const what = `document ${storeKey}`;
  const header = sealed.subarray(0, headerBytes).toString('latin1');
  if (!header.startsWith(mark) || header.length < headerBytes) throw new Tampered(what);
  const key = keys.find(header.slice(mark.length));
  if (key === undefined) throw new UnknownKey(header.slice(mark.length));
  const plain = decryptBytes(keyFor('document', key), sealed.subarray(headerBytes), `${header}.${storeKey}`, what);
  const typeEnd = 1 + (plain[0] ?? 0);
  return { contentType: plain.subarray(1, typeEnd).toString('utf8'), bytes: plain.subarray(typeEnd) };
}
