import './printing/quiet.js';
import 'reflect-metadata';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parseConfig, type RunningService } from '#boot';
import { eventually } from '#testing';
import { configSchema } from '../../apps/print-station/src/config.js';
import { PdfPrinter } from '../../apps/print-station/src/printers/pdf-printer.js';
import type { Printer } from '../../apps/print-station/src/printers/printer.js';
import { start } from '../../apps/print-station/src/start.js';
import type { Terminal } from '../../apps/print-station/src/terminal/talk-at-terminal.js';
import { nik, type QueueBench, queueBench } from '../../apps/printing-queue/test/printing-queue.bench.js';
import { type Gate, openGate } from './printing/gate.js';

const stationId = 'nunukan-mobile';
let bench: QueueBench;
let gate: Gate;
let isLineUp = true;
let key: string;
let folder: string;
let station: RunningService | undefined;

beforeAll(async () => {
  bench = await queueBench(60);
  gate = await openGate(() => (isLineUp ? bench.running.url : 'http://127.0.0.1:1'));
  folder = mkdtempSync(join(tmpdir(), 'loket-visit-'));
  const admin = await bench.clerkToken(['admin']);
  const made = await bench.call('POST', '/stations', admin, { stationId, office: 'nunukan' });
  key = String(made.json.key);
  const operator = await bench.clerkToken(['print-operator']);
  await bench.call('POST', `/stations/${stationId}/blanks`, operator, { box: 'M1', from: 1, to: 20 });
}, 90_000);
afterEach(async () => {
  await station?.stop();
  station = undefined;
  isLineUp = true;
}, 30_000);
afterAll(async () => {
  await gate?.close();
  await bench?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
}, 30_000);

/** A printer whose switch and power a test has in its hand: a card that comes out is a file. */
function printer(): Printer & { isOn: boolean; leaves: number; losesPowerAfter: boolean } {
  const real = new PdfPrinter(pathToFileURL(join(folder, 'cards')).href);
  const ours = {
    driver: 'pdf' as const,
    isOn: true,
    /** Cards it makes before its switch goes off. */
    leaves: Infinity,
    /** The power goes with the card just out: nobody hears of it. */
    losesPowerAfter: false,
    state: () =>
      ours.isOn && ours.leaves > 0 ? real.state() : Promise.resolve({ state: 'offline' as const, reasons: [] }),
    chooseBlank: () => real.chooseBlank(),
    print: async (...given: Parameters<PdfPrinter['print']>) => {
      const outcome = await real.print(...given);
      ours.leaves -= 1;
      return ours.losesPowerAfter ? new Promise<never>(() => undefined) : outcome;
    },
    lookAfter: (...given: Parameters<PdfPrinter['lookAfter']>) => real.lookAfter(...given),
    resume: (...given: Parameters<PdfPrinter['resume']>) => real.resume(...given),
  };
  return ours;
}

/** A station that was registered over the API, and has no user at the broker. */
async function startStation(at: Printer, terminal?: Terminal): Promise<string> {
  const config = parseConfig(configSchema, {
    PORT: '0',
    PRINTING_QUEUE_URL: gate.url,
    STATION_ID: stationId,
    STATION_OFFICE: 'nunukan',
    STATION_KEY: key,
    PRINTER_DRIVER: 'pdf',
    PRINTER_URL: pathToFileURL(join(folder, 'cards')).href,
    JOURNAL_DIR: join(folder, 'journal'),
    STATION_POLL_SECONDS: '0.2',
    STATION_HEARTBEAT_SECONDS: '0.2',
  });
  station = await start(config, at, terminal);
  return station.url;
}

const cards = () => (existsSync(join(folder, 'cards')) ? readdirSync(join(folder, 'cards')) : []);
const printedOf = (jobId: string) => cards().filter((name) => name.includes(jobId) && name.endsWith('.pdf'));
const stateOf = async (jobId: string) => (await bench.job(jobId)).state;
const offered = (howMany: number) =>
  Promise.all(Array.from({ length: howMany }, async () => (await bench.offered()).jobId));
