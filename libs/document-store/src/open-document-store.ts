import { resolve } from 'node:path';
import { documentStore, type DocumentStore } from './document-store.js';
import { keepInBucket } from './keep-in-bucket.js';
import { keepInFolder } from './keep-in-folder.js';
import { parseKeyRing } from './key-ring.js';

export interface DocumentStoreSettings {
  /**
   * `DOCUMENT_STORE`: `file:/var/lib/loket/documents` (a relative path starts at the working folder) or
   * `s3://bucket/prefix?endpoint=https://host:9000&region=eu-1`.
   */
  readonly url: string;
  /** `LOKET_KEY`: see `parseKeyRing`. */
  readonly keys: string;
  /** For `s3:` only. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** Size limit of one document; 16 MB without it. */
  readonly maxBytes?: number | undefined;
}

/**
 * Opens the store that the settings name; touches neither disk nor network yet.
 * @throws Error in words for the operator
 */
export function openDocumentStore(settings: DocumentStoreSettings): DocumentStore {
  const keys = parseKeyRing(settings.keys);
  return documentStore(placeOf(settings), keys, settings.maxBytes);
}

function placeOf({ url, credentials }: DocumentStoreSettings): ReturnType<typeof keepInFolder> {
  if (url.startsWith('file:')) return keepInFolder(resolve(url.slice('file:'.length).replace(/^\/\/(?=\/)/, '')));
  if (!url.startsWith('s3:')) throw new Error('DOCUMENT_STORE must begin with file: or s3:');
  if (credentials === undefined) throw new Error('DOCUMENT_STORE s3: needs an access key and its secret');
  const { hostname: bucket, pathname, searchParams } = new URL(url);
  const endpoint = searchParams.get('endpoint');
  if (bucket === '' || endpoint === null)
    throw new Error('write DOCUMENT_STORE as s3://bucket/prefix?endpoint=https://host&region=name');
  const prefix = pathname.replace(/^\/+|\/+$/g, '');
  return keepInBucket({
    endpoint,
    region: searchParams.get('region') ?? 'us-east-1',
    bucket,
    prefix: prefix === '' ? '' : `${prefix}/`,
    ...credentials,
  });
}
