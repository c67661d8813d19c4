import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import ipp from 'ipp';
import { eventually } from '#testing';
import type { CardData } from '../src/card-data.js';
import { IppPrinter } from '../src/printers/ipp-printer.js';
import type { Work } from '../src/printers/printer.js';
import { faults, missingForRealPrinter, type RealPrinter, realPrinter } from './real-printer.js';

const card: CardData = {
  province: 'PROVINSI KALIMANTAN UTARA',
  regency: 'KABUPATEN NUNUKAN',
  nik: '6503994101900001',
  name: 'WARGA CONTOH',
  sex: 'PEREMPUAN',
  village: null,
  district: null,
  nationality: 'WNI',
  photoBackground: 'blue',
};
const work = (): Work => ({ jobId: randomUUID(), attempt: 1, serial: 'B1-00001' });
/** How the names of its sheets begin: the printer's own job number comes after it, so that a second sheet is seen. */
const fileOf = ({ jobId, attempt }: Work) => `loket-${jobId}-${attempt}.`;
const never = new AbortController().signal;

const createJob = 0x0005;
const sendDocument = 0x0006;
const clientErrorNotPossible = 0x0404;

/** A line to the printer on which the document of the next card is stuck until it is let through. */
async function stuckLine(url: string) {
  let stuck: Buffer | undefined;
  const ask = (body: Buffer) =>
    fetch(url.replace('ipp:', 'http:'), {
      method: 'POST',
      headers: { 'content-type': 'application/ipp' },
      body: new Uint8Array(body),
    });
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      if (body.readUInt16BE(2) === sendDocument) {
        stuck = body;
        return;
      }
      const bytes = Buffer.from(await (await ask(body)).arrayBuffer());
      response.writeHead(200, { 'content-type': 'application/ipp' }).end(bytes);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the line has no port');
  return {
    url: `ipp://127.0.0.1:${bound.port}/ipp/print`,
    isStuck: () => stuck !== undefined,
    /** @returns the printer's answer: its IPP status */
    letThrough: async () => {
      if (stuck === undefined) throw new Error('nothing is stuck');
      return Buffer.from(await (await ask(stuck)).arrayBuffer()).readUInt16BE(2);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A line to the printer that loses the answer to one kind of request, once. */
async function losingAnswersTo(url: string, operation: number) {
  const seen: number[] = [];
  let isLost = false;
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      const asked = body.readUInt16BE(2);
      seen.push(asked);
      const answer = await fetch(url.replace('ipp:', 'http:'), {
        method: 'POST',
        headers: { 'content-type': 'application/ipp' },
        body: new Uint8Array(body),
      });
      const bytes = Buffer.from(await answer.arrayBuffer());
      if (asked === operation && !isLost) {
        isLost = true;
        request.socket.destroy();
      } else response.writeHead(200, { 'content-type': 'application/ipp' }).end(bytes);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the line has no port');
  return {
    url: `ipp://127.0.0.1:${bound.port}/ipp/print`,
    seen,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const describeWithPrinter = missingForRealPrinter.length === 0 ? describe : describe.skip;

describeWithPrinter(`a real IPP printer (needs ${missingForRealPrinter.join(' and ') || 'nothing more'})`, () => {
  let real: RealPrinter;
  let printer: IppPrinter;
  const sheetsOf = (one: Work) => real.cards().filter((name) => name.startsWith(fileOf(one))).length;

  beforeAll(async () => {
    real = await realPrinter();
    printer = new IppPrinter(real.url);
  }, 40_000);
  afterEach(() => {
    for (const fault of faults) real.tell(fault, false);
    real.thaw();
  });
  afterAll(() => real?.stop(), 20_000);

  it('is ready, and prints a card', async () => {
    expect(await printer.state()).toMatchObject({ state: 'ready', reasons: [], condition: 'ready' });
    const one = work();
    expect(await printer.print(one, card, never)).toEqual({ said: 'complete' });
    expect(sheetsOf(one)).toBe(1);
  });

  it('is waited for while its tray is empty, and takes no new card meanwhile', async () => {
    real.tell('empty', true);
    const one = work();
    const outcome = printer.print(one, card, never);
    await eventually(async () => (await printer.state()).reasons.some((one) => one.startsWith('media-empty')));
    expect(await printer.state()).toMatchObject({ state: 'stopped', condition: 'card-hopper-empty' });
    expect(sheetsOf(one)).toBe(0);
    real.tell('empty', false);
    expect(await outcome).toEqual({ said: 'complete' });
  });

  it('is waited for while somebody has stopped it', async () => {
    real.tell('stopped', true);
    const one = work();
    const outcome = printer.print(one, card, never);
    await eventually(async () => (await printer.state()).state === 'stopped');
    expect(sheetsOf(one)).toBe(0);
    real.tell('stopped', false);
    expect(await outcome).toEqual({ said: 'complete' });
    expect(sheetsOf(one)).toBe(1);
  });

  it('takes no new card once its ribbon is at 0', async () => {
    real.tell('ribbon', true);
    const outcome = printer.print(work(), card, never);
    await eventually(async () => (await printer.state()).condition === 'ribbon-out');
    expect(await printer.state()).toMatchObject({
      state: 'stopped',
      reasons: expect.arrayContaining(['ribbon-out']),
      markers: [{ name: 'YMCKH', kind: 'ribbon', level: 0 }],
    });
    real.tell('ribbon', false);
    await outcome;
    expect((await printer.state()).state).toBe('ready');
  });

  it('prints one card although the answer to it was lost: it is looked for, never sent again', async () => {
    const line = await losingAnswersTo(real.url, sendDocument);
    const one = work();
    expect(await new IppPrinter(line.url).print(one, card, never)).toEqual({ said: 'complete' });
    expect(line.seen.filter((operation) => operation === sendDocument)).toHaveLength(1);
    expect(sheetsOf(one)).toBe(1);
    line.close();
  });

  it('prints nothing when a document comes late, after somebody has settled its card', async () => {
    const line = await stuckLine(real.url);
    const one = work();
    // The line is stuck for longer than the printer may take: nobody knows, and a person will be asked.
    expect(await new IppPrinter(line.url, 500).print(one, card, never)).toEqual({ said: 'abort' });
    expect(line.isStuck()).toBe(true);
    expect(await line.letThrough()).toBe(clientErrorNotPossible);
    line.close();
    // The printer is not kept by it, and prints the next one.
    const next = work();
    expect(await printer.print(next, card, never)).toEqual({ said: 'complete' });
    expect([sheetsOf(one), sheetsOf(next)]).toEqual([0, 1]);
  });

  it('prints nothing late of a station that lost its power meanwhile and was settled when it came back', async () => {
    const line = await stuckLine(real.url);
    const one = work();
    const power = new AbortController();
    const before = new IppPrinter(line.url, 500).print(one, card, power.signal);
    await eventually(() => line.isStuck());
    power.abort();
    await expect(before).rejects.toThrow();
    expect(await new IppPrinter(real.url).resume(one, never)).toEqual({ said: 'abort' });
    expect(await line.letThrough()).toBe(clientErrorNotPossible);
    line.close();
    expect(sheetsOf(one)).toBe(0);
  });

  it('is not kept by an empty job whose answer was lost', async () => {
    const line = await losingAnswersTo(real.url, createJob);
    const [lost, next] = [work(), work()];
    const behind = new IppPrinter(line.url);
    expect(await behind.print(lost, card, never)).toEqual({ said: 'not-fed' });
    expect(await behind.print(next, card, never)).toEqual({ said: 'complete' });
    expect([sheetsOf(lost), sheetsOf(next)]).toEqual([0, 1]);
    line.close();
  });

  it('prints one card although it answered nothing for a while', async () => {
    real.tell('slow', true);
    const one = work();
    const outcome = printer.print(one, card, never);
    await eventually(async () => (await printer.state()).state === 'printing');
    await real.freeze();
    expect((await printer.state()).state).toBe('offline');
    real.tell('slow', false);
    real.thaw();
    expect(await outcome).toEqual({ said: 'complete' });
    expect(sheetsOf(one)).toBe(1);
  });

  it.each(['retry-job', 'retry-current-job'])('is not used while its spooler repeats jobs (%s)', async (policy) => {
    const repeating = await realPrinter(`ATTR keyword printer-error-policy ${policy}`);
    try {
      expect(await new IppPrinter(repeating.url).state()).toMatchObject({
        state: 'stopped',
        reasons: ['spooler-repeats-jobs'],
      });
    } finally {
      await repeating.stop();
    }
  });

  it('is not used when it knows no empty jobs: a card that comes late could not be stopped', async () => {
    const plain = createServer((_request, response) => {
      const bytes = ipp.serialize({
        ...{ version: '2.0', statusCode: 'successful-ok', id: 1 },
        'operation-attributes-tag': { 'attributes-charset': 'utf-8', 'attributes-natural-language': 'en' },
        'printer-attributes-tag': { 'printer-state': 'idle', 'operations-supported': ['Print-Job', 'Get-Jobs'] },
      });
      response.writeHead(200, { 'content-type': 'application/ipp' }).end(bytes);
    }).listen(0, '127.0.0.1');
    try {
      await once(plain, 'listening');
      const bound = plain.address();
      const port = bound === null || typeof bound === 'string' ? 0 : bound.port;
      const seen = await new IppPrinter(`ipp://127.0.0.1:${port}/ipp/print`).state();
      expect(seen).toMatchObject({ state: 'stopped', reasons: ['no-empty-jobs'] });
    } finally {
      plain.closeAllConnections();
      plain.close();
    }
  });

  it('may give a job up: then nobody knows', async () => {
    real.tell('abort', true);
    expect(await printer.print(work(), card, never)).toEqual({ said: 'abort' });
  });

  it('is asked after a restart what became of a card that it still prints, and of one it has printed', async () => {
    real.tell('slow', true);
    const one = work();
    const stopping = new AbortController();
    const before = printer.print(one, card, stopping.signal);
    await eventually(async () => (await printer.state()).state === 'printing');
    stopping.abort();
    await expect(before).rejects.toThrow();
    const afterRestart = new IppPrinter(real.url).resume(one, never);
    real.tell('slow', false);
    expect(await afterRestart).toEqual({ said: 'complete' });
    expect(await new IppPrinter(real.url).resume(one, never)).toEqual({ said: 'complete' });
    expect(sheetsOf(one)).toBe(1);
    expect(await new IppPrinter(real.url).resume(work(), never)).toEqual({ said: 'abort' });
  });

  it('is seen to be gone: no blank is fed', async () => {
    await real.stop();
    const gone = new IppPrinter(real.url);
    expect((await gone.state()).state).toBe('offline');
    expect(await gone.print(work(), card, never)).toEqual({ said: 'not-fed' });
  });
});
