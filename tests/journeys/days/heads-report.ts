import { expect } from '@jest/globals';
import type { APIResponse, Page } from 'playwright-core';
import { rowsOfWorkbook } from '#testing';
import { arriving } from '../browser.js';
import type { OpenOffice } from './office.js';

/** Every table on a page of reports holds the figures of its own files: CSV, Excel, and a PDF that can be printed. */
export async function readsReports(office: OpenOffice, page: Page, path: '/laporan' | '/efektivitas'): Promise<number> {
  await page.goto(office.on.system.urls.console + path);
  await page.locator('main h1').waitFor(arriving);
  await office.browser.look(page, `day-head${path.replace('/', '-')}`);
  const sections = page.locator('section[id]:has(a[href*="format=csv"])');
  let compared = 0;
  for (const section of await sections.all()) {
    const key = (await section.getAttribute('id')) ?? '';
    const file = async (format: string): Promise<APIResponse> => {
      const address = await section.locator(`a[href*="format=${format}"]`).getAttribute('href');
      const answer = await page.request.get(new URL(address ?? '', page.url()).toString());
      expect([key, format, answer.status()]).toEqual([key, format, 200]);
      return answer;
    };
    expect((await (await file('pdf')).body()).subarray(0, 5).toString()).toBe('%PDF-');
    const [heads = [], ...csv] = rowsOfCsv(await (await file('csv')).text());
    const workbook = rowsOfWorkbook(await (await file('xlsx')).body());
    expect(workbook[0]).toEqual(heads);
    for (const [at, row] of csv.entries()) expect(padded(workbook[at + 1] ?? [], heads.length)).toEqual(row);
    const shown = section.locator('table').first().locator('tbody tr');
    const rows = Math.min(csv.length, 100);
    expect([key, await shown.count()]).toEqual([key, rows]);
    for (let at = 0; at < rows; at += 1) {
      const cells = await shown
        .nth(at)
        .locator('td')
        .evaluateAll((all) => all.map(({ textContent }) => textContent ?? ''));
      const kinds = await shown
        .nth(at)
        .locator('td')
        .evaluateAll((all) => all.map((td) => td.getAttribute('data-kind')));
      for (const [column, words] of cells.entries()) {
        const where = `${key}, row ${at + 1}, ${heads[column]}`;
        expect([where, isSame(words.trim(), csv[at]?.[column] ?? '', kinds[column] ?? 'text')]).toEqual([where, true]);
        compared += 1;
      }
    }
  }
  return compared;
}

/** One look: pictures whose bars are drawn, each with a sentence and the same figures as a table. @returns how many */
export async function seesPictures(office: OpenOffice, page: Page): Promise<number> {
  await page.goto(`${office.on.system.urls.console}/ringkasan`);
  const months = page.getByRole('figure', { name: 'Permohonan per bulan menurut jalur' });
  await months.locator('svg.recharts-surface path.recharts-rectangle').first().waitFor(arriving);
  await months.getByText(/permohonan; lewat WhatsApp/).waitFor();
  await months.getByText('Lihat sebagai tabel').click();
  const cells = await months.getByRole('table').locator('td').allTextContents();
  expect(cells.some((words) => Number(words) > 0)).toBe(true);
  await office.browser.look(page, 'day-head-pictures');
  return page.locator('figure.chart').count();
}

/** Whether the words on the page are this figure of the file: rounded as people read it, a dash for what is not known. */
function isSame(words: string, figure: string, kind: string): boolean {
  if (figure === '') return words === '—';
  if (kind === 'text' || Number.isNaN(Number(figure))) return words === figure;
  const read = Number(words.replace(/[.\s%]/g, '').replace(',', '.')) / (kind === 'share' ? 100 : 1);
  const rounded = { share: 0.000_51, minutes: 0.51 }[kind] ?? 0.005_1;
  return Math.abs(read - Number(figure)) <= rounded;
}

const padded = (row: readonly string[], width: number) => Array.from({ length: width }, (_, at) => row[at] ?? '');

/** CSV with quoted fields, as a spreadsheet reads it. */
function rowsOfCsv(text: string): string[][] {
  return text
    .replace(/^\uFEFF/, '')
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) =>
        // A mark keeps a spreadsheet from running what begins like a formula; it is no part of the text.
        (quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"')).replace(/^'(?=[=+\-@\t\r＝])/, ''),
      ),
    );
}
