import { mkdtempSync, rmSync } from 'node:fs';
import * as actualFs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { parseConfig } from '#boot';
import { configSchema } from './config.js';
import type { Printer } from './printers/printer.js';

/** How many bytes of each open file are on the disk for certain: what a power cut leaves. */
const onDisk = new Map<number, number>();
jest.unstable_mockModule('node:fs', () => ({
  ...actualFs,
  fsyncSync: (file: number) => {
    actualFs.fsyncSync(file);
    const about = actualFs.fstatSync(file);
    if (about.isFile()) onDisk.set(file, about.size);
  },
}));
const { Journal } = await import('./journal.js');
const { ClaimWork } = await import('./claim-work.js');
const { Desk } = await import('./desk.js');
const { OfficeLine } = await import('./office-line.js');
const { PrintCards } = await import('./print-cards.js');
const { StationRun } = await import('./station-run.js');
const { TellOffice } = await import('./tell-office.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loket-ink-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The journal as it would be found if the power went this instant. */
function afterPowerCut(): string[] {
  const path = join(folder, 'journal.jsonl');
  const { size } = actualFs.statSync(path);
  const kept = Math.min(size, Math.max(...onDisk.values()));
  return actualFs
    .readFileSync(path)
    .subarray(0, kept)
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((one) => (JSON.parse(one) as { what: string }).what);
}

const jobId = '0198c0de-0000-7000-8000-0000000000b1';
const card = {
  province: 'PROVINSI KALIMANTAN UTARA',
  regency: 'KABUPATEN NUNUKAN',
  nik: null,
  name: null,
  sex: null,
  village: null,
  district: null,
  nationality: 'WNI',
  photoBackground: 'blue',
} as const;

describe('the journal', () => {
  it('is on the disk before the office is asked, before ink, and before the office is told', async () => {
    onDisk.clear();
    const seen: Record<string, string[]> = {};
    const config = parseConfig(configSchema, {
      PORT: '0',
      AMQP_URL: 'amqp://nobody:nothing@127.0.0.1:1/none',
      PRINTING_QUEUE_URL: 'http://127.0.0.1:1',
      STATION_ID: 'nunukan-1',
      STATION_OFFICE: 'nunukan',
      STATION_KEY: 'key-of-nunukan-1-for-tests',
      PRINTER_DRIVER: 'pdf',
      PRINTER_URL: 'file:/nowhere',
      JOURNAL_DIR: folder,
    });
    const journal = new Journal(folder);
    const run = new StationRun();
    run.mayClaim = true;
    const desk = new Desk(1);
    const office = new OfficeLine(config);
    office.begin = () => {
      seen.asked = afterPowerCut();
      return Promise.resolve({ serial: 'B1-00001' });
    };
    office.report = () => {
      seen.told = afterPowerCut();
      return Promise.resolve({});
    };
    office.claimable = () => Promise.resolve([]);
    const printer: Printer = {
      driver: 'pdf',
      state: () => Promise.resolve({ state: 'ready', reasons: [] }),
      chooseBlank: () => Promise.resolve('next'),
      print: () => {
        seen.inked = afterPowerCut();
        return Promise.resolve({ said: 'complete' });
      },
      lookAfter: () => Promise.resolve('at-it'),
      resume: () => Promise.resolve({ said: 'abort' }),
    };
    const tell = new TellOffice(run, journal, office);
    const work = new ClaimWork(run, desk, office, printer, config);
    const cards = new PrintCards(run, desk, journal, office, work, tell, printer);
    await desk.claim(jobId, () =>
      Promise.resolve({
        jobId,
        attempt: 1,
        applicationId: jobId,
        card,
        traceparent: undefined,
        takenAway: new AbortController(),
      }),
    );
    const printing = cards.keepPrinting();
    const telling = tell.keepTelling();
    const until = async (isThere: () => boolean) => {
      while (!isThere()) await new Promise((resolve) => setImmediate(resolve));
    };
    await until(() => seen.told !== undefined && journal.openAttempts().length === 0);
    await run.stop();
    desk.takeAway({
      jobId,
      attempt: 1,
      applicationId: jobId,
      card,
      traceparent: undefined,
      takenAway: new AbortController(),
    });
    await Promise.allSettled([printing, telling]);
    await office.close();
    journal.close();
    expect(seen).toEqual({
      asked: ['asking'],
      inked: ['asking', 'begun'],
      told: ['asking', 'begun', 'ended'],
    });
  });
});
