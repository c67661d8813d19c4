import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NewsRelayed } from '#contracts';
import { eventually } from '#testing';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { findProgram } from '../../../scripts/binaries.mjs';
import { buildPages } from '../../../scripts/build-pages.mjs';
import { damagedCardJpeg, familyCardJpeg, samplePerson } from '../../../scripts/sample-documents.mjs';
import type { ImportedBundle } from '../src/bundle/import-bundle.js';
import { type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';

const executablePath = findProgram('chromium') ?? findProgram('google-chrome');
const inBrowser = executablePath === undefined ? describe.skip : describe;
const pin = 'perahu-1945';
const screenshots = join(import.meta.dirname, '../../../.local/screenshots');
const arriving = { timeout: 15_000 };

/** Runs in the page: all rows of all its databases as one text. */
const everythingStored = `(async () => {
  const settled = (asked) => new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const decoder = new TextDecoder();
  const readable = (_key, value) => (value instanceof Uint8Array ? decoder.decode(value) : value);
  const texts = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await settled(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      texts.push(JSON.stringify(await settled(database.transaction(store).objectStore(store).getAll()), readable));
    }
    database.close();
  }
  return texts.join();
})()`;

inBrowser(
  `the village officer’s page${executablePath === undefined ? ' (needs Chromium, which is missing here)' : ''}`,
  () => {
    let work: IntakeAtWork;
    let profile: string;
    let browser: BrowserContext;
    let page: Page;
    let admin: string;
    let clerk: string;
    /** What the page must never do: run into an error, or into what its own headers forbid. */
    const complaints: string[] = [];
    const person = samplePerson(731);
    const relayed = {
      messageId: randomUUID(),
      ticket: 'L-BBBBB',
      name: 'BU*** S***',
      office: 'Loket Kecamatan Krayan',
      news: 'KTP-el Anda siap diambil.\nGratis.',
      since: '2026-11-22T01:00:00.000Z',
    };

    beforeAll(async () => {
      mkdirSync(screenshots, { recursive: true });
      await buildPages(['apps/intake/officer-page']);
      profile = mkdtempSync(join(tmpdir(), 'loket-officer-'));
      work = await intakeAtWork({}, async (bench) => {
        const notification = await bench.peer('notification', () => ({ json: { entries: [relayed] } }));
        return { NOTIFICATION_URL: notification.url };
      });
      admin = await work.bench.clerkToken(['admin'], undefined, 'admin');
      clerk = await work.bench.clerkToken(['clerk'], 'krayan', 'clerk-1');
      await openBrowser();
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      if (profile) rmSync(profile, { recursive: true, force: true });
      await work?.close();
    }, 30_000);

    async function openBrowser(): Promise<void> {
      browser = await chromium.launchPersistentContext(profile, {
        ...(executablePath === undefined ? {} : { executablePath }),
        args: [
          '--no-sandbox',
          '--disable-dev-shm-usage',
          '--disable-gpu',
          '--disable-background-networking',
          '--no-first-run',
        ],
        locale: 'id-ID',
        viewport: { width: 412, height: 900 },
      });
      page = await browser.newPage();
      page.on('pageerror', ({ message }) => complaints.push(`an error: ${message}`));
      page.on('console', (line) => {
        if (line.type() === 'error' && !/ERR_INTERNET_DISCONNECTED/.test(line.text())) complaints.push(line.text());
      });
    }

    const tab = (name: string) => page.getByRole('navigation').getByRole('button', { name, exact: true }).click();
    const openPage = () => page.goto(`${work.url}/petugas/`);
    const unlock = async (typed = pin) => {
      await page.getByLabel('PIN').fill(typed);
      await page.getByRole('button', { name: 'Buka', exact: true }).click();
    };
    const waitingCount = () => page.locator('[data-waiting]').getAttribute('data-waiting');

    /** A file as a stick would carry it. */
    async function carry(): Promise<Buffer> {
      await tab('Kirim');
      const [download] = await Promise.all([
        page.waitForEvent('download', arriving),
        page.getByRole('button', { name: 'Buat berkas untuk dibawa' }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/^loket-650305-[0-9a-f]{8}\.loket$/);
      return readFileSync(await download.path());
    }

    async function bring(bundle: Uint8Array) {
      const answer = await work.ask('/bundles', {
        method: 'POST',
        token: clerk,
        body: bundle,
        headers: { 'content-type': 'application/vnd.loket.bundle' },
      });
      return {
        status: answer.status,
        body: (await answer.json()) as ImportedBundle & { code: string; detail: string },
      };
    }

    async function fillIn(nik: string, familyCard: string, name: string): Promise<void> {
      await page.getByLabel('NIK').fill(nik);
      await page.getByLabel('Nomor KK').fill(familyCard);
      await page.getByLabel('Nama lengkap').fill(name);
      await page.getByLabel('Desa').fill('Long Midang');
    }

    async function attach(document: string, buffer: Buffer): Promise<string> {
      const row = page.locator(`[data-document=${document}]`);
      const before = await row.locator('output').textContent();
      await row.locator('input[type=file]').setInputFiles({ name: 'foto.jpg', mimeType: 'image/jpeg', buffer });
      await eventually(
        async () => {
          const now = await row.locator('output').textContent();
          return now !== before && now !== 'Memeriksa foto …';
        },
        { withinMs: 15_000 },
      );
      return (await row.locator('output').textContent()) ?? '';
    }

    it('is enrolled once with a line, and then works without one, whatever is switched off in between', async () => {
      const registered = await work.ask('/officer-devices', {
        method: 'POST',
        token: admin,
        body: { officer: 'pak-desa', label: 'HP desa', district: '650305' },
      });
      const { code } = (await registered.json()) as { code: string };
      await openPage();
      await page.getByLabel('Kode pendaftaran').fill(code.toLowerCase());
      await page.getByLabel('PIN baru').fill(pin);
      await page.getByLabel('Ulangi PIN').fill(pin);
      await page.getByRole('button', { name: 'Daftarkan perangkat' }).click();
      await page.getByText('Krayan · pak-desa').waitFor(arriving);
      await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');

      // The network is gone, and the phone is switched off and on.
      await browser.close();
      await openBrowser();
      await browser.setOffline(true);
      await openPage();
      await page.getByText('tanpa sambungan').waitFor(arriving);
      await unlock('another-pin');
      await page.getByText('PIN salah.').waitFor(arriving);
      await unlock();
      expect(await waitingCount()).toBe('0');
      expect(complaints).toEqual([]);
    }, 90_000);

    it('judges the form and the photos before the citizen has left, and loses nothing that was typed', async () => {
      await tab('Permohonan baru');
      await fillIn('1234', person.familyCardNumber, person.name);
      await page.getByRole('button', { name: 'Simpan permohonan' }).click();
      await page.getByText('NIK harus terdiri dari 16 angka.').waitFor(arriving);
      await fillIn(person.nik, person.familyCardNumber, person.name);
      const sharpPhoto = await familyCardJpeg(person);
      expect(await attach('KK', await sharp(sharpPhoto).blur(6).jpeg().toBuffer())).toContain('buram');
      expect(await attach('KK', await sharp(sharpPhoto).linear(0.08, 0).jpeg().toBuffer())).toContain('gelap');
      expect(await attach('KK', sharpPhoto)).toBe('Foto tersimpan.');

      // Switched off in the middle of the form.
      await browser.close();
      await openBrowser();
      await browser.setOffline(true);
      await openPage();
      await unlock();
      await tab('Permohonan baru');
      expect(await page.getByLabel('NIK').inputValue()).toBe(person.nik);
      await page.locator('[data-document=KK] output').filter({ hasText: 'Foto tersimpan.' }).waitFor(arriving);

      await page.getByRole('button', { name: 'Simpan permohonan' }).click();
      await page.getByText('Belum ada foto: KTP-el yang rusak.').waitFor(arriving);
      await page.screenshot({ path: join(screenshots, 'officer-form.png'), fullPage: true });
      expect(await attach('KTP_LAMA', await damagedCardJpeg(person))).toBe('Foto tersimpan.');
      await page.getByRole('button', { name: 'Simpan permohonan' }).click();
      await page.locator('[data-request]').waitFor(arriving);
      expect(await waitingCount()).toBe('1');
      expect(complaints).toEqual([]);
    }, 90_000);

    it('keeps everything encrypted in the browser', async () => {
      const stored = String(await page.evaluate(everythingStored));
      expect(stored.length).toBeGreaterThan(100_000);
      for (const secret of [person.nik, person.familyCardNumber, person.name, 'Long Midang', 'AGE-SECRET', 'JFIF']) {
        expect(stored.includes(secret)).toBe(false);
      }
    }, 30_000);

    it('its bundle goes to the office on a stick, a changed one is refused, and three imports are one', async () => {
      const bundle = await carry();
      const changed = Buffer.from(bundle);
      changed[bundle.length - 1000] = (changed[bundle.length - 1000] ?? 0) ^ 1;
      const refused = await bring(changed);
      expect([refused.status, refused.body.code]).toEqual([422, 'bundle-tampered']);
      const first = await bring(bundle);
      expect(first.body.results).toMatchObject([{ outcome: 'opened', state: 'submitted' }]);
      const again = [await bring(bundle), await bring(bundle)];
      for (const { body } of again)
        expect(body).toMatchObject({ isRepeated: true, results: [{ ticket: first.body.results[0]?.ticket }] });
      expect(await work.bench.query('select channel, count(*)::int as n from application group by channel')).toEqual([
        { channel: 'village', n: 1 },
      ]);
      // A second file holds the same request, and it stays one.
      const second = await bring(await carry());
      expect(second.body).toMatchObject({ isRepeated: false, results: [{ ticket: first.body.results[0]?.ticket }] });
      await tab('Permohonan');
      await page.getByText('Sudah dibawa, menunggu balasan').waitFor(arriving);

      // The answer comes back on the stick.
      const deviceId = first.body.deviceId;
      const reply = await work.ask(`/officer-devices/${deviceId}/reply`, { token: clerk });
      const file = join(profile, 'kantor.balasan');
      writeFileSync(file, Buffer.from(await reply.arrayBuffer()));
      await tab('Kirim');
      await page.getByLabel('Berkas balasan dari kantor').setInputFiles(file);
      await page.getByRole('button', { name: 'Baca balasan' }).click();
      await page.getByText('Balasan dibaca: 1 hasil, 1 kabar.').waitFor(arriving);
      await tab('Permohonan');
      await page.getByText(`Nomor ${first.body.results[0]?.ticket}`).waitFor(arriving);
      await page.screenshot({ path: join(screenshots, 'officer-requests.png'), fullPage: true });
      expect(complaints).toEqual([]);
    }, 90_000);

    it('shows the news of its sub-district, and what was ticked off without a line reaches the office with the next one', async () => {
      await tab('Kabar');
      await page.getByText('KTP-el Anda siap diambil.').waitFor(arriving);
      await page.getByLabel('Sudah disampaikan').check();
      await page.screenshot({ path: join(screenshots, 'officer-news.png'), fullPage: true });
      await tab('Permohonan baru');
      const { nik, familyCard } = someone();
      await fillIn(nik, familyCard, 'Rina');
      await page.getByRole('button', { name: 'Simpan permohonan' }).click();
      await page.getByText('tekan Simpan sekali lagi').waitFor(arriving);
      await page.getByRole('button', { name: 'Simpan permohonan' }).click();
      await page.locator('[data-outcome=waiting]').waitFor(arriving);

      await tab('Kirim');
      await page.getByRole('button', { name: 'Kirim sekarang' }).click();
      await page.getByText('Tidak ada sambungan ke kantor.').waitFor(arriving);
      await browser.setOffline(false);
      await page.getByRole('button', { name: 'Kirim sekarang' }).click();
      await page.getByText('Selesai: 1 permohonan dijawab kantor').waitFor(arriving);
      const told = await work.bench.heard(NewsRelayed);
      expect(told.data.told.map(({ messageId }) => messageId)).toEqual([relayed.messageId]);
      await tab('Permohonan');
      expect(await waitingCount()).toBe('0');
      const drafts = await work.bench.query(
        "select state from application where channel = 'village' order by created_at",
      );
      expect(drafts).toEqual([{ state: 'submitted' }, { state: 'draft' }]);
      expect(complaints).toEqual([]);
    }, 90_000);
  },
);
