import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';
import type { TestKeys } from './test-keys.js';

/** What a peer answers: a JSON value, bytes with a type, or a bare status. */
export type PeerAnswer = { json: unknown } | { bytes: Buffer; contentType: string } | { status: number };

export interface TestPeer {
  readonly url: string;
  /** Paths asked so far, `GET /internal/…`. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/**
 * An HTTP server that stands for a peer service in a service test: it checks the caller's 60-second token as the real
 * one does (401 without it), then answers from `answers`.
 * @param answers by `METHOD /path`; undefined is 404
 */
export async function testPeer(
  service: string,
  keys: TestKeys,
  answers: (route: string, request: IncomingMessage) => PeerAnswer | undefined | Promise<PeerAnswer | undefined>,
): Promise<TestPeer> {
  const asked: string[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const route = `${request.method} ${request.url}`;
    asked.push(route);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    try {
      await jwtVerify(token, ({ kid }) => keys.peerKeys.get(kid ?? '') ?? Promise.reject(new Error('unknown')), {
        audience: service,
        algorithms: ['EdDSA'],
      });
    } catch {
      response.writeHead(401).end();
      return;
    }
    const found = (await answers(route, request)) ?? { status: 404 };
    if ('status' in found) response.writeHead(found.status).end();
    else if ('json' in found)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found.json));
    else response.writeHead(200, { 'content-type': found.contentType }).end(found.bytes);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
