import 'reflect-metadata';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { chromium } from 'playwright-core';
import { parseConfig, type RunningService } from '#boot';
import { PrintJobOffered } from '#contracts';
import { eventually, testBroker, type TestBroker } from '#testing';
import { configSchema } from '../src/config.js';
import { flow } from '../src/flow.js';
import type { Outcome, Printer } from '../src/printers/printer.js';
import { start } from '../src/start.js';
import type { Terminal } from '../src/terminal/talk-at-terminal.js';
import { type OfficeStub, officeStub } from './office-stub.js';

const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

let broker: TestBroker;
let office: OfficeStub;
let folder: string;
let station: RunningService | undefined;

beforeAll(async () => {
  broker = await testBroker([flow], ['nunukan', 'krayan']);
}, 60_000);
afterAll(() => broker?.close(), 30_000);

beforeEach(async () => {
  office = await officeStub();
  folder = mkdtempSync(join(tmpdir(), 'loket-station-'));
});
afterEach(async () => {
  office.away = false;
  await station?.stop();
  station = undefined;
  await office.close();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

async function startStation(driver: 'manual' | 'pdf', printer?: Printer, terminal?: Terminal): Promise<RunningService> {
  const config = parseConfig(configSchema, {
    PORT: '0',
    AMQP_URL: broker.urlOf('print-station.nunukan'),
    PRINTING_QUEUE_URL: office.url,
    STATION_ID: 'nunukan-1',
    STATION_OFFICE: 'nunukan',
    STATION_KEY: 'key-of-nunukan-1-for-tests',
    PRINTER_DRIVER: driver,
    PRINTER_URL: `file:${join(folder, 'cards')}`,
    JOURNAL_DIR: join(folder, 'journal'),
    STATION_POLL_SECONDS: '0.3',
    STATION_HEARTBEAT_SECONDS: '0.1',
  });
  station = await start(config, printer, terminal);
  const started = station;
  await eventually(async () => (await started.health.missing()).length === 0 && office.journals.length > 0);
  return started;
}

const offer = (jobId: string, place = 'nunukan') =>
  broker.say(PrintJobOffered, { jobId, applicationId: jobId, answers: 5, office: place });
const stateOf = (jobId: string) => office.jobs.get(jobId)?.state;
const cards = () => readdirSync(join(folder, 'cards')).filter((name) => name.endsWith('.pdf'));
const journal = () => readFileSync(join(folder, 'journal', 'journal.jsonl'), 'utf8');

/** A printer that does what a test says, and counts its sheets. */
function scripted(
  found: Outcome | 'at-it' = { said: 'abort' },
): Printer & { printed: string[]; finish: (outcome: Outcome) => void } {
  let finish: (outcome: Outcome) => void = () => undefined;
  const printed: string[] = [];
  const until = (signal: AbortSignal) =>
    new Promise<Outcome>((resolve, reject) => {
      finish = resolve;
      signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true });
    });
  return {
    driver: 'pdf',
    printed,
    finish: (outcome) => finish(outcome),
    state: () => Promise.resolve({ state: 'ready', reasons: [] }),
    chooseBlank: () => Promise.resolve('next'),
    print: (work, _, signal) => {
      printed.push(work.serial);
      return until(signal);
    },
    lookAfter: () => Promise.resolve(found),
    resume: (_, signal) => until(signal),
  };
}

