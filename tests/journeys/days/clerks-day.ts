import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { waitFor } from '../../../scripts/clerk.mjs';
import { damagedCardJpeg, familyCardJpeg } from '../../../scripts/sample-documents.mjs';
import { arriving } from '../browser.js';
import { Keyboard } from './keyboard.js';
import type { OpenOffice } from './office.js';

/** What the counter promises: a request is in, and its receipt in the citizen's hand, within a minute and with few keys. */
const mostSteeringKeys = 60;

/** Somebody stands at the counter. Without a mouse: signed in, typed, filed with both documents, and the receipt is there. */
export async function takesRequestInByKeyboard(office: OpenOffice): Promise<string> {
  const { on, password, newScreen } = office;
  const page = await newScreen();
  const keys = new Keyboard(page);
  await page.goto(on.system.urls.console);
  // A page gives its first field the focus once it is drawn: what is typed before goes nowhere.
  await page.locator('input[name=username]:focus').waitFor(arriving);
  await keys.type('siti-loket');
  await keys.press('Tab');
  await keys.type(password);
  await keys.press('Enter');
  await page.getByRole('heading', { name: 'Permohonan' }).waitFor(arriving);
  const { person, phone } = on.newCitizen();
  const photo = async (name: string, made: Promise<Buffer>) => ({ name, mimeType: 'image/jpeg', buffer: await made });
  const oldCard = await photo('ktp.jpg', damagedCardJpeg(person));
  const familyCard = await photo('kk.jpg', familyCardJpeg(person));

  const counted = new Keyboard(page);
  const began = performance.now();
  await counted.press('n');
  await page.getByRole('heading', { name: 'Permohonan baru' }).waitFor(arriving);
  await counted.tabTo('Layanan');
  await counted.press('ArrowDown');
  await counted.tabTo('NIK');
  await counted.type(person.nik);
  await counted.tabTo('Nomor KK');
  await counted.type(person.familyCardNumber);
  await counted.tabTo('Nama lengkap');
  await counted.type(person.name);
  await counted.tabTo('Nomor WhatsApp');
  await counted.type(phone.number);
  await counted.tabTo('Kecamatan');
  await counted.choose('Nunukan');
  await counted.tabTo('Desa/kelurahan');
  await counted.type(person.village);
  await counted.tabTo('KTP-el lama');
  await counted.takeFile(oldCard);
  await counted.tabTo('Kartu Keluarga (KK)');
  await counted.takeFile(familyCard);
  await counted.tabTo('Simpan dan serahkan');
  await counted.press('Enter');
  await page.getByRole('link', { name: 'Buka permohonan' }).waitFor(arriving);
  await office.browser.look(page, 'day-clerk-filed');
  await counted.tabTo('Tanda terima (PDF)');
  const receipt = page.context().waitForEvent('response', (answer) => answer.url().endsWith('/receipt'));
  await counted.press('Enter');
  expect((await receipt).headers()['content-type']).toContain('application/pdf');
  const seconds = (performance.now() - began) / 1_000;
  process.stdout.write(
    `a walk-in request: ${counted.steered} keys to steer, ${counted.typed} of data, ${seconds.toFixed(1)} s of the machine\n`,
  );
  expect(seconds).toBeLessThan(60);
  expect(counted.steered).toBeLessThanOrEqual(mostSteeringKeys);
  await phone.reads(/L-/);
  const opened = page.getByRole('link', { name: 'Buka permohonan' });
  return ((await opened.getAttribute('href')) ?? '').split('/').at(-1) ?? '';
}

/** A citizen asks for a person, and is answered by one, in the same chat. */
export async function answersConversation(office: OpenOffice, page: Page): Promise<void> {
  const { on } = office;
  const { phone } = on.newCitizen();
  await phone.says('saya mau bicara dengan petugas');
  await page.keyboard.press('g');
  await page.keyboard.press('k');
  const waiting = page.locator('[data-row-link][href^="/percakapan/"]').last();
  await waiting.click(arriving);
  await page.getByRole('button', { name: 'Ambil', exact: true }).click(arriving);
  await page.getByText('siti-loket').last().waitFor(arriving);
  await page.getByLabel('Pesan').fill('Selamat pagi, saya Siti dari loket. Ada yang bisa dibantu?');
  await page.getByRole('button', { name: 'Kirim', exact: true }).click();
  await phone.reads(/saya Siti dari loket/);
  await phone.says('Terima kasih, Bu');
  await page.locator('.chat [data-from=citizen]').filter({ hasText: 'Terima kasih, Bu' }).waitFor(arriving);
  await office.browser.look(page, 'day-clerk-conversation');
  await page.getByRole('button', { name: 'Kembalikan ke jawaban otomatis' }).click();
  await page.getByText('sudah kembali ke jawaban otomatis').waitFor(arriving);
}

