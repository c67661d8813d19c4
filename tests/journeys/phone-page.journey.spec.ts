import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { waitFor } from '../../scripts/clerk.mjs';
import { damagedCardJpeg, familyCardJpeg, requestLine } from '../../scripts/sample-documents.mjs';
import {
  arriving,
  browserMissing,
  keepPicture,
  obstaclesOn,
  openBrowser,
  signInAt,
  type WatchedBrowser,
} from './browser.js';
import { ticketIn, wholeSystem, type WholeSystem } from './whole-system.js';

const inBrowser = browserMissing === '' ? describe : describe.skip;
/** Every place of the console, and its picture's name. */
const places = {
  '/': 'inbox',
  '/permohonan-baru': 'walk-in',
  '/tinjauan': 'reviews',
  '/cetak': 'printing',
  '/penyerahan': 'pick-up',
  '/percakapan': 'conversations',
  '/pengaduan': 'complaints',
  '/pesan': 'messages',
  '/pesan/belum-sampai': 'relay',
  '/pesan/katalog': 'catalogue',
  '/petugas-desa': 'village-officers',
  '/jemput-bola': 'visits',
  '/sistem': 'system',
  '/ringkasan': 'overview',
  '/laporan': 'reports',
  '/efektivitas': 'effectiveness',
  '/akun': 'account',
};