describe('a station', () => {
  it('prints what its office offers, once though it is offered twice', async () => {
    await startStation('pdf');
    const jobId = office.queue();
    await offer(jobId);
    await offer(jobId);
    await eventually(() => stateOf(jobId) === 'complete');
    expect(cards()).toEqual([`B1-00001.${jobId}.1.pdf`]);
    await eventually(async () => (await broker.queue('print-station.print-offered-card.nunukan')).ready === 0);
    expect(office.calls.filter((call) => call.endsWith('/complete'))).toHaveLength(1);
  });

  it('finds work that no offer told of, and works off more than its desk holds', async () => {
    const jobs = Array.from({ length: 9 }, () => office.queue());
    await startStation('pdf');
    await eventually(() => jobs.every((jobId) => stateOf(jobId) === 'complete'));
    expect(cards()).toHaveLength(9);
  });

  it('asks to begin again when the answer was lost, and prints one card', async () => {
    await startStation('pdf');
    office.loseAnswerOf = '/begin';
    const jobId = office.queue();
    await offer(jobId);
    await eventually(() => stateOf(jobId) === 'complete');
    expect(office.calls.filter((call) => call.endsWith('/begin'))).toHaveLength(2);
    expect(cards()).toHaveLength(1);
  });

  it('finishes what it has begun while the office is away, and tells it later', async () => {
    const printer = scripted();
    await startStation('pdf', printer);
    const jobId = office.queue();
    await offer(jobId);
    await eventually(() => printer.printed.length === 1);
    office.away = true;
    printer.finish({ said: 'complete' });
    await eventually(() => journal().includes('"ended"'));
    expect(stateOf(jobId)).toBe('started');
    office.away = false;
    await eventually(() => stateOf(jobId) === 'complete');
    await eventually(() => journal().includes('"told"'));
  });

  it('reports a card that was printed just before the power went, and prints nothing again', async () => {
    const printer = scripted();
    const first = await startStation('pdf', printer);
    const jobId = office.queue();
    await offer(jobId);
    await eventually(() => printer.printed.length === 1);
    await first.stop();
    const again = scripted({ said: 'complete' });
    await startStation('pdf', again);
    await eventually(() => stateOf(jobId) === 'complete');
    expect(again.printed).toEqual([]);
    expect(office.journals.at(-1)?.entries).toEqual([
      expect.objectContaining({ jobId, attempt: 1, said: 'complete', serial: 'B1-00001' }),
    ]);
  });

  it('says that it does not know when it does not, and keeps what its printer is still at', async () => {
    const first = await startStation('pdf', scripted());
    const lost = office.queue();
    await offer(lost);
    await eventually(() => stateOf(lost) === 'started');
    await first.stop();
    const second = await startStation('pdf', scripted({ said: 'abort' }));
    await eventually(() => stateOf(lost) === 'abort');
    const going = office.queue();
    await offer(going);
    await eventually(() => stateOf(going) === 'started');
    await second.stop();
    const third = scripted('at-it');
    await startStation('pdf', third);
    expect(office.journals.at(-1)).toMatchObject({ entries: [], inHand: [{ jobId: going, attempt: 1 }] });
    third.finish({ said: 'spoil', reason: 'garis' });
    await eventually(() => stateOf(going) === 'spoil');
    expect(third.printed).toEqual([]);
  });

  it('claims nothing before the office has taken its journal', async () => {
    office.away = true;
    const jobId = office.queue();
    const starting = startStation('pdf');
    await offer(jobId);
    await eventually(async () => (await broker.queue('print-station.print-offered-card.nunukan')).ready === 0);
    expect(stateOf(jobId)).toBe('queued');
    office.away = false;
    await starting;
    await eventually(() => stateOf(jobId) === 'complete');
    expect(office.calls.findIndex((call) => call.includes('/journal'))).toBeLessThan(
      office.calls.findIndex((call) => call.includes('/claims')),
    );
  });

  it('gives its jobs back when its printer stops', async () => {
    const printer = scripted();
    let state: 'ready' | 'stopped' = 'ready';
    await startStation('pdf', { ...printer, state: () => Promise.resolve({ state, reasons: [] }) });
    const jobs = [office.queue(), office.queue()];
    for (const jobId of jobs) await offer(jobId);
    await eventually(() => jobs.filter((jobId) => stateOf(jobId) === 'claimed').length === 1);
    state = 'stopped';
    printer.finish({ said: 'complete' });
    await eventually(() => jobs.some((jobId) => stateOf(jobId) === 'queued'));
  });
});

describe('a batch whose ribbon is at 0', () => {
  it('goes back at once behind the card in the printer, and that card is still finished', async () => {
    const printer = scripted();
    let state: 'ready' | 'stopped' = 'ready';
    await startStation('pdf', { ...printer, state: () => Promise.resolve({ state, reasons: [] }) });
    const jobs = [office.queue(), office.queue(), office.queue()];
    for (const jobId of jobs) await offer(jobId);
    await eventually(() => printer.printed.length === 1);
    await eventually(() => jobs.filter((jobId) => stateOf(jobId) === 'claimed').length === 2);
    const inStock = office.stock.length;
    state = 'stopped';
    await eventually(() => jobs.filter((jobId) => stateOf(jobId) === 'queued').length === 2);
    expect(jobs.filter((jobId) => stateOf(jobId) === 'started')).toHaveLength(1);
    expect(office.stock).toHaveLength(inStock);
    expect(office.calls.filter((call) => call.endsWith('/not-fed'))).toHaveLength(2);
    printer.finish({ said: 'complete' });
    await eventually(() => jobs.filter((jobId) => stateOf(jobId) === 'complete').length === 1);
  });
});

