import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { arriving } from '../browser.js';
import type { OpenOffice } from './office.js';

const consumer = 'document-validation.check-population-register';
const openSystem = ({ on }: OpenOffice, page: Page) => page.goto(`${on.system.urls.console}/sistem`);

/** The line to the register is cut: every page says so, the consumer stands still and its queue grows; healed, it drains. */
export async function seesLineCutAndHealed(office: OpenOffice, page: Page): Promise<void> {
  const { on } = office;
  await openSystem(office, page);
  const strip = page.locator('[data-link=diskominfo]');
  const queue = page.locator(`tr[data-row="${consumer}"]`);
  await strip.filter({ hasText: 'tersambung' }).waitFor(arriving);
  await queue.waitFor(arriving);
  await on.cut('register', 'refusal');
  const waiting = [await on.opensAtCounter(), await on.opensAtCounter()];
  await strip.filter({ hasText: 'PUTUS sejak' }).waitFor(arriving);
  await queue.filter({ hasText: 'tidak ada' }).waitFor(arriving);
  waiting.push(await on.opensAtCounter());
  await page.locator('tr[data-row=diskominfo]').filter({ hasText: /3$/ }).waitFor(arriving);
  await queue
    .locator('td')
    .nth(1)
    .filter({ hasText: /^[1-9]/ })
    .waitFor(arriving);
  await office.browser.look(page, 'day-ops-line-cut');
  await on.heal('register');
  await strip.filter({ hasText: 'tersambung' }).waitFor(arriving);
  await Promise.all(waiting.map(({ applicationId }) => on.reaches(applicationId, 'ready_for_pickup')));
  await queue.locator('td').nth(1).filter({ hasText: /^0$/ }).waitFor(arriving);
  await queue
    .locator('td')
    .nth(4)
    .filter({ hasText: /^[1-9]/ })
    .waitFor(arriving);
}

/** One message can't be handled, however often: it is parked with its reason. The cause is mended, and it is sent again. */
export async function replaysParkedMessage(office: OpenOffice, page: Page): Promise<string> {
  const { on, sql } = office;
  const { applicationId } = await on.opensAtCounter({ submits: false });
  await sql(`create function printing_queue.refuse_walk() returns trigger language plpgsql as
    $$ begin raise exception 'the walk breaks this one job'; end $$`);
  await sql(`create trigger refuse_walk before insert on printing_queue.print_job for each row
    when (new.application_id = '${applicationId}') execute function printing_queue.refuse_walk()`);
  await on.clerk.post(`/api/intake/applications/${applicationId}/submission`);
  const parked = page
    .getByRole('region', { name: 'Meja parkir' })
    .locator('tr')
    .filter({ hasText: 'printing-queue.queue-print-job' });
  await parked.filter({ hasText: 'application.ready-to-print' }).waitFor(arriving);
  await office.browser.look(page, 'day-ops-parked');
  expect(await on.stateOf(applicationId)).toBe('ready_to_print');
  await sql('drop function printing_queue.refuse_walk() cascade');
  const again = parked.getByRole('button', { name: 'Kirim ulang' });
  expect(await again.isDisabled()).toBe(true);
  await parked.getByLabel('Alasan').fill('Basis data sudah diperbaiki');
  await again.click();
  await page.getByText('Meja parkir kosong.').waitFor(arriving);
  await on.reaches(applicationId, 'ready_for_pickup');
  return applicationId;
}

/** From a line of the request's history to its trace across the services. */
export async function opensTrace(office: OpenOffice, page: Page, applicationId: string): Promise<void> {
  await page.goto(`${office.on.system.urls.console}/permohonan/${applicationId}`);
  const event = page.locator('li[data-event="print-job.completed"]');
  await event.waitFor(arriving);
  const link = event.locator('a[href^="#trace-"]');
  const trace = ((await link.getAttribute('href')) ?? '').replace('#trace-', '');
  const waterfall = page.locator(`[data-trace="${trace}"]`);
  await waterfall.waitFor(arriving);
  await link.click();
  await waterfall.locator('svg.bar').first().waitFor(arriving);
  expect(await waterfall.locator('svg.bar').count()).toBeGreaterThan(2);
  // Citizen's word to printed card is one trace, across the broker and the station's line.
  await page.locator('[data-trace] summary').filter({ hasText: 'print-station' }).first().waitFor(arriving);
  await office.browser.look(page, 'day-ops-trace');
}
