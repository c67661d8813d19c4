import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { toxicProxy, type ToxicProxy } from './toxic-proxy.js';

let echo: Server;
let received: string[];
let proxy: ToxicProxy;

beforeEach(async () => {
  received = [];
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received.push(chunk.toString());
      socket.write(chunk);
    });
  });
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const bound = echo.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  proxy = await toxicProxy({ port: bound.port });
});

afterEach(async () => {
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

async function open(): Promise<Socket> {
  const socket = connect({ port: proxy.port, host: '127.0.0.1' });
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  return socket;
}

async function ask(socket: Socket, question: string): Promise<string> {
  socket.write(question);
  const [answer] = await once(socket, 'data');
  return String(answer);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  // Not `instanceof Error`: Jest's realm has another Error than the sockets.
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no error';
}

describe('toxicProxy', () => {
  it('passes everything on while healthy, and the end too', async () => {
    const socket = await open();
    expect(await ask(socket, 'halo')).toBe('halo');
    const rest = text(socket);
    socket.end('akhir');
    expect(await rest).toBe('akhir');
    expect(proxy.accepted()).toBe(1);
  });

  it('refuses: old connections are reset, new ones refused, until healed on the same port', async () => {
    const old = await open();
    await ask(old, 'satu');
    const broken = once(old, 'data');
    await proxy.poison({ kind: 'refuse' });
    expect(await codeOf(broken)).toBe('ECONNRESET');
    expect(await codeOf(open())).toBe('ECONNREFUSED');
    await proxy.heal();
    expect(await ask(await open(), 'dua')).toBe('dua');
  });

  it('swallows: accepts, says nothing, sends nothing on; healing resets what was swallowed', async () => {
    await proxy.poison({ kind: 'black-hole' });
    const socket = await open();
    const answer = once(socket, 'data');
    socket.write('hilang');
    const silent = new Promise((resolve) => setTimeout(resolve, 100, 'silence'));
    expect(await Promise.race([answer, silent])).toBe('silence');
    await proxy.heal();
    expect(await codeOf(answer)).toBe('ECONNRESET');
    expect(await ask(await open(), 'kembali')).toBe('kembali');
    expect(received).toEqual(['kembali']);
  });

  it('is late by the latency, each way, and keeps the order', async () => {
    await proxy.poison({ kind: 'latency', ms: 40 });
    const socket = await open();
    const start = performance.now();
    expect(await ask(socket, 'a')).toBe('a');
    expect(performance.now() - start).toBeGreaterThanOrEqual(78);
  });

  it('cuts a request after n bytes', async () => {
    await proxy.poison({ kind: 'reset-after', bytes: 4, direction: 'up' });
    const socket = await open();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write('123456789');
    await closed;
    expect(received.join('')).toMatch(/^(1234)?$/);
  });

  it('cuts a reply after n bytes; the request arrived whole', async () => {
    await proxy.poison({ kind: 'reset-after', bytes: 4, direction: 'down' });
    const socket = await open();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    let seen = '';
    socket.on('data', (chunk) => (seen += chunk.toString()));
    socket.write('123456789');
    await closed;
    expect(received).toEqual(['123456789']);
    expect('1234').toContain(seen);
  });

  it('half-closes: the request arrives, the answer is an end without a byte', async () => {
    await proxy.poison({ kind: 'half-close' });
    const socket = await open();
    const whole = text(socket);
    socket.write('sampai');
    expect(await whole).toBe('');
    expect(received).toEqual(['sampai']);
  });
});
