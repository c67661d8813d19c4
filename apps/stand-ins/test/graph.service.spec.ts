import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verifySignature as oracle } from '@kapso/whatsapp-cloud-api/server';
import { cloudApi, parseWebhook, verifySignature, type InboundEvent, type SendCommand } from '#whatsapp';
import { startGraph } from '../src/graph/start-graph.js';
import type { StandIn } from '../src/stand-in.js';

const appSecret = 'app-secret';
const phone = '6281200000001';

interface Received {
  raw: Buffer;
  signature: string;
}

let office: Server;
let officeUrl: string;
let received: Received[];
let answerWith: () => number;
let folder: string;
let standIn: StandIn;

beforeEach(async () => {
  received = [];
  answerWith = () => 200;
  office = createServer((request, response) => {
    void buffer(request).then((raw) => {
      received.push({ raw, signature: String(request.headers['x-hub-signature-256']) });
      response.writeHead(answerWith()).end();
    });
  });
  office.listen(0, '127.0.0.1');
  await once(office, 'listening');
  const bound = office.address();
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  officeUrl = `http://127.0.0.1:${bound.port}/webhooks/whatsapp`;
  folder = mkdtempSync(join(tmpdir(), 'loket-graph-'));
  standIn = await start();
});

afterEach(async () => {
  await standIn.stop();
  office.closeAllConnections();
  office.close();
  rmSync(folder, { recursive: true });
});

const start = () =>
  startGraph({
    port: 0,
    wirePort: 0,
    host: '127.0.0.1',
    folder,
    webhookUrl: officeUrl,
    appSecret,
    accessToken: 'token',
    business: { wabaId: '7', phoneNumberId: '42', displayPhoneNumber: '6281100000000' },
  });
const desk = (path: string) => `http://127.0.0.1:${standIn.port}${path}`;
const gateway = (settings: { accessToken?: string; timeoutMs?: number } = {}) =>
  cloudApi({
    graphUrl: `http://127.0.0.1:${standIn.wirePort}`,
    version: 'v26.0',
    phoneNumberId: '42',
    accessToken: 'token',
    ...settings,
  });
const text = (messageId: string): SendCommand => ({
  messageId,
  to: { phone },
  message: { kind: 'text', body: 'Halo' },
});

async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(desk(path), { method, body: body === undefined ? undefined : JSON.stringify(body) });
  expect(response.status).toBeLessThan(300);
  const answer: Answer = JSON.parse(await response.text());
  return answer;
}
const faults = (set: unknown) => call('PUT', '/_faults', set);
const write = (act: Record<string, unknown>) =>
  call<{ id: string }>('POST', '/_phone/messages', { from: phone, ...act });
const log = (kind: string) => call<{ kind: string; messageId?: string }[]>('GET', `/_log?kind=${kind}`);
const events = (): InboundEvent[] => received.flatMap(({ raw }) => parseWebhook(raw));
const statuses = () => events().flatMap((event) => (event.kind === 'status' ? [event] : []));

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(10);
}

