import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { cloudApi, type OutboundMessage } from '#whatsapp';
import { startGraph } from '../src/graph/start-graph.js';
import type { StandIn } from '../src/stand-in.js';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const inBrowser = executablePath === undefined ? describe.skip : describe;
const number = '6281200000077';

inBrowser(`the phone page${executablePath === undefined ? ' (skipped: Chromium is not installed)' : ''}`, () => {
  let folder: string;
  let standIn: StandIn;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loket-phone-'));
    standIn = await startGraph({
      port: 0,
      host: '127.0.0.1',
      folder,
      webhookUrl: 'http://127.0.0.1:9/nobody',
      appSecret: 'app-secret',
      accessToken: 'token',
      business: { wabaId: '7', phoneNumberId: '42', displayPhoneNumber: '6281100000000' },
    });
    const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking'];
    browser = await chromium.launch({ executablePath, args });
    page = await browser.newPage();
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (line) => {
      if (line.type() === 'error') problems.push(line.text());
    });
    await page.goto(`http://127.0.0.1:${standIn.port}/`);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await standIn.stop();
    rmSync(folder, { recursive: true });
  });

  const reply = (message: OutboundMessage) =>
    cloudApi({
      graphUrl: `http://127.0.0.1:${standIn.port}`,
      version: 'v26.0',
      phoneNumberId: '42',
      accessToken: 'token',
    }).send({ messageId: 'm', to: { phone: number }, message });
  const bubbles = (who: 'citizen' | 'office') => page.locator(`#messages .${who}`);

  it('takes a number, sends text and several files, and shows them', async () => {
    await page.getByLabel('Nomor', { exact: true }).fill(number);
    await page.getByLabel('Nama').fill('Warga Uji');
    await page.getByRole('button', { name: 'Pakai nomor ini' }).click();
    await page.getByLabel('Pesan').fill('Halo');
    await page.getByLabel('Pesan').press('Enter');
    await bubbles('citizen').filter({ hasText: 'Halo' }).waitFor();
    const photo = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await page.getByLabel('Lampirkan foto atau PDF').setInputFiles([
      { name: 'kk.png', mimeType: 'image/png', buffer: photo },
      { name: 'surat.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') },
    ]);
    await page.getByRole('button', { name: 'Kirim' }).click();
    await bubbles('citizen').nth(2).waitFor();
    const image = bubbles('citizen').locator('img');
    await image.waitFor();
    expect(await image.evaluate((element) => 'naturalWidth' in element && element.naturalWidth)).toBe(1);
    expect(await bubbles('citizen').locator('a').textContent()).toContain('surat.pdf');
  });

  it('shows replies as they arrive, with their ticks', async () => {
    await reply({ kind: 'text', body: 'Berkas diterima.\n<b>Terima kasih</b>' });
    await bubbles('office').filter({ hasText: '<b>Terima kasih</b>' }).waitFor();
    await bubbles('office').locator('.ticks[data-status=read]').waitFor();
  });

  it('lets the citizen tap a button and a row of a list', async () => {
    await reply({ kind: 'buttons', body: 'Benar?', buttons: [{ id: 'ya', title: 'Ya, benar' }] });
    await page.getByRole('button', { name: 'Ya, benar' }).click();
    await bubbles('citizen').filter({ hasText: 'Ya, benar' }).waitFor();
    const rows = [{ id: 'lost', title: 'KTP hilang', description: 'Perlu surat polisi' }];
    await reply({ kind: 'list', body: 'Pilih layanan', button: 'Buka', sections: [{ rows }] });
    await page.getByRole('button', { name: 'KTP hilang' }).click();
    await bubbles('citizen').filter({ hasText: 'KTP hilang' }).waitFor();
  });

  it('has no error of its own', () => {
    expect(problems).toEqual([]);
  });
});
