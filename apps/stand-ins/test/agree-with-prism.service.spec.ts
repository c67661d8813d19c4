import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cloudApi, type OutboundMessage, type Recipient } from '#whatsapp';
import { startGraph } from '../src/graph/start-graph.js';
import type { StandIn } from '../src/stand-in.js';

// Prism answers from Meta's own description of the API: the client and the stand-in must not agree with each other alone.
const description = join(process.cwd(), 'apps/stand-ins/test-data/graph-openapi.yaml');
const program = join(process.cwd(), 'node_modules/@stoplight/prism-cli/dist/index.js');
const phone = '6281200000001';

let prism: ChildProcess;
let standIn: StandIn;
let folder: string;
const origins = { prism: '', standIn: '' };

beforeAll(async () => {
  const port = await freePort();
  prism = spawn(process.execPath, [program, 'mock', '--errors', '-h', '127.0.0.1', '-p', String(port), description], {
    stdio: 'ignore',
  });
  folder = mkdtempSync(join(tmpdir(), 'loket-prism-'));
  standIn = await startGraph({
    port: 0,
    host: '127.0.0.1',
    folder,
    webhookUrl: 'http://127.0.0.1:9/nobody',
    appSecret: 'app-secret',
    accessToken: 'token',
    business: { wabaId: '7', phoneNumberId: '42', displayPhoneNumber: '6281100000000' },
  });
  origins.prism = `http://127.0.0.1:${port}`;
  origins.standIn = `http://127.0.0.1:${standIn.port}`;
  // The stand-in knows a scoped id only of who has written.
  await fetch(`${origins.standIn}/_phone/messages`, {
    method: 'POST',
    body: JSON.stringify({ from: phone, text: 'Halo' }),
  });
  while (
    !(await fetch(`${origins.prism}/`).then(
      () => true,
      () => false,
    ))
  )
    await pause(100);
}, 60_000);

afterAll(async () => {
  prism.kill('SIGKILL');
  await standIn.stop();
  rmSync(folder, { recursive: true });
});

const gateways = () =>
  (['prism', 'standIn'] as const).map((name) =>
    cloudApi({ graphUrl: origins[name], version: 'v23.0', phoneNumberId: '42', accessToken: 'token' }),
  );

describe('what the client sends passes Prism, and the stand-in answers alike', () => {
  const buttons = [
    { id: 'ya', title: 'Ya' },
    { id: 'tidak', title: 'Tidak' },
  ];
  const rows = Array.from({ length: 10 }, (_, n) => ({ id: `r${n}`, title: `Baris ${n}`, description: 'Keterangan' }));
  it.each<[string, OutboundMessage, Recipient?, string?]>([
    ['text', { kind: 'text', body: 'Halo' }],
    ['a reply', { kind: 'text', body: 'Halo', previewUrl: true }, undefined, 'wamid.HBgL'],
    ['buttons', { kind: 'buttons', body: 'Benar?', header: 'KTP', footer: 'Disdukcapil', buttons }],
    ['a list', { kind: 'list', body: 'Pilih', button: 'Buka', sections: [{ title: 'Semua', rows }] }],
    ['a template', { kind: 'template', name: 'ktp_siap_diambil', language: 'id', body: ['Budi'], buttons: ['ya'] }],
    ['a bare template', { kind: 'template', name: 'ktp_siap_diambil', language: 'id' }],
    ['text to a scoped id', { kind: 'text', body: 'Halo' }, { scopedId: 'ID.15620559480194874812' }],
  ])('%s', async (_, message, to = { phone }, replyTo) => {
    for (const gateway of gateways()) {
      const outcome = await gateway.send({ messageId: 'm-1', to, replyTo, message });
      expect(outcome).toEqual({ kind: 'accepted', providerMessageId: expect.any(String) });
    }
  });

  it('a document and an image by id', async () => {
    const file = { bytes: Buffer.from('%PDF-1.4'), mimeType: 'application/pdf', filename: 'bukti.pdf' };
    for (const gateway of gateways()) {
      const uploaded = await gateway.upload(file);
      if (uploaded.kind !== 'uploaded') throw new Error(JSON.stringify(uploaded));
      const { mediaId } = uploaded;
      for (const message of [
        { kind: 'document', mediaId, filename: 'bukti.pdf', caption: 'Bukti' },
        { kind: 'image', mediaId, caption: 'Foto' },
      ] as const) {
        expect(await gateway.send({ messageId: 'm', to: { phone }, message })).toMatchObject({ kind: 'accepted' });
      }
    }
  });

  it('read and typing', async () => {
    for (const gateway of gateways()) {
      expect(await gateway.markRead('wamid.A')).toEqual({ kind: 'done' });
      expect(await gateway.markRead('wamid.A', { typing: true })).toEqual({ kind: 'done' });
    }
  });
});

describe('what Prism refuses, the stand-in refuses', () => {
  const base = { messaging_product: 'whatsapp', recipient_type: 'individual', to: phone };
  const text = { ...base, type: 'text', text: { body: 'Halo' } };
  const reply = (n: number) => ({ type: 'reply', reply: { id: `b${n}`, title: `Pilih ${n}` } });
  const row = (_: unknown, n: number) => ({ id: `r${n}`, title: `Baris ${n}` });
  const interactive = (type: string, action: unknown) => ({
    ...base,
    type: 'interactive',
    interactive: { type, body: { text: 'Pilih' }, action },
  });
  it.each<[string, Record<string, unknown>]>([
    ['4 buttons', interactive('button', { buttons: [1, 2, 3, 4].map(reply) })],
    [
      '11 rows',
      interactive('list', { button: 'Buka', sections: [{ title: 'a', rows: Array.from({ length: 11 }, row) }] }),
    ],
    ['no recipient', { ...text, to: undefined }],
    ['empty text', { ...text, text: { body: '' } }],
    ['text over 4096', { ...text, text: { body: 'x'.repeat(4097) } }],
    ['another product', { ...text, messaging_product: 'messenger' }],
    ['over-long callback data', { ...text, biz_opaque_callback_data: 'x'.repeat(513) }],
  ])('%s', async (_, body) => {
    expect(await post(origins.prism, body)).toBe(422);
    expect(await post(origins.standIn, body)).toBe(400);
  });

  it('a call without a token', async () => {
    expect(await post(origins.prism, text, {})).toBe(401);
    expect(await post(origins.standIn, text, {})).toBe(401);
  });

  it('and both take the whole of it otherwise', async () => {
    expect(await post(origins.prism, text)).toBe(200);
    expect(await post(origins.standIn, text)).toBe(200);
  });
});

async function post(
  origin: string,
  body: unknown,
  headers: Record<string, string> = { authorization: 'Bearer token' },
) {
  const response = await fetch(`${origin}/v23.0/42/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  await response.arrayBuffer();
  return response.status;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const bound = probe.address();
  probe.close();
  await once(probe, 'close');
  if (bound === null || typeof bound === 'string') throw new Error('no free port');
  return bound.port;
}
