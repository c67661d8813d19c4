import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseWahaWebhook } from './parse-waha-webhook.js';
import { wahaGateway } from './waha-gateway.js';
import { verifyWahaSignature } from './waha-signature.js';

const read = (name: string) => readFileSync(join(process.cwd(), 'libs/whatsapp/test-data', name));
const arrived = new Date('2026-11-24T06:00:00Z');
const parse = (body: unknown) => parseWahaWebhook(Buffer.from(JSON.stringify(body)), arrived)[0];
const message = (payload: Record<string, unknown>, event = 'message') =>
  parse({
    event,
    session: 'loket',
    payload: { id: 'false_6281200000001@c.us_AAAA', from: '6281200000001@c.us', ...payload },
  });

describe('parseWahaWebhook', () => {
  it('reads the published samples', () => {
    const [text] = parseWahaWebhook(read('waha_text.json'), arrived);
    expect(text).toMatchObject({ kind: 'message', sender: { phone: '11111111111' }, content: { text: 'Hi there!' } });
    const [media] = parseWahaWebhook(read('waha_media.json'), arrived);
    expect(media).toMatchObject({
      content: { kind: 'media', medium: 'document', filename: 'some-file.pdf', mimeType: 'application/pdf' },
    });
    const [ack] = parseWahaWebhook(read('waha_ack_read.json'), arrived);
    expect(ack).toMatchObject({ status: 'read', providerMessageId: '4CC5EDD64BC22EBA6D639F2AF571346C' });
    const [session] = parseWahaWebhook(read('waha_session_failed.json'), arrived);
    expect(session).toMatchObject({ kind: 'gateway_health', health: 'failed', detail: 'FAILED' });
  });

  it('gives the phone copy and the hidden copy of a message one key', () => {
    const seen = message({ body: 'Halo' });
    const hidden = message({ id: 'false_99887766@lid_AAAA', from: '99887766@lid', body: 'Halo' });
    expect(hidden).toMatchObject({ kind: 'message', sender: { scopedId: '99887766@lid' } });
    expect(hidden?.eventKey).toBe(seen?.eventKey);
    expect(message({ id: 'false_6281200000001@c.us_BBBB', body: 'Halo' })?.eventKey).not.toBe(seen?.eventKey);
  });

  it('drops groups, broadcasts, newsletters and our own messages', () => {
    for (const from of ['1203630@g.us', 'status@broadcast', '120@newsletter', undefined]) {
      expect(message({ from, body: 'x' })).toMatchObject({ kind: 'unknown', reason: 'group' });
    }
    expect(message({ fromMe: true, body: 'x' })).toMatchObject({ reason: 'own-message' });
  });

  it('knows reactions, edits, revokes and every ack', () => {
    expect(message({ reaction: { text: '', messageId: 'm' } }, 'message.reaction')).toMatchObject({
      kind: 'reaction',
      reactedTo: 'm',
      emoji: undefined,
    });
    expect(message({ revokedMessageId: 'm' }, 'message.revoked')).toMatchObject({ originalMessageId: 'm' });
    expect(message({ editedMessageId: 'm', body: 'baru' }, 'message.edited')).toMatchObject({
      kind: 'edit',
      content: { text: 'baru' },
    });
    const acks = [-1, 0, 1, 2, 3, 4, 9].map((ack) => {
      const event = message({ fromMe: true, ack }, 'message.ack');
      return event?.kind === 'status' ? event.status : event?.kind;
    });
    expect(acks).toEqual(['failed', 'queued', 'sent', 'delivered', 'read', 'played', 'unknown']);
  });

  it('says when the gateway has not downloaded a file, and never throws', () => {
    expect(message({ hasMedia: true, media: null })).toMatchObject({ content: { wireType: 'media-not-downloaded' } });
    for (const raw of ['', '<html>', '[]', 'null', '{}', '{"event":"new.thing","payload":7}', '{"event":"message"}']) {
      expect(parseWahaWebhook(Buffer.from(raw), arrived)).toMatchObject([{ kind: 'unknown' }]);
    }
  });
});

describe('verifyWahaSignature', () => {
  const vector: { body: string; key: string; x_webhook_hmac: string } = JSON.parse(
    read('waha_hmac_vector.json').toString(),
  );
  const body = Buffer.from(vector.body);

  it('accepts the published vector and nothing else', () => {
    expect(verifyWahaSignature(body, vector.x_webhook_hmac, ['x', vector.key])).toMatchObject({ valid: true });
    expect(verifyWahaSignature(body, vector.x_webhook_hmac, ['x'])).toMatchObject({ reason: 'mismatch' });
    expect(verifyWahaSignature(Buffer.from(`${vector.body} `), vector.x_webhook_hmac, [vector.key]).valid).toBe(false);
    expect(verifyWahaSignature(body, undefined, [vector.key])).toMatchObject({ reason: 'missing' });
    expect(verifyWahaSignature(body, 'sha512=aa', [vector.key])).toMatchObject({ reason: 'malformed' });
    expect(verifyWahaSignature(body, vector.x_webhook_hmac, [''])).toMatchObject({ valid: false });
  });
});

