import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { toxicProxy, type ToxicProxy } from '#testing';
import type { SendCommand } from '../outbound-message.js';
import { cloudApi } from './gateway.js';

interface Seen {
  method?: string;
  url?: string;
  headers: IncomingMessage['headers'];
  body: string;
}

const command: SendCommand = {
  messageId: 'm-1',
  to: { phone: '6281200000451' },
  message: { kind: 'text', body: 'Halo' },
};
const sample = (name: string) => readFileSync(join(process.cwd(), 'libs/whatsapp/test-data', name)).toString('utf8');
const accepted = sample('out_send_response.json');

let graph: Server;
let answer: (request: Seen, response: ServerResponse) => void;
let seen: Seen[];
let proxy: ToxicProxy;
let origin: string;

beforeEach(async () => {
  seen = [];
  answer = (_, response) => response.end(accepted);
  graph = createServer((request, response) => {
    void buffer(request)
      .then((bytes) => {
        const { method, url, headers } = request;
        const call = { method, url, headers, body: bytes.toString('latin1') };
        seen.push(call);
        answer(call, response);
      })
      .catch(() => response.destroy());
  });
  graph.listen(0, '127.0.0.1');
  await once(graph, 'listening');
  const bound = graph.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  proxy = await toxicProxy({ port: bound.port });
  origin = `http://127.0.0.1:${proxy.port}`;
});

afterEach(async () => {
  await proxy.close();
  graph.closeAllConnections();
  await new Promise((resolve) => graph.close(resolve));
});

const gateway = (settings: { graphUrl?: string; timeoutMs?: number; connectTimeoutMs?: number } = {}) =>
  cloudApi({ graphUrl: origin, version: 'v26.0', phoneNumberId: '42', accessToken: 'rahasia', ...settings });
const reply = (status: number, body: string, headers: Record<string, string> = {}) => {
  answer = (_, response) => response.writeHead(status, headers).end(body);
};

