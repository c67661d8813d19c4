import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Media {
  readonly bytes: Buffer;
  readonly mimeType: string;
}

/** The media half of the Graph API, as far as intake asks it. */
export interface GraphDouble {
  readonly url: string;
  /** Keeps a file as if a citizen had sent it. @returns its media id */
  keep(media: Media): string;
  /** The next answers to the media's address are 404, as when it has expired. */
  expireAddressOnce(mediaId: string): void;
  /** Answers 500 about this one until it is released, as when a single file is broken. @returns releases it */
  holdBack(mediaId: string): () => void;
  /** Every request so far, `GET /…`. */
  readonly asked: string[];
  /** Answers everything with this status while set. */
  failWith: number | undefined;
  close(): Promise<void>;
}

export async function graphDouble(phoneNumberId: string, token: string): Promise<GraphDouble> {
  const kept = new Map<string, Media>();
  const expired = new Set<string>();
  const heldBack = new Set<string>();
  const asked: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', 'http://graph').pathname;
    asked.push(`${request.method} ${path}`);
    if (double.failWith !== undefined) return void response.writeHead(double.failWith).end('<html>');
    if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end('{}');
    const [, , id = ''] = path.split('/');
    if (id === phoneNumberId) return void response.writeHead(200).end(JSON.stringify({ id }));
    if (heldBack.has(id)) return void response.writeHead(500).end('<html>');
    const media = kept.get(id);
    if (!media)
      return void response
        .writeHead(404)
        .end(JSON.stringify({ error: { message: 'unknown', code: 100, error_subcode: 33 } }));
    if (path.startsWith('/files/')) {
      if (expired.delete(id)) return void response.writeHead(404).end();
      return void response.writeHead(200, { 'content-type': media.mimeType }).end(media.bytes);
    }
    const sha256 = createHash('sha256').update(media.bytes).digest('hex');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        id,
        url: `${double.url}/files/${id}`,
        mime_type: media.mimeType,
        sha256,
        file_size: media.bytes.length,
      }),
    );
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const double: GraphDouble = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    keep: (media) => {
      const id = randomUUID();
      kept.set(id, media);
      return id;
    },
    expireAddressOnce: (id) => void expired.add(id),
    holdBack: (id) => {
      heldBack.add(id);
      return () => void heldBack.delete(id);
    },
    asked,
    failWith: undefined,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return double;
}