describe('the phone', () => {
  it('posts what the citizen writes, escaped and signed so that independent verifiers agree', async () => {
    const said = 'Nama: Zaýd 😀 a/b siti@contoh.id #KTP#"\\';
    const { id } = await write({ name: 'Siti / Aminah', text: said });
    await until(() => received.length === 1);
    const [webhook] = received;
    if (webhook === undefined) throw new Error('nothing came');
    expect(webhook.raw.every((byte) => byte < 0x7f)).toBe(true);
    expect(webhook.raw.toString()).toMatch(/\\u00fdd \\ud83d\\ude00 a\\\/b siti\\u0040contoh/);
    const rawBody = webhook.raw;
    expect(oracle({ appSecret, rawBody, signatureHeader: webhook.signature })).toBe(true);
    expect(verifySignature(rawBody, webhook.signature, [appSecret])).toEqual({ valid: true, form: 'raw' });
    expect(verifySignature(rawBody, webhook.signature, ['another'])).toMatchObject({ valid: false });
    expect(events()).toMatchObject([
      {
        kind: 'message',
        accountId: '42',
        providerMessageId: id,
        sender: { phone, displayName: 'Siti / Aminah', scopedId: expect.stringMatching(/^ID\.\d+$/) },
        content: { kind: 'text', text: said },
      },
    ]);
  });

  it('sends photos and papers that the service can fetch byte by byte', async () => {
    const photo = Buffer.from('ffd8ffe000104a46494600', 'hex');
    const paper = Buffer.from('%PDF-1.4 surat');
    await write({ media: { base64: photo.toString('base64'), mime: 'image/jpeg', caption: 'KK' } });
    await write({ media: { base64: paper.toString('base64'), mime: 'application/pdf', filename: 'surat lahir.pdf' } });
    await until(() => received.length === 2);
    const media = events().flatMap((event) => (event.kind === 'message' ? [event.content] : []));
    expect(media).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ medium: 'image', caption: 'KK', mimeType: 'image/jpeg' }),
        expect.objectContaining({ medium: 'document', filename: 'surat lahir.pdf' }),
      ]),
    );
    for (const content of media) {
      if (content.kind !== 'media') throw new Error('not a file');
      const bytes = content.medium === 'image' ? photo : paper;
      expect(await gateway().fetchMedia(content.mediaId)).toEqual({
        kind: 'fetched',
        bytes,
        mimeType: content.mimeType,
        sha256: createHash('sha256').update(bytes).digest('base64'),
      });
    }
    expect(await log('media-fetch')).toHaveLength(2);
  });

  it('taps buttons, hides its number, and shows what came', async () => {
    await write({ text: 'Halo' });
    const buttons = [{ id: 'ya', title: 'Ya' }];
    const sent = await gateway().send({
      messageId: 'm-1',
      to: { phone },
      message: { kind: 'buttons', body: 'Benar?', buttons },
    });
    if (sent.kind !== 'accepted') throw new Error(sent.kind);
    await write({ context: sent.providerMessageId, hidden: true, reply: { kind: 'button', ...buttons[0] } });
    await until(() => events().filter(({ kind }) => kind === 'message').length === 2);
    const reply = events().find((event) => event.kind === 'message' && event.content.kind === 'interactive');
    expect(reply).toMatchObject({ replyTo: sent.providerMessageId, content: { reply: { kind: 'button', id: 'ya' } } });
    expect(reply).not.toHaveProperty('sender.phone', phone);
    await until(async () => {
      const { messages } = await call<{ messages: { status?: string }[] }>('GET', `/_phone/chats/${phone}`);
      return messages.some(({ status }) => status === 'read');
    });
    expect(await call('GET', `/_phone/chats/${phone}`)).toMatchObject({
      messages: [{ text: 'Halo' }, { from: 'office', text: 'Benar?' }, { from: 'citizen', text: 'Ya' }],
    });
  });
});

describe('webhooks', () => {
  it('come again until the answer is 200, also after a restart', async () => {
    answerWith = () => 503;
    await write({ text: 'Halo' });
    await until(() => received.length === 2);
    await standIn.stop();
    answerWith = () => 200;
    received = [];
    standIn = await start();
    await until(() => received.length === 1);
    await until(async () => (await call<{ webhooks: number }>('GET', '/_phone/pending')).webhooks === 0);
  });

  it('can be doubled, held and let go', async () => {
    await faults({ duplicateWebhooks: 2 });
    await write({ text: 'Halo' });
    await until(() => received.length === 3);
    expect(new Set(events().map(({ eventKey }) => eventKey)).size).toBe(1);
    await faults({ holdWebhooks: true });
    await write({ text: 'Apa kabar' });
    expect(await call('GET', '/_phone/pending')).toEqual({ webhooks: 1 });
    await faults({});
    await until(() => received.length === 4);
  });
});

describe('a send', () => {
  it('is followed by statuses that carry our message id', async () => {
    expect(await gateway().send(text('m-1'))).toMatchObject({ kind: 'accepted' });
    await until(() => statuses().length === 3);
    expect(new Set(statuses().map(({ status }) => status))).toEqual(new Set(['sent', 'delivered', 'read']));
    expect(new Set(statuses().map(({ ourMessageId }) => ourMessageId))).toEqual(new Set(['m-1']));
    expect(await log('send')).toMatchObject([{ messageId: 'm-1', to: phone, text: 'Halo' }]);
  });

  it('can fail later, as told or because the window is shut', async () => {
    await faults({ failStatuses: 131026 });
    await gateway().send(text('m-1'));
    await until(() => statuses().length === 1);
    expect(statuses()).toMatchObject([{ status: 'failed', errors: [{ code: 131026 }] }]);
    await faults({ enforceWindow: true });
    await gateway().send(text('m-2'));
    await until(() => statuses().length === 2);
    expect(statuses().at(-1)).toMatchObject({ ourMessageId: 'm-2', errors: [{ code: 131047 }] });
  });

  it('keeps the proof when the reply is lost, and over a restart', async () => {
    await faults({ loseReply: true, count: 1 });
    expect(await gateway().send(text('m-1'))).toEqual({ kind: 'ambiguous', cause: 'cut' });
    expect(await gateway().send(text('m-2'))).toMatchObject({ kind: 'accepted' });
    await standIn.stop();
    standIn = await start();
    expect((await log('send')).map(({ messageId }) => messageId)).toEqual(['m-1', 'm-2']);
  });

  it('wants the right token', async () => {
    expect(await gateway({ accessToken: 'other' }).send(text('m'))).toMatchObject({ kind: 'rejected', class: 'token' });
  });

  it('goes with an uploaded file only if the file is there', async () => {
    const file = { bytes: Buffer.from('%PDF-1.4'), mimeType: 'application/pdf', filename: 'bukti.pdf' };
    const uploaded = await gateway().upload(file);
    if (uploaded.kind !== 'uploaded') throw new Error(uploaded.kind);
    const send = (mediaId: string) =>
      gateway().send({ messageId: 'm', to: { phone }, message: { kind: 'document', mediaId, filename: 'bukti.pdf' } });
    expect(await send(uploaded.mediaId)).toMatchObject({ kind: 'accepted' });
    expect(await send('1')).toMatchObject({ kind: 'rejected', class: 'media' });
  });
});

