import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#testing';
import { z } from 'zod';
import { accessToken, NotificationBench } from './notification-bench.js';

const receipt = Buffer.from('%PDF-1.4 a receipt, as intake drew it');

describe('the papers of a request, at the stand-in of WhatsApp', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loket-graph-'));
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const graphUrl = `http://127.0.0.1:${port}`;
  let standIn: ChildProcess;
  let on: NotificationBench;
  beforeAll(async () => {
    standIn = spawn(process.execPath, ['dist/apps/stand-ins/src/graph.js'], {
      env: {
        ...{ PATH: process.env['PATH'], PORT: String(port), STATE_DIR: folder, WEBHOOK_URL: 'http://127.0.0.1:9/' },
        ...{ WHATSAPP_APP_SECRET: 'secret', WHATSAPP_ACCESS_TOKEN: accessToken, WHATSAPP_PHONE_NUMBER_ID: '1' },
      },
      stdio: 'ignore',
    });
    await eventually(async () => (await fetch(`${graphUrl}/_log`)).ok, { withinMs: 30_000, what: 'the stand-in' });
    on = await NotificationBench.open({}, { WHATSAPP_GRAPH_URL: graphUrl });
  }, 60_000);
  afterAll(async () => {
    await on.close();
    standIn.kill('SIGKILL');
    await once(standIn, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  it('go out once, each with its news as the caption: the receipt, and the slip for the counter', async () => {
    on.receipt = receipt;
    const citizen = on.citizen();
    for (const id of [undefined, undefined]) await on.announce(citizen, 2, 'submitted', id);
    await on.stand(citizen.applicationId, 'sent');
    await on.announce(citizen, 3, 'pickup');
    await on.stand(citizen.applicationId, 'sent', 'sent');
    const log = await standInsLog();
    const files = log.filter((line) => line.kind === 'media');
    const sends = log.filter((line) => line.kind === 'send');
    expect(files.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([
      ['tanda-terima-L-4F7K2.pdf', 'application/pdf'],
      ['bukti-pengambilan-L-4F7K2.pdf', 'application/pdf'],
    ]);
    expect(files[0]?.bytes).toBe(receipt.length);
    expect(sends.map(({ type, to, mediaId }) => [type, to, mediaId])).toEqual(
      files.map(({ id }) => ['document', citizen.phone, id]),
    );
    expect(sends[0]?.text).toContain('kami terima');
    expect(sends[1]?.text).toContain('siap diambil');
  }, 60_000);

  async function standInsLog() {
    const line = z.looseObject({
      ...{
        kind: z.string(),
        id: z.string().optional(),
        filename: z.string().optional(),
        mimeType: z.string().optional(),
      },
      ...{ bytes: z.number().optional(), type: z.string().optional(), to: z.string().optional() },
      ...{ mediaId: z.string().optional(), text: z.string().optional() },
    });
    const answer: unknown = await (await fetch(`${graphUrl}/_log`)).json();
    return z.array(line).parse(answer);
  }
});

describe('a paper that cannot go out', () => {
  let on: NotificationBench;
  beforeAll(async () => {
    on = await NotificationBench.open();
  }, 60_000);
  afterEach(() => {
    on.graph.refusesFiles = false;
    on.graph.behave = () => ({ do: 'accept' });
  });
  afterAll(() => on.close(), 30_000);

  const typesTo = (phone: string) => on.graph.taken.filter(({ to }) => to === phone).map(({ type }) => type);

  it('does not keep the news back: intake has none, or WhatsApp takes no file', async () => {
    const [without, refused] = [on.citizen(), on.citizen()];
    await on.announce(without, 2);
    await on.stand(without.applicationId, 'sent');
    on.graph.refusesFiles = true;
    await on.announce(refused, 5, 'pickup');
    await on.stand(refused.applicationId, 'sent');
    expect([typesTo(without.phone), typesTo(refused.phone)]).toEqual([['text'], ['text']]);
  });

  it('is uploaded anew when the message is refused for it, twice; then the news go without', async () => {
    const citizen = on.citizen();
    const before = on.graph.files.length;
    on.graph.behave = ({ text }) =>
      text.includes('siap diambil') && on.graph.files.length - before > 0 && typesTo(citizen.phone).length < 2
        ? { do: 'refuse', status: 400, code: 131053 }
        : { do: 'accept' };
    await on.announce(citizen, 5, 'pickup');
    await on.stand(citizen.applicationId, 'sent');
    expect(typesTo(citizen.phone)).toEqual(['document', 'document', 'text']);
    expect(on.graph.files.length - before).toBe(2);
  });

  it('is left out outside the window: a template carries none', async () => {
    const citizen = on.citizen(null);
    await on.announce(citizen, 5, 'pickup');
    await on.stand(citizen.applicationId, 'sent');
    expect(typesTo(citizen.phone)).toEqual(['template']);
  });
});
