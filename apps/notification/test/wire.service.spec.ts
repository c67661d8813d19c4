import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#testing';
import { cloudApi, LimitExceeded, type OutboundMessage, type WhatsAppGateway } from '#whatsapp';
import { announcementMessages, replyMessages, staffMessages } from '../src/catalogue/catalogue.js';
import { exampleApplication } from '../src/catalogue/example-application.js';
import { outboundOf } from '../src/sending/word-message.js';

// Prism answers from Meta's own description of the API, so that our fakes and our client do not agree with each other alone.
const description = join(process.cwd(), 'apps/stand-ins/test-data/graph-openapi.yaml');
const program = join(process.cwd(), 'node_modules/@stoplight/prism-cli/dist/index.js');
const to = { phone: '6281200000001' };

let prism: ChildProcess;
let gateway: WhatsAppGateway;
let asked = 0;
const counting = createServer((_, response) => {
  asked += 1;
  response.end('{}');
});
let overCounting: WhatsAppGateway;

beforeAll(async () => {
  const port = await freePort();
  prism = spawn(process.execPath, [program, 'mock', '--errors', '-h', '127.0.0.1', '-p', String(port), description], {
    stdio: 'ignore',
  });
  gateway = gatewayAt(port);
  counting.listen(0, '127.0.0.1');
  await once(counting, 'listening');
  overCounting = gatewayAt(portOf(counting.address()));
  await eventually(async () => (await fetch(`http://127.0.0.1:${port}/`)).status > 0, {
    withinMs: 50_000,
    what: 'Prism',
  });
}, 60_000);
afterAll(() => {
  prism.kill('SIGKILL');
  counting.close();
});

const setting = {
  agency: 'Disdukcapil Kabupaten Contoh',
  timeZone: 'Asia/Makassar',
  timeZoneName: 'WITA',
  workingDays: 2,
  complaintChannel: 'Pengaduan di loket atau di percakapan ini.',
  tutorialUrl: 'https://disdukcapil.example/panduan',
};
const context = { at: new Date('2026-11-24T01:00:00Z'), setting, application: exampleApplication };
const worded = [...Object.values(announcementMessages), ...replyMessages, ...staffMessages].flatMap(
  ({ key, examples, word }) =>
    examples.map((variables, place) => [`${key} ${place + 1}`, word(variables, context)] as const),
);

describe('every message of the catalogue passes Prism', () => {
  it.each(worded)('%s, as free text with and without its menu, and as its template', async (_, words) => {
    const { capabilities } = gateway;
    for (const message of [
      outboundOf(words, false, capabilities),
      outboundOf(words, false, { buttons: false, lists: false }),
      outboundOf(words, true, capabilities),
    ]) {
      const outcome = await gateway.send({ messageId: 'm-1', to, message });
      expect(outcome).toEqual({ kind: 'accepted', providerMessageId: expect.any(String) });
    }
  });

  it('and Prism would refuse what it should not pass', async () => {
    const answer = await fetch(`http://127.0.0.1:${prism.spawnargs.at(-2)}/v26.0/42/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer token' },
      body: JSON.stringify({ messaging_product: 'whatsapp', to: to.phone, type: 'text', text: { body: '' } }),
    });
    expect(answer.status).toBe(422);
  });
});

const many = (n: number) => 'x'.repeat(n);
const button = (n: number) => ({ id: `b${n}`, title: `Pilih ${n}` });
const row = (_: unknown, n: number) => ({ id: `r${n}`, title: `Baris ${n}` });
const rows = (n: number) => Array.from({ length: n }, row);
const list = { kind: 'list' as const, body: 'Pilih', button: 'Buka', sections: [{ rows: rows(1) }] };
const buttons = { kind: 'buttons' as const, body: 'Benar?', buttons: [button(1)] };
const template = { kind: 'template' as const, name: 'ktp_siap_diambil', language: 'id' };

describe('a message that breaks a rule of the gateway never leaves', () => {
  it.each<[string, OutboundMessage]>([
    ['empty text', { kind: 'text', body: '' }],
    ['text over 4,096', { kind: 'text', body: many(4_097) }],
    ['4 buttons', { ...buttons, buttons: [1, 2, 3, 4].map(button) }],
    ['no button', { ...buttons, buttons: [] }],
    ['a button title over 20', { ...buttons, buttons: [{ id: 'b', title: many(21) }] }],
    ['a button id over 256', { ...buttons, buttons: [{ id: many(257), title: 'Ya' }] }],
    ['two buttons of one title', { ...buttons, buttons: [button(1), { id: 'b2', title: 'Pilih 1' }] }],
    ['an interactive body over 1,024', { ...buttons, body: many(1_025) }],
    ['a header over 60', { ...buttons, header: many(61) }],
    ['a footer over 60', { ...buttons, footer: many(61) }],
    ['11 rows', { ...list, sections: [{ rows: rows(11) }] }],
    ['11 rows in two sections', { ...list, sections: [6, 5].map((n) => ({ title: `S${n}`, rows: rows(n) })) }],
    ['11 sections', { ...list, sections: Array.from({ length: 11 }, (_, n) => ({ title: `S${n}`, rows: rows(1) })) }],
    ['a list button over 20', { ...list, button: many(21), sections: [{ rows: rows(1) }] }],
    ['a row id over 200', { ...list, sections: [{ rows: [{ id: many(201), title: 'A' }] }] }],
    ['a row title over 24', { ...list, sections: [{ rows: [{ id: 'r', title: many(25) }] }] }],
    ['a row description over 72', { ...list, sections: [{ rows: [{ id: 'r', title: 'A', description: many(73) }] }] }],
    ['a line break in a template’s value', { ...template, body: ['a\nb'] }],
    ['an empty value of a template', { ...template, body: [''] }],
    ['a template’s value over 1,024', { ...template, body: [many(1_025)] }],
    ['a caption over 1,024', { kind: 'document', mediaId: '1', filename: 'a.pdf', caption: many(1_025) }],
  ])('%s', async (_, message) => {
    await expect(overCounting.send({ messageId: 'm-1', to, message })).rejects.toThrow(LimitExceeded);
    expect(asked).toBe(0);
  });

  it('nor one whose callback data is longer than 512, or that is for nobody', async () => {
    const message = { kind: 'text', body: 'Halo' } as const;
    await expect(overCounting.send({ messageId: many(513), to, message })).rejects.toThrow(LimitExceeded);
    await expect(overCounting.send({ messageId: 'm', to: { phone: '0' }, message })).rejects.toThrow(LimitExceeded);
    expect(asked).toBe(0);
  });
});

function gatewayAt(port: number): WhatsAppGateway {
  return cloudApi({
    graphUrl: `http://127.0.0.1:${port}`,
    version: 'v26.0',
    phoneNumberId: '42',
    accessToken: 'token',
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const port = portOf(probe.address());
  probe.close();
  await once(probe, 'close');
  return port;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return address.port;
}