async function steer(url: string, path: string, body: object): Promise<number> {
  const headers = { 'content-type': 'application/json', 'x-loket-desk': '1' };
  const answer = await fetch(`${url}/desk/visit${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return answer.status;
}
interface Desk {
  readonly visit: { step: string; cards: number; blanks: number } | null;
  readonly untold: number;
}
const desk = async (url: string) => (await (await fetch(`${url}/desk`)).json()) as Desk;

describe('a station that was registered over the API', () => {
  it('prints without a user at the broker: it asks for its work', async () => {
    await startStation(printer());
    const [jobId = ''] = await offered(1);
    await eventually(async () => (await stateOf(jobId)) === 'completed');
    expect(printedOf(jobId)).toHaveLength(1);
  });
});

describe('a batch that is taken along', () => {
  it('is printed without a line and through a power cut, told once the line is back, and the rest goes back', async () => {
    const before = cards().length;
    const first = printer();
    first.isOn = false;
    const url = await startStation(first);
    const jobs = await offered(5);
    // The answer with the batch is lost: asked again, it is the same batch.
    const lost = gate.catchNext(({ path }) => path === '/stations/me/visit', 'after');
    expect(await steer(url, '', { limit: 4, hours: 5 })).toBe(202);
    expect(await steer(url, '', { limit: 4, hours: 5 })).toBe(409);
    (await lost).letGo('drop');
    await eventually(async () => (await desk(url)).visit?.step === 'along');
    expect((await desk(url)).visit).toMatchObject({ cards: 4 });
    expect(await bench.query('select 1 from visit where station_id = $1', [stationId])).toHaveLength(1);
    const claimed = await bench.query<{ id: string }>("select id from print_job where state = 'claimed'");
    expect(claimed).toHaveLength(4);
    const atOffice = jobs.find((jobId) => !claimed.some(({ id }) => id === jobId)) ?? '';

    isLineUp = false;
    const sealed = readFileSync(join(folder, 'journal', 'visit.sealed'), 'utf8');
    expect(sealed).not.toMatch(new RegExp(`${nik}|WARGA`));
    first.leaves = 1;
    first.isOn = true;
    await eventually(async () => (await desk(url)).visit?.cards === 3);
    await eventually(async () => (await desk(url)).untold === 1);
    await station?.stop();

    // The power goes when the second card has just come out and nobody has written it down.
    const second = Object.assign(printer(), { losesPowerAfter: true });
    await startStation(second);
    await eventually(() => second.leaves < Infinity || cards().length === before + 2);
    await station?.stop();

    const third = Object.assign(printer(), { leaves: 1 });
    const again = await startStation(third);
    await eventually(async () => (await desk(again)).untold === 3);
    expect(cards()).toHaveLength(before + 3);
    expect((await desk(again)).visit).toMatchObject({ step: 'along', cards: 1, blanks: 16 });
    expect(await bench.query("select 1 from print_job where state = 'claimed'")).toHaveLength(4);

    // The line comes back; what it carries first is told twice, because its answer is lost.
    const told = gate.catchNext(({ path }) => path === '/stations/me/journal', 'after');
    isLineUp = true;
    (await told).letGo('drop');
    await eventually(async () => (await desk(again)).untold === 0);
    const done = await bench.query<{ id: string; serial: string }>(
      "select id, serial from print_job where state = 'completed' and id = any($1::uuid[])",
      [jobs],
    );
    expect(done).toHaveLength(3);
    for (const { id, serial } of done) expect(printedOf(id)).toEqual([expect.stringContaining(`${serial}.`)]);
    expect(
      await bench.query('select 1 from card where job_id = any($1::uuid[])', [done.map(({ id }) => id)]),
    ).toHaveLength(3);

    expect(await steer(again, '/end', {})).toBe(202);
    await eventually(async () => (await desk(again)).visit === null);
    const left = jobs.find((jobId) => jobId !== atOffice && !done.some(({ id }) => id === jobId)) ?? '';
    // From now on the station works as any other: what it brought back, and what had stayed at the office.
    third.leaves = Infinity;
    for (const jobId of [left, atOffice]) await eventually(async () => (await stateOf(jobId)) === 'completed');
    expect(cards()).toHaveLength(before + 5);
    for (const jobId of jobs) expect(printedOf(jobId)).toHaveLength(1);
    const [stock] = await bench.query<{ used: number; left: number }>(
      `select count(*) filter (where state = 'used')::int as used, count(*) filter (where state = 'in_stock')::int as left
         from blank where station_id = $1`,
      [stationId],
    );
    expect(stock).toEqual({ used: cards().length, left: 20 - cards().length });
    expect(existsSync(join(folder, 'journal', 'visit.sealed'))).toBe(false);
  }, 90_000);

  it('is taken and brought back at the terminal as well', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    let shown = '';
    output.on('data', (text: Buffer) => (shown += text.toString('utf8')));
    const ours = printer();
    ours.isOn = false;
    await startStation(ours, { input, output });
    const [jobId = ''] = await offered(1);
    input.write('bawa 1 2\n');
    await eventually(() => shown.includes('Sedang kunjungan: 1 kartu belum dicetak'));
    isLineUp = false;
    ours.isOn = true;
    await eventually(() => printedOf(jobId).length === 1);
    input.write('kembali\n');
    await eventually(() => shown.includes('Menunggu kantor menerima semua laporan'));
    expect(await stateOf(jobId)).toBe('claimed');
    isLineUp = true;
    await eventually(() => shown.includes('Kunjungan selesai.'));
    expect(await stateOf(jobId)).toBe('completed');
    input.write('kembali\n');
    await eventually(() => shown.includes('tidak sedang kunjungan'));
  }, 60_000);

  it('is not given twice to a station that has lost its journal: a person settles it', async () => {
    const ours = printer();
    ours.isOn = false;
    const url = await startStation(ours);
    const [jobId = ''] = await offered(1);
    await steer(url, '', { limit: 1, hours: 2 });
    await eventually(async () => (await desk(url)).visit?.step === 'along');
    isLineUp = false;
    ours.isOn = true;
    await eventually(() => printedOf(jobId).length === 1);
    await station?.stop();
    rmSync(join(folder, 'journal'), { recursive: true, force: true });
    isLineUp = true;
    const fresh = await startStation(printer());
    await steer(fresh, '', { limit: 5, hours: 2 });
    await eventually(async () => {
      const seen = (await (await fetch(`${fresh}/desk`)).json()) as { visitRefused: string | null };
      return seen.visitRefused === 'visit-open';
    });
    expect(await stateOf(jobId)).toBe('claimed');
    expect(printedOf(jobId)).toHaveLength(1);
  }, 60_000);
});