describe('wahaGateway', () => {
  let server: Server;
  let url: string;
  let calls: { path?: string; key: unknown; body: string }[];
  let answer: [status: number, body: string];

  beforeEach(async () => {
    calls = [];
    answer = [201, '{"id":"true_6281200000001@c.us_OUT1"}'];
    server = createServer((request, response) => {
      void buffer(request).then((bytes) => {
        calls.push({ path: request.url, key: request.headers['x-api-key'], body: bytes.toString() });
        response.writeHead(answer[0]).end(answer[1]);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new Error('no port');
    url = `http://127.0.0.1:${bound.port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const gateway = () => wahaGateway({ url, apiKey: 'kunci', session: 'loket' });
  const to = { phone: '6281200000001' };

  it('sends text, and menus as numbered text', async () => {
    const sections = [
      {
        rows: [
          { id: 'a', title: 'KTP hilang', description: 'surat polisi' },
          { id: 'b', title: 'Rusak' },
        ],
      },
    ];
    const message = { kind: 'list', body: 'Pilih', button: 'Buka', sections } as const;
    expect(await gateway().send({ messageId: 'm', to, message: { ...message, sections } })).toEqual({
      kind: 'accepted',
      providerMessageId: 'OUT1',
    });
    expect(calls[0]).toMatchObject({ path: '/api/sendText', key: 'kunci' });
    expect(JSON.parse(calls[0]?.body ?? '')).toEqual({
      session: 'loket',
      chatId: '6281200000001@c.us',
      text: 'Pilih\n\n1. KTP hilang – surat polisi\n2. Rusak',
      linkPreview: false,
    });
  });

  it('sends a file with the message itself', async () => {
    const uploaded = await gateway().upload({
      bytes: Buffer.from('x'),
      mimeType: 'application/pdf',
      filename: 'a.pdf',
    });
    if (uploaded.kind !== 'uploaded') throw new Error(uploaded.kind);
    const message = { kind: 'document', mediaId: uploaded.mediaId, filename: 'a.pdf' } as const;
    await gateway().send({ messageId: 'm', to, message });
    expect(JSON.parse(calls[0]?.body ?? '')).toMatchObject({
      file: { mimetype: 'application/pdf', filename: 'a.pdf', data: 'eA==' },
    });
  });

  it.each([
    [422, '{}', { kind: 'rejected', class: 'stop_sender' }],
    [401, '{}', { kind: 'rejected', class: 'token' }],
    [500, '<html>', { kind: 'ambiguous', cause: 'server-error' }],
    [201, '{}', { kind: 'ambiguous', cause: 'no-message-id' }],
    [201, '{"id":{"_serialized":"true_1@c.us_X9"}}', { kind: 'accepted', providerMessageId: 'X9' }],
  ])('reads %i %s', async (status, body, outcome) => {
    answer = [status, body];
    expect(await gateway().send({ messageId: 'm', to, message: { kind: 'text', body: 'x' } })).toMatchObject(outcome);
  });

  it('has no templates, and fetches files from its own address only', async () => {
    const template = { kind: 'template', name: 'a', language: 'id' } as const;
    await expect(gateway().send({ messageId: 'm', to, message: template })).rejects.toThrow('no templates');
    answer = [200, 'isi'];
    expect(await gateway().fetchMedia('http://localhost:3000/api/files/a.pdf')).toMatchObject({ kind: 'fetched' });
    expect(calls.at(-1)?.path).toBe('/api/files/a.pdf');
    for (const other of ['http://evil.example/api/files/a', 'http://localhost:3000/api/sessions', 'x']) {
      expect(await gateway().fetchMedia(other)).toEqual({ kind: 'host_refused' });
    }
    expect(await gateway().fetchMedia('http://localhost:3000/api/files/a.pdf', { maxBytes: 2 })).toMatchObject({
      kind: 'too_large',
    });
  });

  it('is up while the session works', async () => {
    answer = [200, '{"status":"WORKING"}'];
    expect(await gateway().probe()).toEqual({ up: true });
    answer = [200, '{"status":"SCAN_QR_CODE"}'];
    expect(await gateway().probe()).toMatchObject({ up: true, rejected: { class: 'stop_sender' } });
  });
});
