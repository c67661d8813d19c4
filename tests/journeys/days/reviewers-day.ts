import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { damagedCardJpeg, familyCardJpeg, requestLine } from '../../../scripts/sample-documents.mjs';
import { arriving } from '../browser.js';
import { ticketIn } from '../whole-system.js';
import type { OpenOffice } from './office.js';

type Doubted = Awaited<ReturnType<typeof doubtComesUp>>;

/** A citizen writes by WhatsApp, and the register says of the name that it is another one: a person has to look. */
export async function doubtComesUp({ on }: OpenOffice) {
  const { person, phone } = on.newCitizen();
  const said = await fetch(`${on.system.urls.register}/_people`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ [person.nik]: { elements: { NAMA_LGKP: 'Tidak Sesuai (40)' } } }),
  });
  expect(said.ok).toBe(true);
  await phone.says(requestLine(person, 'RUSAK'));
  const ticket = ticketIn(await phone.reads(/\*L-/));
  await phone.sends(await familyCardJpeg(person), 'image/jpeg', 'KK');
  await phone.sends(await damagedCardJpeg(person), 'image/jpeg', 'KTP rusak');
  const applicationId = await on.applicationOf(ticket);
  await on.reaches(applicationId, 'under_review');
  return { applicationId, ticket, person, phone };
}

/** From the review desk to the request, taken in hand. */
async function takesInHand({ on }: OpenOffice, page: Page, { applicationId }: Doubted): Promise<void> {
  await page.goto(`${on.system.urls.console}/tinjauan`);
  await page.locator(`[data-row-link][href="/permohonan/${applicationId}"]`).click(arriving);
  const task = page.locator('[data-task=decide-doubt]');
  await task.getByText('nama berbeda').waitFor(arriving);
  await task.getByRole('button', { name: 'Ambil', exact: true }).click();
  await task.getByText(/ditangani \S+-peninjau/).waitFor(arriving);
}

/** The document beside the task, larger and turned; whom it is about beside what the register said. Then: approved. */
export async function approves(office: OpenOffice, page: Page, doubted: Doubted): Promise<void> {
  await takesInHand(office, page, doubted);
  const task = page.locator('[data-task=decide-doubt]');
  await page.getByRole('button', { name: 'Lihat (dicatat)' }).first().click();
  const picture = page.getByAltText('Dokumen warga');
  await picture.waitFor(arriving);
  const [viewer, beside] = [await page.locator('.viewer').boundingBox(), await task.boundingBox()];
  expect((viewer?.x ?? 0) + (viewer?.width ?? 0)).toBeLessThanOrEqual(beside?.x ?? 0);
  await page.getByRole('button', { name: 'Perbesar' }).click();
  await page.getByRole('button', { name: 'Perbesar' }).click();
  await page.getByText('200%').waitFor();
  await page.getByRole('button', { name: 'Putar kanan' }).click();
  expect(await picture.getAttribute('style')).toContain('rotate(90deg)');
  await task.getByRole('button', { name: 'Tampilkan NIK, KK dan nama (dicatat)' }).click();
  const typed = task.getByRole('table', { name: 'Data yang diketik' });
  await typed.getByText(doubted.person.name).waitFor(arriving);
  await typed.getByText(/BERBEDA \(40%\)/).waitFor();
  await office.browser.look(page, 'day-reviewer-side-by-side');
  await task.getByLabel('Putusan', { exact: true }).selectOption('approve');
  await task.getByRole('button', { name: 'Putuskan' }).click();
  await task.waitFor({ state: 'detached', ...arriving });
  await doubted.phone.reads(/siap diambil/);
}

/** Two findings go to the citizen in one message, in words. */
export async function asksForCorrection(office: OpenOffice, page: Page, doubted: Doubted): Promise<void> {
  await takesInHand(office, page, doubted);
  const task = page.locator('[data-task=decide-doubt]');
  await task.getByLabel('Putusan', { exact: true }).selectOption('correct');
  await task.getByLabel('Dokumen 1').selectOption('KK');
  await task.getByLabel('Kekurangan 1').selectOption('blurred');
  await task.getByLabel('Dokumen 2').selectOption('KTP_LAMA');
  await task.getByLabel('Kekurangan 2').selectOption('wrong-document');
  await office.browser.look(page, 'day-reviewer-correction');
  await task.getByRole('button', { name: 'Putuskan' }).click();
  await task.waitFor({ state: 'detached', ...arriving });
  const told = await doubted.phone.reads(/buram/);
  expect(told).toMatch(/Kartu Keluarga/);
  expect(told).toMatch(/KTP-el lama/);
}

/** One reviewer proposes with the legal reason and can't confirm it; a second one does, and the citizen hears why. */
export async function refusesWithSecondPerson(office: OpenOffice, page: Page, doubted: Doubted): Promise<void> {
  await takesInHand(office, page, doubted);
  const task = page.locator('[data-task=decide-doubt]');
  await task.getByLabel('Putusan', { exact: true }).selectOption('refuse');
  await task.getByLabel('Dasar hukum').fill('PERPRES_96_2018_17');
  await task.getByRole('button', { name: 'Putuskan' }).click();
  await task.getByText('mengusulkan penolakan').waitFor(arriving);
  expect(await task.getByRole('button', { name: 'Setujui penolakan' }).count()).toBe(0);
  expect(await office.on.stateOf(doubted.applicationId)).toBe('under_review');

  const second = await office.pageOf('maya-peninjau');
  await second.goto(`${office.on.system.urls.console}/tinjauan`);
  await second.getByLabel('Hanya').selectOption('proposed');
  await second.locator(`[data-row-link][href="/permohonan/${doubted.applicationId}"]`).click(arriving);
  await second.getByText('rudi-peninjau mengusulkan penolakan').waitFor(arriving);
  await office.browser.look(second, 'day-reviewer-second-person');
  await second.getByRole('button', { name: 'Setujui penolakan' }).click();
  await second.getByText('Ditolak').first().waitFor(arriving);
  await doubted.phone.reads(/tidak dapat|ditolak/i);
  await second.close();
}

/** The same request is found by its ticket, by the NIK that the citizen shows, and by words of the name; never unmasked. */
export async function findsAgain(
  { on }: OpenOffice,
  page: Page,
  { applicationId, ticket, person }: Doubted,
): Promise<void> {
  for (const words of [ticket, person.nik, person.name]) {
    await page.goto(on.system.urls.console);
    await page.keyboard.press('/');
    await page.getByLabel('Cari tiket, NIK, atau nama').fill(words);
    await page.keyboard.press('Enter');
    const result = page.getByRole('region', { name: 'Hasil pencarian' });
    const hit = result.locator(`a[href="/permohonan/${applicationId}"]`);
    await Promise.race([page.waitForURL(`**/permohonan/${applicationId}`, arriving), hit.click(arriving)]);
    await page.waitForURL(`**/permohonan/${applicationId}`, arriving);
    await page
      .getByText(/^\d{6}\*+|\*{4,}/)
      .first()
      .waitFor(arriving);
    expect(await page.locator('main').textContent()).not.toContain(person.nik);
    expect(page.url()).not.toContain(person.nik);
  }
}
