import { createRequire } from 'node:module';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { startPrinter } from '../src/printer/start-printer.js';
import type { StandIn } from '../src/stand-in.js';

// `ipp` is CommonJS and untyped; here only its two functions are needed.
const ipp: { serialize(message: unknown): Buffer; parse(bytes: Buffer): unknown } = createRequire(
  join(process.cwd(), 'package.json'),
)('ipp');

const installed = ['/usr/sbin/ippeveprinter', '/usr/bin/ippeveprinter'].some(existsSync);
const withPrinter = installed ? describe : describe.skip;

withPrinter(`the printer${installed ? '' : ' (skipped: ippeveprinter of cups-ipp-utils is not installed)'}`, () => {
  let folder: string;
  let standIn: StandIn;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loket-printer-'));
    standIn = await startPrinter({ port: 0, wirePort: 0, host: '127.0.0.1', folder });
  });
  afterEach(() => faults({}));
  afterAll(async () => {
    await standIn.stop();
    rmSync(folder, { recursive: true });
  });

  const desk = (path: string) => `http://127.0.0.1:${standIn.port}${path}`;
  const faults = (set: unknown) => fetch(desk('/_faults'), { method: 'PUT', body: JSON.stringify(set) });
  const line = z.object({ kind: z.string(), jobName: z.string(), file: z.string() });
  const log = async () => z.array(line).parse(JSON.parse(await (await fetch(desk('/_log'))).text()));

  async function ask(
    operation: string,
    attributes: Record<string, unknown>,
    data?: Buffer,
  ): Promise<Record<string, unknown>> {
    const request = ipp.serialize({
      version: '2.0',
      operation,
      id: 1,
      'operation-attributes-tag': {
        'attributes-charset': 'utf-8',
        'attributes-natural-language': 'en',
        'printer-uri': `ipp://127.0.0.1:${standIn.wirePort}/ipp/print`,
        ...attributes,
      },
      data,
    });
    const response = await fetch(`http://127.0.0.1:${standIn.wirePort}/ipp/print`, {
      method: 'POST',
      headers: { 'content-type': 'application/ipp' },
      body: new Uint8Array(request),
    });
    return z.record(z.string(), z.unknown()).parse(ipp.parse(Buffer.from(await response.arrayBuffer())));
  }

  const job = z.object({ 'job-id': z.number(), 'job-state': z.string() });
  async function print(name: string): Promise<number> {
    const attributes = { 'requesting-user-name': 'loket', 'job-name': name, 'document-format': 'application/pdf' };
    const answer = await ask('Print-Job', attributes, Buffer.from(`%PDF-1.4 ${name}`));
    return job.parse(answer['job-attributes-tag'])['job-id'];
  }
  async function stateOf(id: number): Promise<string> {
    const wanted = { 'job-id': id, 'requested-attributes': ['job-id', 'job-state'] };
    return job.parse((await ask('Get-Job-Attributes', wanted))['job-attributes-tag'])['job-state'];
  }
  async function reasons(): Promise<string> {
    const answer = await ask('Get-Printer-Attributes', { 'requested-attributes': ['printer-state-reasons'] });
    return JSON.stringify(answer['printer-attributes-tag']);
  }
  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await pause(50);
  }

  it('prints a card, keeps the file and logs that it was fed', async () => {
    const id = await print('attempt 1 BLANK-1');
    await until(async () => (await stateOf(id)) === 'completed');
    const [fed] = await log();
    expect(fed).toMatchObject({ kind: 'card-fed', jobName: 'attempt 1 BLANK-1' });
    expect(readFileSync(fed?.file ?? '', 'utf8')).toBe('%PDF-1.4 attempt 1 BLANK-1');
  });

  it.each([
    ['jam', 'media-jam'],
    ['outOfPaper', 'media-empty'],
    ['outOfRibbon', 'marker-supply-empty'],
  ])('waits while there is %s, and feeds nothing before it ends', async (fault, reason) => {
    await faults({ [fault]: true });
    const id = await print(`waits for ${fault}`);
    await until(async () => (await reasons()).includes(reason));
    expect(await stateOf(id)).toBe('processing');
    expect((await log()).some(({ jobName }) => jobName === `waits for ${fault}`)).toBe(false);
    await faults({});
    await until(async () => (await stateOf(id)) === 'completed');
    expect((await log()).filter(({ jobName }) => jobName === `waits for ${fault}`)).toMatchObject([
      { kind: 'card-fed' },
    ]);
  });

  it('gives up with and without a card', async () => {
    await faults({ abort: true, only: ['card'], count: 1 });
    const without = await print('no card');
    await until(async () => (await stateOf(without)) === 'aborted');
    await faults({ abortAfterFeeding: true, only: ['card'], count: 1 });
    const late = await print('a card after all');
    await until(async () => (await stateOf(late)) === 'aborted');
    const kinds = Object.fromEntries((await log()).map(({ jobName, kind }) => [jobName, kind]));
    expect(kinds).toMatchObject({ 'no card': 'aborted', 'a card after all': 'card-fed' });
  });

  it('prints though the reply is lost', async () => {
    await faults({ loseReply: true, only: ['ipp'], count: 1 });
    await expect(print('lost reply')).rejects.toThrow('fetch failed');
    await until(async () => (await log()).some(({ jobName }) => jobName === 'lost reply'));
  });

  it('refuses on the socket', async () => {
    await faults({ refuse: true });
    await expect(reasons()).rejects.toThrow('fetch failed');
    await faults({});
    expect(await reasons()).toContain('none');
  });
});
