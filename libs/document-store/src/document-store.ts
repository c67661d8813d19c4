import { createHash, randomBytes } from 'node:crypto';
import { isUnderOldKey, openDocument, sealDocument } from './sealed-document.js';
import type { KeyRing } from './key-ring.js';

/** Keeps originals: encrypted at rest, found by a random key, never overwritten. */
export interface DocumentStore {
  /**
   * Keeps a document; it is durable when this resolves.
   * @param content bytes, or a stream that is read no further than the size limit
   * @returns its key, the SHA-256 of the plain bytes in hexadecimal, and their number
   * @throws DocumentTooLarge
   */
  put(content: Uint8Array | AsyncIterable<Uint8Array>, about: { readonly contentType: string }): Promise<KeptDocument>;
  /** @throws DocumentNotFound, Tampered, UnknownKey */
  get(key: string): Promise<Buffer>;
  /** As `get`, with the content type that it was put under. */
  getWithType(key: string): Promise<{ readonly bytes: Buffer; readonly contentType: string }>;
  /**
   * Seals a document anew under the newest key, in its place; its key in the store stays.
   * @returns whether it was written; false where it lies under the newest key already, or is not there
   * @throws Tampered, UnknownKey
   */
  rewrite(key: string): Promise<boolean>;
  /** Deletes for good. What is not there is as good as deleted. */
  delete(key: string): Promise<void>;
}

export interface KeptDocument {
  readonly key: string;
  readonly sha256: string;
  readonly size: number;
}

/** Where sealed bytes lie: a folder or a bucket. Knows nothing of keys or content. */
export interface SealedBytes {
  /** Durable and whole, or not there at all, when it resolves. */
  write(key: string, bytes: Uint8Array): Promise<void>;
  /** Undefined where there is none. */
  read(key: string): Promise<Buffer | undefined>;
  remove(key: string): Promise<void>;
}

export class DocumentTooLarge extends Error {
  override readonly name = 'DocumentTooLarge';
  constructor(readonly maxBytes: number) {
    super(`the document is larger than ${maxBytes} bytes`);
  }
}

export class DocumentNotFound extends Error {
  override readonly name = 'DocumentNotFound';
  constructor(readonly key: string) {
    super(`no document is kept under ${key}`);
  }
}

/** WhatsApp takes documents of up to 100 MB, an office has no use for one above 16. */
export const defaultMaxBytes = 16 * 1024 * 1024;

/** A store over any place that keeps sealed bytes. */
export function documentStore(place: SealedBytes, keys: KeyRing, maxBytes: number = defaultMaxBytes): DocumentStore {
  const getWithType: DocumentStore['getWithType'] = async (key) => {
    if (!isKey(key)) throw new DocumentNotFound('an unreadable key');
    const sealed = await place.read(key);
    if (sealed === undefined) throw new DocumentNotFound(key);
    return openDocument(keys, key, sealed);
  };
  return {
    async put(content, { contentType }) {
      const bytes = await collect(content, maxBytes);
      const key = randomBytes(16).toString('hex');
      await place.write(key, sealDocument(keys, key, { bytes, contentType }));
      return { key, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
    },
    getWithType,
    async get(key) {
      return (await getWithType(key)).bytes;
    },
    async rewrite(key) {
      const sealed = isKey(key) ? await place.read(key) : undefined;
      if (sealed === undefined || !isUnderOldKey(keys, sealed)) return false;
      await place.write(key, sealDocument(keys, key, openDocument(keys, key, sealed)));
      return true;
    },
    async delete(key) {
      if (isKey(key)) await place.remove(key);
    },
  };
}

// A key becomes part of a path: only what `put` can have made is looked up.
function isKey(key: string): boolean {
  return /^[0-9a-f]{32}$/.test(key);
}

async function collect(content: Uint8Array | AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  if (content instanceof Uint8Array) {
    if (content.length > maxBytes) throw new DocumentTooLarge(maxBytes);
    return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > maxBytes) throw new DocumentTooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