describe('send', () => {
  it('posts the message with our id and the token in the header only', async () => {
    expect(await gateway().send({ ...command, replyTo: 'wamid.in' })).toMatchObject({ kind: 'accepted' });
    const [call] = seen;
    expect(call?.url).toBe('/v26.0/42/messages');
    expect(call?.headers.authorization).toBe('Bearer rahasia');
    expect(JSON.parse(call?.body ?? '')).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '6281200000451',
      context: { message_id: 'wamid.in' },
      type: 'text',
      text: { body: 'Halo', preview_url: false },
      biz_opaque_callback_data: 'm-1',
    });
  });

  it('sends to a scoped id where no phone is known', async () => {
    await gateway().send({ ...command, to: { scopedId: 'ID.77' } });
    const body: unknown = JSON.parse(seen[0]?.body ?? '');
    expect(body).toMatchObject({ recipient: 'ID.77' });
    expect(body).not.toHaveProperty('to');
  });

  it.each([
    ['out_error_130429.json', 'slow_sender'],
    ['out_error_131056.json', 'slow_pair'],
    ['out_error_132001.json', 'our_fault'],
    ['out_error_190.json', 'token'],
  ])('reads %s as %s', async (name, errorClass) => {
    const { _http_status: status, body }: { _http_status: number; body: unknown } = JSON.parse(sample(name));
    reply(status, JSON.stringify(body), { 'retry-after': '7' });
    expect(await gateway().send(command)).toMatchObject({
      kind: 'rejected',
      class: errorClass,
      httpStatus: status,
      retryAfterMs: 7000,
      providerTrace: 'AbCdEfGhIjK',
    });
  });

  it.each([
    ['a 5xx that is a Graph error', 500, '{"error":{"code":131000}}', { kind: 'rejected', class: 'retry' }],
    ['a 4xx without a Graph error', 404, '<html>', { kind: 'rejected', class: 'our_fault', known: false }],
    ['a 429 without a Graph error', 429, '', { kind: 'rejected', class: 'slow_sender' }],
    ['a 5xx with an HTML body', 502, '<html>', { kind: 'ambiguous', cause: 'server-error', httpStatus: 502 }],
    ['a 200 without an id', 200, '{"messages":[]}', { kind: 'ambiguous', cause: 'no-message-id' }],
    ['a 200 that is no JSON', 200, 'OK', { kind: 'ambiguous', cause: 'no-message-id' }],
    ['an endless body', 200, 'x'.repeat(300_000), { kind: 'ambiguous' }],
    ['a redirect', 302, '', { kind: 'ambiguous', cause: 'server-error' }],
  ])('%s', async (_, status, body, outcome) => {
    reply(status, body, { location: 'http://127.0.0.1:1/' });
    expect(await gateway().send(command)).toMatchObject(outcome);
    expect(seen).toHaveLength(1);
  });

  it('knows that nothing was sent when the network refuses', async () => {
    await proxy.poison({ kind: 'refuse' });
    expect(await gateway().send(command)).toEqual({
      kind: 'refused_before_sending',
      cause: 'connect',
      code: 'ECONNREFUSED',
    });
  });

  it('knows that nothing was sent when the name is unknown', async () => {
    expect(await gateway({ graphUrl: 'http://loket.invalid' }).send(command)).toMatchObject({
      kind: 'refused_before_sending',
      cause: 'dns',
    });
  });

  it('knows that nothing was sent when TLS fails', async () => {
    expect(await gateway({ graphUrl: origin.replace('http', 'https') }).send(command)).toMatchObject({
      kind: 'refused_before_sending',
      cause: 'tls',
    });
  });

  it('does not know when the other side accepts and says nothing', async () => {
    await proxy.poison({ kind: 'black-hole' });
    expect(await gateway({ timeoutMs: 150 }).send(command)).toEqual({ kind: 'ambiguous', cause: 'timeout' });
  });

  it('does not know when the connection breaks after the request', async () => {
    await proxy.poison({ kind: 'reset-after', bytes: 10, direction: 'down' });
    expect(await gateway().send(command)).toEqual({ kind: 'ambiguous', cause: 'cut' });
    await proxy.poison({ kind: 'half-close' });
    expect(await gateway().send(command)).toEqual({ kind: 'ambiguous', cause: 'cut' });
    expect(seen).toHaveLength(2);
  });

  it('does not know when the caller gives up after the request; knows when it never began', async () => {
    const gaveUp = new AbortController();
    answer = () => gaveUp.abort();
    expect(await gateway().send(command, { signal: gaveUp.signal })).toEqual({ kind: 'ambiguous', cause: 'aborted' });
    expect(await gateway().send(command, { signal: AbortSignal.abort() })).toEqual({
      kind: 'refused_before_sending',
      cause: 'aborted',
    });
    expect(seen).toHaveLength(1);
  });

  it('opens a fresh connection for each send', async () => {
    await gateway().send(command);
    await gateway().send(command);
    expect(proxy.accepted()).toBe(2);
  });

  it('refuses our own mistakes before anything is sent', async () => {
    await expect(gateway().send({ ...command, message: { kind: 'text', body: '' } })).rejects.toThrow(
      'text body has 1 to 4096 characters',
    );
    expect(proxy.accepted()).toBe(0);
  });
});

describe('upload, markRead, probe', () => {
  it('uploads as a form and gives the id', async () => {
    reply(200, '{"id":"900"}');
    const file = { bytes: Buffer.from('%PDF-1.4'), mimeType: 'application/pdf', filename: 'tanda terima.pdf' };
    expect(await gateway().upload(file)).toEqual({ kind: 'uploaded', mediaId: '900' });
    expect(seen[0]?.url).toBe('/v26.0/42/media');
    expect(seen[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(seen[0]?.body).toContain('%PDF-1.4');
    expect(seen[0]?.body).toContain('name="messaging_product"');
    await proxy.poison({ kind: 'refuse' });
    expect(await gateway().upload(file)).toEqual({ kind: 'unreachable', cause: 'connect' });
  });

  it('marks read, with or without the typing sign', async () => {
    reply(200, '{"success":true}');
    expect(await gateway().markRead('wamid.A', { typing: true })).toEqual({ kind: 'done' });
    await gateway().markRead('wamid.A');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: 'wamid.A',
      typing_indicator: { type: 'text' },
    });
    expect(JSON.parse(seen[1]?.body ?? '')).not.toHaveProperty('typing_indicator');
  });

  it('probes with our own number: refused by Meta is up, refused by the network is down', async () => {
    reply(200, '{"id":"42"}');
    expect(await gateway().probe()).toEqual({ up: true });
    expect(seen[0]?.url).toBe('/v26.0/42?fields=id');
    reply(401, '{"error":{"code":190}}');
    expect(await gateway().probe()).toMatchObject({ up: true, rejected: { class: 'token' } });
    reply(503, '<html>');
    expect(await gateway().probe()).toEqual({ up: false, cause: 'server-error' });
    await proxy.poison({ kind: 'refuse' });
    expect(await gateway().probe()).toEqual({ up: false, cause: 'connect' });
    await proxy.poison({ kind: 'black-hole' });
    expect(await gateway({ timeoutMs: 100 }).probe()).toEqual({ up: false, cause: 'timeout' });
  });
});

