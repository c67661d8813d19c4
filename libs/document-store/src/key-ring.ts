import { createHash, hkdfSync } from 'node:crypto';

/** Several data keys, of which the first writes and all read: a key is rotated by putting a new one in front. */
export interface KeyRing {
  readonly current: DataKey;
  /** The newest first. */
  readonly all: readonly DataKey[];
  find(id: string): DataKey | undefined;
}

/** One 32-byte key under its id, which is made from the key itself, so that nobody has to name keys. */
export interface DataKey {
  /** Eight hexadecimal digits. */
  readonly id: string;
  readonly secret: Uint8Array;
}

/** Decodes a key of exactly 32 bytes: 64 hexadecimal digits, or base64 (url or not); undefined for anything else. */
export function keyBytes(text: string): Buffer | undefined {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex');
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return undefined;
  return Buffer.from(trimmed, 'base64');
}

/**
 * Reads `LOKET_KEY`: one or more 32-byte keys, comma-separated, hexadecimal or base64; the newest first.
 * @throws Error that says what is wrong and never repeats a key
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = text.split(',').map((part, index) => {
    const secret = keyBytes(part);
    if (secret === undefined) throw new Error(`data key ${index + 1} is not 32 bytes in hexadecimal or base64`);
    return { id: createHash('sha256').update('loket data key').update(secret).digest('hex').slice(0, 8), secret };
  });
  const [current] = keys;
  if (current === undefined) throw new Error('at least one data key is needed');
  return { current, all: keys, find: (id) => keys.find((key) => key.id === id) };
}

const derived = new WeakMap<DataKey, Map<string, Buffer>>();

/** A key of its own for each use, so that what is sealed for one can never be opened as another. Derived once: that costs. */
export function keyFor(use: 'document' | 'field', key: DataKey): Buffer {
  const ofKey = derived.get(key) ?? new Map<string, Buffer>();
  derived.set(key, ofKey);
  const known = ofKey.get(use) ?? Buffer.from(hkdfSync('sha256', key.secret, '', `loket ${use} v1`, 32));
  ofKey.set(use, known);
  return known;
}
