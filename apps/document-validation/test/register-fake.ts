import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One question the fake was asked. */
export interface Asked {
  readonly path: string;
  readonly requestId: string;
  readonly body: Record<string, unknown>;
  /** When it came, as `performance.now()`. */
  readonly at: number;
}

export interface RegisterFake {
  readonly port: number;
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Questions about citizens: without the probes. */
  questions(): readonly Asked[];
  /** From now on answers so; a number is an HTTP status, a string a body that is no JSON. */
  answerWith(answer: unknown): void;
  close(): Promise<void>;
}

const agreeing = { content: [{ NIK: 'Sesuai', NAMA_LGKP: 'Sesuai (100)', NO_KK: 'Sesuai' }], quotaLimiter: 56616 };

/** The web service of domain 8.2, for these tests alone: so that the client does not only agree with our stand-in. */
export async function registerFake(): Promise<RegisterFake> {
  const asked: Asked[] = [];
  let answer: unknown = agreeing;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const body: unknown = text === '' ? {} : JSON.parse(text);
      asked.push({
        path: request.url ?? '',
        requestId: String(request.headers['x-request-id'] ?? ''),
        body: typeof body === 'object' && body !== null ? { ...body } : {},
        at: performance.now(),
      });
      if (typeof answer === 'number') response.writeHead(answer).end();
      else if (typeof answer === 'string') response.writeHead(200, { 'content-type': 'text/html' }).end(answer);
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    asked,
    questions: () => asked.filter((one) => one.requestId !== 'probe'),
    answerWith: (next) => {
      answer = next ?? agreeing;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
