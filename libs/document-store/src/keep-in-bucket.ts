import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import type { SealedBytes } from './document-store.js';

/** Where and as whom to keep objects in a bucket of any S3-compatible store. */
export interface Bucket {
  /** `https://s3.example:9000`, without the bucket. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Put before each key; empty for none. */
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** For one act, its retries included; 30 s without it. */
  readonly timeoutMs?: number;
}

/** The store answered with something other than success; a caller may try again. */
export class BucketRefused extends Error {
  override readonly name = 'BucketRefused';
  constructor(
    readonly act: string,
    readonly status: number,
  ) {
    super(`the bucket answered ${status} to ${act}: check endpoint, bucket name and credentials`);
  }
}

/** The store is not there, or has trouble of its own: it passes; messaging counts no attempt, and a caller gets 503. */
export class BucketAway extends Error {
  override readonly name = 'BucketAway';
  readonly code = 'peer-away';
  constructor(act: string, options?: ErrorOptions) {
    super(`the bucket does not answer to ${act}: see that the store of documents runs and has room`, options);
  }
}

/** Keeps sealed bytes as objects, path-style addressed, signed with AWS Signature 4. Retries 5xx and 429 three times. */
export function keepInBucket(bucket: Bucket): SealedBytes {
  const { accessKeyId, secretAccessKey, region } = bucket;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 3, initRetryMs: 100 });
  const ask = async (method: 'PUT' | 'GET' | 'DELETE', key: string, body?: Uint8Array): Promise<Response> => {
    const url = new URL(`${bucket.bucket}/${bucket.prefix}${key}`, `${bucket.endpoint.replace(/\/$/, '')}/`);
    const asked = client.fetch(url, {
      method,
      signal: AbortSignal.timeout(bucket.timeoutMs ?? 30_000),
      ...(body === undefined ? {} : { body: new Blob([Buffer.from(body)]), headers: headersOf(body) }),
    });
    const answer = await asked.catch((cause: unknown) => {
      throw new BucketAway(method, { cause });
    });
    if (answer.status < 500 && answer.status !== 429) return answer;
    await answer.body?.cancel();
    throw new BucketAway(method);
  };
  return {
    async write(key, bytes) {
      const answer = await ask('PUT', key, bytes);
      await answer.body?.cancel();
      if (!answer.ok) throw new BucketRefused('PUT', answer.status);
    },
    async read(key) {
      const answer = await ask('GET', key);
      if (answer.ok) return Buffer.from(await answer.arrayBuffer());
      const code = /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1];
      // A missing bucket is a mistake in the settings, not a missing document.
      if (answer.status === 404 && code !== 'NoSuchBucket') return undefined;
      throw new BucketRefused('GET', answer.status);
    },
    async remove(key) {
      const answer = await ask('DELETE', key);
      await answer.body?.cancel();
      if (!answer.ok && answer.status !== 404) throw new BucketRefused('DELETE', answer.status);
    },
  };
}

// With the hash in the signature, the store itself refuses a body that was changed or cut on its way.
function headersOf(body: Uint8Array): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    'x-amz-content-sha256': createHash('sha256').update(body).digest('hex'),
  };
}
