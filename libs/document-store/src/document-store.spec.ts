import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DocumentNotFound, DocumentTooLarge, type DocumentStore } from './document-store.js';
import { BucketAway } from './keep-in-bucket.js';
import { openDocumentStore } from './open-document-store.js';
import { Tampered, UnknownKey } from './sealing-errors.js';

const key = randomBytes(32).toString('base64');
const jpeg = { contentType: 'image/jpeg' };

describe('documents in a folder', () => {
  let folder: string;
  let store: DocumentStore;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loket-documents-'));
    store = openDocumentStore({ url: `file:${folder}`, keys: key, maxBytes: 1000 });
  });
  afterEach(() => rm(folder, { recursive: true }));
  const pathOf = (name: string): string => join(folder, name.slice(0, 2), name);

  it('come back byte by byte with size, hash and type, and lie encrypted', async () => {
    const bytes = Buffer.from('SPECIMEN'.repeat(50));
    const kept = await store.put(bytes, jpeg);
    expect(kept).toEqual({
      key: expect.stringMatching(/^[0-9a-f]{32}$/),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: 400,
    });
    expect(await store.get(kept.key)).toEqual(bytes);
    expect(await store.getWithType(kept.key)).toEqual({ bytes, contentType: 'image/jpeg' });
    const onDisk = await readFile(pathOf(kept.key));
    expect(onDisk.includes('SPECIMEN') || onDisk.includes('image/jpeg')).toBe(false);
    expect((await stat(pathOf(kept.key))).mode & 0o777).toBe(0o600);
  });

  it('are sealed anew under the newest key, in their place, once', async () => {
    const bytes = Buffer.from('SPECIMEN');
    const kept = await store.put(bytes, jpeg);
    expect(await store.rewrite(kept.key)).toBe(false);
    const newer = randomBytes(32).toString('base64');
    const rotating = openDocumentStore({ url: `file:${folder}`, keys: `${newer},${key}`, maxBytes: 1000 });
    expect(await rotating.rewrite(kept.key)).toBe(true);
    expect(await rotating.rewrite(kept.key)).toBe(false);
    expect(await rotating.rewrite('0'.repeat(32))).toBe(false);
    const after = openDocumentStore({ url: `file:${folder}`, keys: newer, maxBytes: 1000 });
    expect(await after.getWithType(kept.key)).toEqual({ bytes, contentType: 'image/jpeg' });
    await expect(store.get(kept.key)).rejects.toThrow(UnknownKey);
  });

  it('take a stream, and stop reading it at the limit', async () => {
    let taken = 0;
    async function* stream(chunks: number): AsyncGenerator<Uint8Array> {
      for (let chunk = 0; chunk < chunks; chunk += 1) {
        taken += 1;
        yield Buffer.alloc(100, chunk);
      }
    }
    expect((await store.put(stream(10), jpeg)).size).toBe(1000);
    taken = 0;
    await expect(store.put(stream(1_000_000), jpeg)).rejects.toThrow(DocumentTooLarge);
    expect(taken).toBe(11);
    await expect(store.put(Buffer.alloc(1001), jpeg)).rejects.toThrow(DocumentTooLarge);
    expect((await store.put(Buffer.alloc(0), jpeg)).size).toBe(0);
  });

  it('leave no unfinished file behind', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => store.put(Buffer.of(index), jpeg)));
    const files = await readdir(folder, { recursive: true });
    expect(files.filter((file) => file.endsWith('.tmp'))).toEqual([]);
    expect(files.filter((file) => /[0-9a-f]{32}$/.test(file))).toHaveLength(20);
  });

  it('are refused when changed anywhere, cut short, or swapped', async () => {
    const [one, two] = [await store.put(Buffer.from('satu'), jpeg), await store.put(Buffer.from('dua'), jpeg)];
    const whole = await readFile(pathOf(one.key));
    for (const at of [0, 14, 26, whole.length - 1]) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(pathOf(one.key), changed);
      await expect(store.get(one.key)).rejects.toThrow(Tampered);
    }
    await writeFile(pathOf(one.key), whole);
    expect(await store.get(one.key)).toEqual(Buffer.from('satu'));
    await truncate(pathOf(one.key), 10);
    await expect(store.get(one.key)).rejects.toThrow(Tampered);
    await rename(pathOf(two.key), pathOf(one.key));
    await expect(store.get(one.key)).rejects.toThrow(Tampered);
  });

  it('stay readable through a key rotation and unreadable without their key', async () => {
    const { key: name } = await store.put(Buffer.from('lama'), jpeg);
    const next = randomBytes(32).toString('hex');
    expect(await openDocumentStore({ url: `file:${folder}`, keys: `${next},${key}` }).get(name)).toEqual(
      Buffer.from('lama'),
    );
    await expect(openDocumentStore({ url: `file://${folder}`, keys: next }).get(name)).rejects.toThrow(UnknownKey);
  });

  it('are gone once deleted, and no key reaches out of the folder', async () => {
    const { key: name } = await store.put(Buffer.from('x'), jpeg);
    await store.delete(name);
    await store.delete(name);
    await expect(store.get(name)).rejects.toThrow(DocumentNotFound);
    await expect(store.get('../../../etc/passwd')).rejects.toThrow(DocumentNotFound);
    await store.delete('..');
    expect((await stat(folder)).isDirectory()).toBe(true);
  });
});