/** Somebody complains; the answer reaches them by WhatsApp, and the matter is closed. */
export async function answersComplaint(office: OpenOffice, page: Page): Promise<void> {
  const { on } = office;
  const { phone } = on.newCitizen();
  await phone.says('saya mau mengadu, saya sudah dua jam menunggu di loket dan tidak dipanggil');
  const told = await phone.reads(/pengaduan/i);
  const number = /\*([A-Z]+-[0-9A-Z]+)\*/.exec(told)?.[1] ?? '';
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.getByRole('link', { name: number }).click(arriving);
  await page.getByText('dua jam menunggu').waitFor(arriving);
  await page.getByLabel('Jawaban').fill('Mohon maaf, antrean tadi macet. Besok Bapak langsung ke loket 2.');
  await page.getByRole('button', { name: 'Jawab lewat WhatsApp' }).click();
  await phone.reads(/langsung ke loket 2/);
  await office.browser.look(page, 'day-clerk-complaint');
  await page.getByRole('button', { name: 'Selesai', exact: true }).click(arriving);
  await page.getByText('Selesai.').waitFor(arriving);
}

/** News that reached nobody for a day stands on the list of its sub-district; once told, it leaves the list. */
export async function ticksRelayList(office: OpenOffice, page: Page): Promise<void> {
  const { on } = office;
  await office.breaks('graph', { failStatuses: 131026 });
  const { applicationId, ticket } = await on.opensAtCounter();
  await on.reaches(applicationId, 'ready_for_pickup');
  await waitFor('its last news as failed', async () => {
    const answer = await on.clerk.get(`/api/notification/messages?about=${applicationId}`);
    const { messages } = answer as { messages: { state: string; fact: string }[] };
    return messages.find(({ fact }) => fact.startsWith('application.ready-for-pickup'))?.state === 'failed';
  });
  await office.breaks('graph', {});
  await office.dayPasses('notification.outgoing', 'created_at', 'about', applicationId);
  await page.goto(`${on.system.urls.console}/pesan/belum-sampai`);
  await page.getByLabel('Kecamatan atau loket').selectOption('district=650302');
  const row = page.locator('tr').filter({ hasText: ticket });
  await row.waitFor(arriving);
  await office.browser.look(page, 'day-clerk-relay');
  await row.getByRole('button', { name: 'Sudah disampaikan' }).click();
  await row.waitFor({ state: 'detached', ...arriving });
}

/** The card that was printed for the walk-in is wrong: it stays here. Another follows, and that one is handed over. */
export async function handsRightCardOver(office: OpenOffice, page: Page, applicationId: string): Promise<void> {
  const { on } = office;
  await on.reaches(applicationId, 'ready_for_pickup');
  await page.goto(`${on.system.urls.console}/penyerahan`);
  const row = page.locator('tr').filter({ has: page.locator(`a[href="/permohonan/${applicationId}"]`) });
  await row.getByRole('button', { name: 'Serahkan …' }).click(arriving);
  await row.getByText('Kartu keliru atau cacat?').click();
  await row.getByLabel('Apa yang salah').fill('Foto di kartu bukan orang ini');
  await row.getByRole('button', { name: 'Minta cetak ulang' }).click();
  await row.getByText('Tercatat.').waitFor(arriving);
  await office.browser.look(page, 'day-clerk-wrong-card');

  const operator = await office.pageOf('joko-cetak');
  await operator.goto(`${on.system.urls.console}/cetak`);
  const asked = operator.locator('tr').filter({ hasText: 'Foto di kartu bukan orang ini' });
  await asked.getByLabel('Catatan').fill('Sudah dilihat, benar keliru');
  await asked.getByRole('button', { name: 'Putuskan' }).click();
  await asked.waitFor({ state: 'detached', ...arriving });
  await on.reaches(applicationId, 'ready_for_pickup');

  await page.goto(`${on.system.urls.console}/permohonan/${applicationId}`);
  await page.getByLabel('Diambil oleh').selectOption('self', arriving);
  await page.getByLabel('KTP lama/rusak ditarik').check();
  await page.getByRole('button', { name: 'Serahkan kartu' }).click();
  await page.getByText('Sudah diserahkan').first().waitFor(arriving);
  await office.browser.look(page, 'day-clerk-handed-over');
  await operator.close();
}