describe('the operator', () => {
  async function desk(
    running: RunningService,
    given?: object,
    headers: Record<string, string> = { 'x-loket-desk': '1' },
  ) {
    const answer = await fetch(`${running.url}/desk${given ? '/answers' : ''}`, {
      method: given ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json', ...headers },
      ...(given ? { body: JSON.stringify(given) } : {}),
    });
    return {
      status: answer.status,
      json: (await answer.json()) as { questions?: { step: string; jobId: string; refused?: string }[] },
    };
  }
  const asked = (running: RunningService, jobId: string, step: string) =>
    eventually(async () =>
      (await desk(running)).json.questions?.find((one) => one.jobId === jobId && one.step === step),
    );

  it('names the blank, is told of a wrong one, and judges the card', async () => {
    const running = await startStation('manual');
    const jobId = office.queue();
    await offer(jobId);
    await asked(running, jobId, 'choose-blank');
    expect((await desk(running, { answer: 'take', jobId, serial: 'b9-00001' })).status).toBe(200);
    await eventually(async () => (await asked(running, jobId, 'choose-blank'))?.refused === 'blank-not-in-stock');
    await desk(running, { answer: 'take', jobId, serial: 'b1-00007' });
    await asked(running, jobId, 'judge');
    await desk(running, { answer: 'spoil', jobId, reason: 'garis putih' });
    await eventually(() => stateOf(jobId) === 'spoil');
    expect(office.jobs.get(jobId)?.serial).toBe('B1-00007');
  });

  it('is asked again after a restart what became of a blank', async () => {
    const first = await startStation('manual');
    const jobId = office.queue();
    await offer(jobId);
    await asked(first, jobId, 'choose-blank');
    await desk(first, { answer: 'take', jobId, serial: 'B1-00001' });
    await asked(first, jobId, 'judge');
    await first.stop();
    const second = await startStation('manual');
    await asked(second, jobId, 'judge');
    await desk(second, { answer: 'complete', jobId });
    await eventually(() => stateOf(jobId) === 'complete');
  });

  it('does all of it at the terminal with a barcode scanner', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    let shown = '';
    output.on('data', (text: Buffer) => (shown += text.toString('utf8')));
    await startStation('manual', undefined, { input, output });
    const jobId = office.queue();
    await offer(jobId);
    await eventually(() => shown.includes('Pindai atau ketik nomor seri blanko'));
    input.write('b9-00001\n');
    await eventually(() => shown.includes('tidak ada di persediaan'));
    input.write('b1-00007\n');
    await eventually(() => shown.includes('dengan blanko B1-00007'));
    input.write('B1-00008\n');
    await eventually(() => shown.includes('Itu blanko lain'));
    input.write('B1-00007\n');
    await eventually(() => stateOf(jobId) === 'complete');
    expect(office.jobs.get(jobId)?.serial).toBe('B1-00007');
    await eventually(() => shown.includes('Menunggu kartu berikutnya'));
  });

  it('gives a job back', async () => {
    const running = await startStation('manual');
    const jobId = office.queue();
    await offer(jobId);
    await asked(running, jobId, 'choose-blank');
    await desk(running, { answer: 'give-back', jobId });
    await eventually(() => stateOf(jobId) === 'queued');
  });

  const itWithChromium = chromiumPath === undefined ? it.skip : it;
  itWithChromium('does so on a page that says what is asked (needs chromium)', async () => {
    const running = await startStation('manual');
    const jobId = office.queue();
    await offer(jobId);
    const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--no-first-run'];
    const browser = await chromium.launch({ executablePath: chromiumPath ?? '', args });
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (said) => said.type() === 'error' && complaints.push(said.text()));
      await page.goto(running.url);
      await page.getByText('WARGA CONTOH').waitFor();
      await page.getByLabel('Nomor seri pada blanko').fill('b1-00003');
      await page.getByRole('button', { name: 'Pakai blanko ini' }).click();
      await page.getByText('dengan blanko B1-00003').waitFor();
      await page.getByRole('button', { name: 'Kartu baik' }).click();
      await page.getByText('Menunggu kartu berikutnya').waitFor();
      await eventually(() => stateOf(jobId) === 'complete');
      office.away = true;
      await page.getByText('terputus sejak').waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  itWithChromium('takes a batch along and brings it back on that page (needs chromium)', async () => {
    const running = await startStation('manual');
    const browser = await chromium.launch({
      executablePath: chromiumPath ?? '',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--no-first-run'],
    });
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('dialog', (dialog) => void dialog.accept());
      await page.goto(running.url);
      const take = async () => {
        await page.getByText('Bawa sekumpulan kartu').click();
        await page.getByLabel('Paling banyak berapa kartu').fill('2');
        await page.getByRole('button', { name: 'Bawa' }).click();
      };
      office.visitRefused = 'visit-open';
      await take();
      await page.getByText('Hubungi kantor').waitFor();
      office.visitRefused = undefined;
      await take();
      await page.getByText('Sedang kunjungan sampai').waitFor();
      office.away = true;
      await page.getByText('Belum dicetak: 0 kartu').waitFor();
      await page.getByRole('button', { name: 'Sudah kembali' }).click();
      await page.getByText('Menunggu kantor menerima semua laporan').waitFor();
      office.away = false;
      await page.getByText('Bawa sekumpulan kartu').waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it('prints by hand where no line reaches, with blanks that are along only, and gives one card back', async () => {
    const running = await startStation('manual');
    office.away = true;
    const jobs = [office.queue(), office.queue()];
    const post = (path: string, body: object) =>
      fetch(`${running.url}/desk/visit${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-loket-desk': '1' },
        body: JSON.stringify(body),
      });
    expect((await post('', { limit: 0, hours: 1 })).status).toBe(400);
    expect((await post('/end', {})).status).toBe(409);
    expect((await post('', { limit: 10, hours: 1 })).status).toBe(202);
    office.away = false;
    const first = await eventually(async () => (await desk(running)).json.questions?.[0]);
    office.away = true;
    await desk(running, { answer: 'take', jobId: first.jobId, serial: 'b9-00001' });
    await eventually(async () => (await desk(running)).json.questions?.[0]?.refused === 'blank-not-in-stock');
    await desk(running, { answer: 'take', jobId: first.jobId, serial: 'b1-00007' });
    await asked(running, first.jobId, 'judge');
    await desk(running, { answer: 'complete', jobId: first.jobId });
    const second = jobs.find((jobId) => jobId !== first.jobId) ?? '';
    await asked(running, second, 'choose-blank');
    await desk(running, { answer: 'give-back', jobId: second });
    expect((await post('/end', {})).status).toBe(202);
    office.away = false;
    await eventually(() => stateOf(first.jobId) === 'complete');
    expect(office.jobs.get(first.jobId)?.serial).toBe('B1-00007');
    await eventually(() => stateOf(second) === 'queued' || stateOf(second) === 'claimed');
    expect(journal()).not.toMatch(/\d{16}|WARGA/);
  });

  it('is nobody else: another site, another host name, a strange body', async () => {
    const running = await startStation('manual');
    const given = { answer: 'complete', jobId: office.queue() };
    expect((await desk(running, given, {})).status).toBe(403);
    expect((await desk(running, given)).status).toBe(409);
    expect((await desk(running, { answer: 'explode' })).status).toBe(400);
    const page = await fetch(running.url);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await page.text()).toContain('Stasiun cetak nunukan-1');
  });
});

describe('the journal', () => {
  it('names nobody', async () => {
    await startStation('pdf');
    const jobId = office.queue();
    await offer(jobId);
    await eventually(() => stateOf(jobId) === 'complete');
    expect(journal()).not.toMatch(/\d{16}|WARGA/);
    expect(
      journal()
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { what: string }).what),
    ).toEqual(expect.arrayContaining(['asking', 'begun', 'ended']));
  });
});
