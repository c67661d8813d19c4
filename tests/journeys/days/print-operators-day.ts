import { expect } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { arriving } from '../browser.js';
import type { OpenOffice } from './office.js';

const station = 'nunukan-1';
const openPrinting = ({ on }: OpenOffice, page: Page) => page.goto(`${on.system.urls.console}/cetak`);

async function openStock(office: OpenOffice, page: Page): Promise<Locator> {
  await openPrinting(office, page);
  await page.getByRole('button', { name: 'Persediaan …' }).first().click(arriving);
  const stock = page.locator(`[data-stock=${station}]`);
  await stock.getByText('Di lemari dan mesin').waitFor(arriving);
  return stock;
}

/** What the ledger says is in cabinet and printer. */
async function counted(stock: Locator): Promise<number> {
  return Number(await stock.getByText('Di lemari dan mesin').locator('b').textContent());
}

/** A box comes in; the count of the evening first differs from the ledger, is refused with the number, and then agrees. */
export async function receivesAndCounts(office: OpenOffice, page: Page): Promise<void> {
  const stock = await openStock(office, page);
  const before = await counted(stock);
  await stock.getByLabel('Kotak').fill('NNK26');
  await stock.getByLabel(/^dari/).fill('1');
  await stock.getByLabel(/^sampai/).fill('50');
  await stock.getByRole('button', { name: 'Terima', exact: true }).click();
  await stock.locator('b', { hasText: String(before + 50) }).waitFor(arriving);
  const blanks = stock.getByLabel('Blangko dihitung');
  await blanks.fill(String(before + 49));
  await stock.getByText(`Berbeda dari buku (${before + 50})`).waitFor();
  await blanks.fill(String(before + 50));
  await stock.getByRole('button', { name: 'Catat hitungan' }).click();
  await stock.getByText('Tercatat.').first().waitFor(arriving);
  await office.browser.look(page, 'day-operator-stock');
}

/** The printer jams: the page says so while the card waits; once it is cleared, the card comes out by itself. */
export async function clearsJam(office: OpenOffice, page: Page): Promise<void> {
  await openPrinting(office, page);
  await office.breaks('printer', { jam: true });
  const { applicationId } = await office.on.opensAtCounter();
  await page.locator('[data-jobs=started]').getByText(station).waitFor(arriving);
  const printer = page.locator(`tr[data-row=${station}]`);
  await printer.getByText(/jam/i).waitFor(arriving);
  await office.browser.look(page, 'day-operator-jam');
  await office.breaks('printer', {});
  await office.on.reaches(applicationId, 'ready_for_pickup');
}

/** The printer gave a card up: it is put aside, found spoiled in the tray, and printed again once a second person agrees. */
export async function settlesSpoiledCard(office: OpenOffice, page: Page): Promise<void> {
  await openPrinting(office, page);
  await office.breaks('printer', { abort: true });
  const { applicationId } = await office.on.opensAtCounter();
  const held = page
    .locator('[data-jobs=held] tr')
    .filter({ has: page.locator(`a[href="/permohonan/${applicationId}"]`) });
  await held.waitFor(arriving);
  await office.breaks('printer', {});
  await held.getByLabel('Keadaan').selectOption('spoiled');
  await held.getByLabel('Catatan').fill('Kartu keluar bergaris, disimpan untuk berita acara');
  await office.browser.look(page, 'day-operator-held');
  await held.getByRole('button', { name: 'Catat', exact: true }).click();
  const approval = page.locator('tr').filter({ hasText: 'disimpan untuk berita acara' });
  await approval.getByText('menunggu orang lain').waitFor(arriving);

  const head = await office.pageOf('ibu-kepala');
  await openPrinting(office, head);
  const asked = head.locator('tr').filter({ hasText: 'disimpan untuk berita acara' });
  await asked.getByLabel('Catatan').fill('Setuju, kartu cacat');
  await asked.getByRole('button', { name: 'Putuskan' }).click(arriving);
  await asked.waitFor({ state: 'detached', ...arriving });
  await office.on.reaches(applicationId, 'ready_for_pickup');
  const stock = await openStock(office, page);
  await stock.getByText(/rusak [1-9]/).waitFor(arriving);
  await head.close();
}

/** Who is printed first is the head's policy: the operator sees it and can't change it. */
export async function livesWithPolicy(office: OpenOffice, page: Page): Promise<void> {
  const policy = async (at: Page, mode: string) => {
    await at.getByLabel('Giliran', { exact: true }).selectOption({ label: mode });
    await at.getByRole('button', { name: 'Ubah giliran' }).click();
    await at.getByText(`Aturan giliran: ${mode}`).waitFor(arriving);
  };
  const head = await office.pageOf('ibu-kepala');
  await openPrinting(office, head);
  await head.getByLabel('Kantor').first().selectOption('nunukan');
  await policy(head, 'pengganti menunggu');
  await openPrinting(office, page);
  await page.getByText('Aturan giliran: pengganti menunggu').waitFor(arriving);
  expect(await page.getByRole('button', { name: 'Ubah giliran' }).count()).toBe(0);
  await policy(head, 'urut biasa');
  await head.close();
}

/** A card for Krayan leaves with the plane's carrier, and is ticked off where it arrives. */
export async function sendsCardToKrayan(office: OpenOffice, page: Page): Promise<void> {
  const { on } = office;
  const { applicationId } = await on.opensAtCounter({ office: 'krayan', district: '650305' });
  await on.reaches(applicationId, 'in_transit');
  await page.goto(`${on.system.urls.console}/penyerahan`);
  await page.getByLabel('Kantor', { exact: true }).selectOption('');
  const way = page.locator('[data-way="nunukan krayan"]');
  await way.getByLabel('Pembawa').fill('Pilot MAF, penerbangan Long Bawan', arriving);
  await way.getByRole('button', { name: 'Kirim 1 kartu' }).click();
  await page.getByText('Pilot MAF').first().waitFor(arriving);
  await office.browser.look(page, 'day-operator-manifest');

  const there = await office.pageOf('loket-krayan');
  await there.goto(`${on.system.urls.console}/penyerahan`);
  await there.getByRole('button', { name: 'Cocokkan …' }).click(arriving);
  await there.getByRole('button', { name: 'Catat kedatangan' }).click(arriving);
  await there.locator(`a[href="/permohonan/${applicationId}"]`).waitFor(arriving);
  await on.reaches(applicationId, 'ready_for_pickup');
  await there.close();
}