describe('documents in a bucket', () => {
  const objects = new Map<string, Buffer>();
  const asked: IncomingMessage[] = [];
  let failures = 0;
  let server: Server;
  let store: DocumentStore;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request);
      void request.toArray().then((chunks: Buffer[]) => {
        const body = Buffer.concat(chunks);
        const path = request.url ?? '';
        if (failures > 0) {
          failures -= 1;
          response.writeHead(503).end();
        } else if (!path.startsWith('/kartu/')) {
          response.writeHead(404).end('<Error><Code>NoSuchBucket</Code></Error>');
        } else if (request.method === 'PUT') {
          objects.set(path, body);
          const whole = createHash('sha256').update(body).digest('hex') === request.headers['x-amz-content-sha256'];
          response.writeHead(whole ? 200 : 400).end();
        } else if (request.method === 'DELETE') {
          objects.delete(path);
          response.writeHead(204).end();
        } else {
          const found = objects.get(path);
          response.writeHead(found === undefined ? 404 : 200).end(found ?? '<Error><Code>NoSuchKey</Code></Error>');
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    store = openIn('kartu/kantor');
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  function openIn(path: string): DocumentStore {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the bucket does not listen');
    const url = `s3://${path}?endpoint=http://127.0.0.1:${address.port}&region=id-1`;
    return openDocumentStore({ url, keys: key, credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' } });
  }

  it('come back whole, lie encrypted, and are asked for with a signature', async () => {
    const { key: name } = await store.put(Buffer.from('SPECIMEN'), jpeg);
    expect(await store.get(name)).toEqual(Buffer.from('SPECIMEN'));
    expect(objects.get(`/kartu/kantor/${name}`)?.includes('SPECIMEN')).toBe(false);
    for (const { headers } of asked) {
      expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/id-1\/s3\/aws4_request, /);
    }
    await store.delete(name);
    await expect(store.get(name)).rejects.toThrow(DocumentNotFound);
  });

  it('outlast a moment of trouble, and say so when it lasts', async () => {
    failures = 2;
    const { key: name } = await store.put(Buffer.from('x'), jpeg);
    expect(await store.get(name)).toEqual(Buffer.from('x'));
    failures = 4;
    await expect(store.get(name)).rejects.toThrow(BucketAway);
    failures = 0;
    const nobodyThere = openDocumentStore({
      url: 's3://kartu?endpoint=http://127.0.0.1:1&region=id-1',
      keys: key,
      credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
    });
    // Messaging puts such a message back without counting an attempt, however long it lasts.
    await expect(nobodyThere.get(name)).rejects.toMatchObject({ code: 'peer-away' });
  });

  it('take a missing bucket for a wrong setting, not for a missing document', async () => {
    await expect(openIn('lain').get('0'.repeat(32))).rejects.toThrow(/answered 404 to GET/);
  });
});

describe('openDocumentStore', () => {
  it.each([
    ['http://x', /file: or s3:/],
    ['s3://bucket?endpoint=https://x', /access key/],
  ])('refuses %s', (url, words) => {
    expect(() => openDocumentStore({ url, keys: key })).toThrow(words);
  });

  it('refuses a bucket without endpoint', () => {
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    expect(() => openDocumentStore({ url: 's3://bucket', keys: key, credentials })).toThrow(/endpoint/);
  });
});