describe('faults on the socket', () => {
  it('refuse: nothing listens, so nothing was sent; the desk stays reachable', async () => {
    await faults({ refuse: true });
    expect(await gateway().send(text('m'))).toMatchObject({ kind: 'refused_before_sending', code: 'ECONNREFUSED' });
    await faults({});
    expect(await gateway().send(text('m'))).toMatchObject({ kind: 'accepted' });
    expect(await log('send')).toHaveLength(1);
  });

  it('black hole: accepts and never answers; nothing is taken', async () => {
    await faults({ blackHole: true });
    expect(await gateway({ timeoutMs: 100 }).send(text('m'))).toEqual({ kind: 'ambiguous', cause: 'timeout' });
    expect(await gateway({ timeoutMs: 100 }).probe()).toEqual({ up: false, cause: 'timeout' });
    await faults({});
    expect(await gateway().probe()).toEqual({ up: true });
    expect(await log('send')).toEqual([]);
  });

  it('cut, latency, errors and pages of a proxy', async () => {
    await faults({ cutAfterBytes: 10, count: 1 });
    expect(await gateway().send(text('m'))).toEqual({ kind: 'ambiguous', cause: 'cut' });
    await faults({ latencyMs: 80, count: 1 });
    expect(await gateway({ timeoutMs: 40 }).send(text('m'))).toEqual({ kind: 'ambiguous', cause: 'timeout' });
    await faults({ error: { code: 131056, httpStatus: 429 }, count: 1 });
    expect(await gateway().send(text('m'))).toMatchObject({ kind: 'rejected', class: 'slow_pair', httpStatus: 429 });
    await faults({ htmlError: true, count: 1 });
    expect(await gateway().send(text('m'))).toMatchObject({ kind: 'ambiguous', httpStatus: 502 });
    expect(await gateway().send(text('m'))).toMatchObject({ kind: 'accepted' });
  });

  it('touches only the kinds it is told to, for as long as it is told', async () => {
    await faults({ refuse: true, only: ['send'], forMs: 60_000 });
    expect(await gateway().send(text('m'))).toMatchObject({ kind: 'ambiguous', cause: 'cut' });
    expect(await gateway().probe()).toEqual({ up: true });
  });

  it('media: expired URL, expired id, other bytes', async () => {
    await write({ media: { base64: Buffer.from('x').toString('base64'), mime: 'image/jpeg' } });
    const [{ id = '' } = {}] = await call<{ id?: string }[]>('GET', '/_log?kind=media');
    await faults({ mediaUrlExpired: true, count: 2 });
    expect(await gateway().fetchMedia(id)).toMatchObject({ kind: 'fetched' });
    await faults({ mediaUrlExpired: true });
    expect(await gateway().fetchMedia(id)).toEqual({ kind: 'gone' });
    await faults({ mediaGone: true });
    expect(await gateway().fetchMedia(id)).toEqual({ kind: 'gone' });
    await faults({ mediaCorrupt: true });
    expect(await gateway().fetchMedia(id)).toEqual({ kind: 'hash_mismatch' });
  });

  it('says what is wrong with a fault it does not know', async () => {
    const answer = await fetch(desk('/_faults'), { method: 'PUT', body: '{"rfuse":true}' });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('rfuse');
  });
});

it('shows the phone page', async () => {
  const page = await fetch(desk('/'));
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await page.text()).toContain('+6281100000000');
  for (const file of ['/phone.js', '/phone.css']) expect((await fetch(desk(file))).status).toBe(200);
  expect((await fetch(desk('/health/ready'))).status).toBe(200);
  expect((await fetch(desk('/nothing'))).status).toBe(404);
});
