import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#testing';
import type { CardData } from '../src/card-data.js';
import { IppPrinter } from '../src/printers/ipp-printer.js';
import type { Work } from '../src/printers/printer.js';
import { missingForRealPrinter, type RealPrinter, realPrinter } from './real-printer.js';

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
const fileOf = ({ jobId, attempt }: Work) => `loket-${jobId}-${attempt}.pdf`;
const never = new AbortController().signal;

const describeWithPrinter = missingForRealPrinter.length === 0 ? describe : describe.skip;

describeWithPrinter(`a real IPP printer (needs ${missingForRealPrinter.join(' and ') || 'nothing more'})`, () => {
  let real: RealPrinter;
  let printer: IppPrinter;

  beforeAll(async () => {
    real = await realPrinter();
    printer = new IppPrinter(real.url);
  }, 40_000);
  afterEach(() => {
    for (const fault of ['empty', 'abort', 'slow'] as const) real.tell(fault, false);
  });
  afterAll(() => real?.stop(), 20_000);

  it('is ready, and prints a card', async () => {
    expect(await printer.state()).toEqual({ state: 'ready', reasons: [] });
    const one = work();
    expect(await printer.print(one, card, never)).toEqual({ said: 'complete' });
    expect(real.cards()).toContain(fileOf(one));
  });

  it('is waited for while its tray is empty, and takes no new card meanwhile', async () => {
    real.tell('empty', true);
    const one = work();
    const outcome = printer.print(one, card, never);
    await eventually(async () => (await printer.state()).reasons.some((one) => one.startsWith('media-empty')));
    expect((await printer.state()).state).toBe('stopped');
    expect(real.cards()).not.toContain(fileOf(one));
    real.tell('empty', false);
    expect(await outcome).toEqual({ said: 'complete' });
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
    expect(real.cards().filter((name) => name === fileOf(one))).toHaveLength(1);
    expect(await new IppPrinter(real.url).resume(work(), never)).toEqual({ said: 'abort' });
  });

  it('is seen to be gone: no blank is fed', async () => {
    await real.stop();
    const gone = new IppPrinter(real.url);
    expect((await gone.state()).state).toBe('offline');
    expect(await gone.print(work(), card, never)).toEqual({ said: 'not-fed' });
  });
});