inBrowser(`in a browser${browserMissing}`, () => {
  let on: WholeSystem;
  let browser: WatchedBrowser;
  let profile: BrowserContext;

  beforeAll(async () => {
    on = await wholeSystem('phone-page');
    browser = await openBrowser();
    profile = await browser.newProfile({ width: 1280, height: 900 });
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await on?.stop();
  }, 60_000);

  async function phonePage(number: string, name: string) {
    const page = await profile.newPage();
    await page.goto(on.system.urls.graph);
    await page.getByLabel('Nomor', { exact: true }).fill(number);
    await page.getByLabel('Nama').fill(name);
    await page.getByRole('button', { name: 'Pakai nomor ini' }).click();
    const says = async (text: string) => {
      await page.getByLabel('Pesan').fill(text);
      await page.getByRole('button', { name: 'Kirim', exact: true }).click();
    };
    return {
      page,
      says,
      sends: async (...files: { name: string; buffer: Buffer }[]) => {
        const photos = files.map((file) => ({ ...file, mimeType: 'image/jpeg' }));
        await page.getByLabel('Lampirkan foto atau PDF').setInputFiles(photos);
        await page.getByRole('button', { name: 'Kirim', exact: true }).click();
      },
      /** A reply of the office with these words, once it is to be seen. */
      reads: async (words: RegExp) => {
        const bubble = page.locator('#messages .office').filter({ hasText: words }).first();
        await bubble.waitFor(arriving);
        return (await bubble.textContent()) ?? '';
      },
    };
  }

  async function consolePage(): Promise<Page> {
    const page = await profile.newPage();
    await signInAt(page, on.system.urls.console, 'admin', on.system.keys.firstAdmin.password);
    return page;
  }

  /** The newest message is where a person sees it, not below the edge. */
  async function isInSight(bubble: Locator): Promise<boolean> {
    const place = await bubble.boundingBox();
    const size = bubble.page().viewportSize();
    return place !== null && size !== null && place.y + place.height < size.height;
  }

  it('a citizen sends the request and two photos on the phone page; a clerk hands the card over on the console', async () => {
    const { person, phone } = on.newCitizen();
    const citizen = await phonePage(phone.number, person.name);
    await citizen.says(requestLine(person, 'RUSAK'));
    const applicationId = await on.applicationOf(ticketIn(await citizen.reads(/\*L-/)));
    await citizen.sends(
      { name: 'ktp.jpg', buffer: await damagedCardJpeg(person) },
      { name: 'kk.jpg', buffer: await familyCardJpeg(person) },
    );
    await citizen.page.locator('#messages .citizen img').nth(1).waitFor();
    await citizen.reads(/siap diambil/);
    await citizen.page.locator('#messages .office .ticks[data-status=read]').first().waitFor();
    await waitFor('the newest message in sight', () => isInSight(citizen.page.locator('#messages li').last()));
    await keepPicture(citizen.page, 'phone-page');

    const clerk = await consolePage();
    await keepPicture(clerk, 'console-list');
    await clerk.locator(`[data-row-link][href="/permohonan/${applicationId}"]`).click();
    await clerk.getByText('Siap diambil').first().waitFor(arriving);
    await clerk.getByLabel('Diambil oleh').selectOption('self');
    await clerk.getByLabel('KTP lama/rusak ditarik').check();
    await keepPicture(clerk, 'console-hand-over');
    await clerk.getByRole('button', { name: 'Serahkan kartu' }).click();
    await clerk.getByText('Sudah diserahkan').first().waitFor(arriving);
    expect(await on.stateOf(applicationId)).toBe('handed_over');
    await citizen.reads(/terima kasih/i);
    await keepPicture(clerk, 'console-handed-over');
    // Found again by what stands on the card.
    await clerk.goto(on.system.urls.console);
    await clerk.getByLabel('Cari tiket, NIK, atau nama').fill(person.nik);
    await clerk.keyboard.press('Enter');
    await clerk.waitForURL(`**/permohonan/${applicationId}`);
    expect(browser.complaints).toEqual([]);
  }, 180_000);

  it('what a citizen writes and is called stays text, on the phone page and everywhere on the console', async () => {
    const hostile = '<img src=smuggled onerror=alert(1)><script>alert(2)</script>';
    const { person, phone } = on.newCitizen();
    const citizen = await phonePage(phone.number, `Budi ${hostile}`);
    await citizen.says(`halo ${hostile}`);
    await citizen.reads(/./);
    await citizen.says(requestLine({ ...person, village: `Desa ${hostile}` }, 'RUSAK'));
    const ticket = ticketIn(await phone.reads(/\*L-/));
    const applicationId = await on.applicationOf(ticket);
    await citizen.sends(
      { name: 'ktp.jpg', buffer: await damagedCardJpeg(person) },
      { name: `"><img src=smuggled onerror=alert(3)>.jpg`, buffer: await familyCardJpeg(person) },
    );
    await citizen.reads(/siap diambil/);
    expect(await citizen.page.locator('#numbers').textContent()).toContain('<img src=smuggled');
    await citizen.page.locator('#messages .citizen').filter({ hasText: hostile }).first().waitFor();

    const clerk = await consolePage();
    const obstacles: string[] = [];
    for (const [path, name] of Object.entries({ ...places, [`/permohonan/${applicationId}`]: 'request' })) {
      await clerk.goto(on.system.urls.console + path);
      await clerk.locator('main h1').waitFor();
      await clerk.getByText('Memuat …').first().waitFor({ state: 'hidden' });
      expect(await clerk.locator('img[src*=smuggled], main script').count()).toBe(0);
      obstacles.push(...(await obstaclesOn(clerk)));
      await keepPicture(clerk, `console-${name}`);
    }
    expect(obstacles).toEqual([]);
    // A clerk's own note comes back on the page as well.
    await clerk.goto(`${on.system.urls.console}/permohonan/${applicationId}`);
    await clerk.getByLabel('Catatan', { exact: true }).fill(hostile);
    await clerk.getByRole('button', { name: 'Serahkan kartu' }).click();
    await clerk.getByText('Sudah diserahkan').first().waitFor(arriving);
    const tracking = await profile.newPage();
    await tracking.goto(/https?:\/\/\S+\/track\/\w+/.exec((await phone.replies()).join('\n'))?.[0] ?? '');
    for (const page of [clerk, citizen.page, tracking]) {
      expect(await page.locator('img[src*=smuggled]').count()).toBe(0);
    }
    expect(browser.complaints).toEqual([]);
  }, 180_000);

  it('a member of the staff sets up the code of their phone, reads the recovery codes, and goes back with one of them', async () => {
    const staff = await consolePage();
    await staff.goto(`${on.system.urls.console}/akun`);
    await staff.getByRole('button', { name: 'Siapkan kode' }).click();
    await staff.getByAltText('Kode QR').waitFor(arriving);
    const secret = (await staff.locator('code').textContent()) ?? '';
    await staff.getByLabel('Kode', { exact: true }).fill(new TOTP({ secret }).generate());
    await staff.getByRole('button', { name: 'Pakai mulai sekarang' }).click();
    const shown = staff.locator('output').filter({ hasText: ' · ' });
    await shown.waitFor(arriving);
    const [first = '', ...others] = ((await shown.textContent()) ?? '').split(' · ');
    expect(others).toHaveLength(9);
    await staff.reload();
    await staff.getByLabel('Kode', { exact: true }).fill(first);
    await staff.getByRole('button', { name: 'Berhenti memakai kode' }).click();
    await staff.getByText('Belum dipakai').waitFor(arriving);
    expect(browser.complaints).toEqual([]);
  }, 60_000);
});