describe('fetchMedia', () => {
  const photo = Buffer.from('ffd8ffe000104a464946', 'hex');
  const sha256 = createHash('sha256').update(photo).digest('base64');

  function serve(description: Record<string, unknown>, content: (response: ServerResponse) => void) {
    answer = ({ url }, response) => {
      if (url?.startsWith('/v26.0/')) response.end(JSON.stringify({ url: `${origin}/media/1`, ...description }));
      else content(response);
    };
  }

  it('asks for the id, then for the bytes with the same token, and checks them', async () => {
    serve({ mime_type: 'image/jpeg', sha256, file_size: '10' }, (response) => response.end(photo));
    expect(await gateway().fetchMedia('1 2')).toEqual({
      kind: 'fetched',
      bytes: photo,
      mimeType: 'image/jpeg',
      sha256,
    });
    expect(seen.map(({ url }) => url)).toEqual(['/v26.0/1%202?phone_number_id=42', '/media/1']);
    expect(seen[1]?.headers.authorization).toBe('Bearer rahasia');
  });

  it('takes the digest in hex too, and refuses other bytes', async () => {
    serve({ sha256: Buffer.from(sha256, 'base64').toString('hex') }, (response) => response.end(photo));
    expect(await gateway().fetchMedia('1')).toMatchObject({ kind: 'fetched' });
    serve({ sha256 }, (response) => response.end('lain'));
    expect(await gateway().fetchMedia('1')).toEqual({ kind: 'hash_mismatch' });
  });

  it('stops at the size cap, as declared and while streaming', async () => {
    serve({ file_size: 11 }, (response) => response.end(photo));
    expect(await gateway().fetchMedia('1', { maxBytes: 9 })).toEqual({
      kind: 'too_large',
      limitBytes: 9,
      declaredBytes: 11,
    });
    expect(seen).toHaveLength(1);
    serve({}, (response) => response.end(photo));
    expect(await gateway().fetchMedia('1', { maxBytes: 9 })).toMatchObject({ kind: 'too_large', limitBytes: 9 });
  });

  it('asks again once for an expired URL, then says gone', async () => {
    let times = 0;
    serve({}, (response) => (times++ === 0 ? response.writeHead(404).end() : response.end(photo)));
    expect(await gateway().fetchMedia('1')).toMatchObject({ kind: 'fetched' });
    serve({}, (response) => response.writeHead(404).end());
    expect(await gateway().fetchMedia('1')).toEqual({ kind: 'gone' });
  });

  it('says gone for an id that Meta no longer has', async () => {
    reply(400, '{"error":{"code":100,"error_subcode":33}}');
    expect(await gateway().fetchMedia('1')).toEqual({ kind: 'gone' });
    reply(400, '{"error":{"code":100}}');
    expect(await gateway().fetchMedia('1')).toMatchObject({ kind: 'rejected', class: 'our_fault' });
  });

  it.each([
    'http://169.254.169.254/latest',
    'http://127.0.0.1:1/x',
    'http://lookaside.fbsbx.com/plain',
    'https://fbsbx.com.evil.example/x',
    'https://evilfbsbx.com/x',
    'https://lookaside.fbsbx.com:8443/x',
    'file:///etc/passwd',
  ])('does not show the token to %s', async (url) => {
    serve({ url }, (response) => response.end(photo));
    expect(await gateway().fetchMedia('1')).toEqual({ kind: 'host_refused' });
  });

  it('follows no redirect', async () => {
    serve({}, (response) => response.writeHead(302, { location: `${origin}/elsewhere` }).end());
    expect(await gateway().fetchMedia('1')).toEqual({ kind: 'host_refused' });
    expect(seen).toHaveLength(2);
  });

  it('tells when the network is away', async () => {
    await proxy.poison({ kind: 'refuse' });
    expect(await gateway().fetchMedia('1')).toEqual({ kind: 'unreachable', cause: 'connect' });
    await proxy.poison({ kind: 'black-hole' });
    expect(await gateway({ timeoutMs: 100 }).fetchMedia('1')).toEqual({ kind: 'unreachable', cause: 'timeout' });
  });
});
