// What somebody behind a slow line waits for: a real browser opens the console over 1 Mbit/s with nothing in its cache. When
// something is painted first, when the list of requests is there, and how much was downloaded until then.
import { loadavg } from 'node:os';
import { chromium } from 'playwright-core';
import { findProgram } from '../scripts/binaries.mjs';
import { median, rounded } from './figures.mjs';
import { openOffice } from './office-of-two-years.mjs';

/** Milliseconds until the first paint. */
const target = 2_000;
/** As the line of a sub-district's office: bits a second, and milliseconds until the first byte of an answer. */
const line = { bitsPerSecond: 1_000_000, latencyMs: 150 };
const bytesPerSecond = line.bitsPerSecond / 8;

/** Runs in each page before its own scripts: notes when the first row of a list stood in it. */
const noteFirstRow = `(() => {
  window.firstRowAt = undefined;
  const look = () => {
    if (window.firstRowAt === undefined && document.querySelector('[data-row]')) window.firstRowAt = performance.now();
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
})()`;

/** Runs in the page. */
const painted = `(() => {
  const entry = performance.getEntriesByName('first-contentful-paint')[0];
  return entry && { paintedAt: entry.startTime, rowAt: window.firstRowAt };
})()`;

/** @typedef {{ paintedAt: number, rowAt?: number, bytes: number }} Seen */

/**
 * @param {{ requests: number, rounds: number }} size
 * @returns {Promise<Record<string, string | number>[]>}
 */
export async function measureFirstPaint({ requests, rounds }) {
  const office = await openOffice(requests);
  try {
    return await paintAll(office.url, office.system.keys.firstAdmin.password, rounds);
  } finally {
    await office.close();
  }
}

/**
 * @param {string} url of the console
 * @param {string} password of its first admin
 * @param {number} rounds  after a warm-up
 */
export async function paintAll(url, password, rounds) {
  const executablePath = findProgram('chromium') ?? findProgram('google-chrome');
  if (executablePath === undefined) throw new Error('the first paint is measured with Chromium; install it');
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    /** @type {Record<string, Seen[]>} */
    const seen = { 'sign-in page': [], 'first page after sign-in': [], 'first page, files in the cache': [] };
    for (let round = 0; round <= rounds; round += 1) {
      for (const [page, one] of Object.entries(await visit(browser, url, password))) {
        // The first round is a warm-up.
        if (round > 0) seen[page]?.push(one);
      }
    }
    return Object.entries(seen).map(([page, all]) => rowOf(page, all));
  } finally {
    await browser.close();
  }
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {string} password
 * @returns {Promise<Record<string, Seen>>}
 */
async function visit(browser, url, password) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'id-ID' });
  try {
    await context.addInitScript(noteFirstRow);
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    let bytes = 0;
    wire.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
    await wire.send('Network.enable');
    await wire.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: line.latencyMs },
      ...{ downloadThroughput: bytesPerSecond, uploadThroughput: bytesPerSecond },
    });
    /** @param {boolean} hasRows @returns {Promise<Seen>} */
    const look = async (hasRows) => {
      if (hasRows) await page.waitForSelector('[data-row]', { timeout: 60_000 });
      const handle = await page.waitForFunction(painted, undefined, { timeout: 60_000 });
      const { paintedAt, rowAt } = /** @type {{ paintedAt: number, rowAt?: number }} */ (await handle.jsonValue());
      const result = { paintedAt, bytes, ...(rowAt !== undefined && { rowAt }) };
      bytes = 0;
      return result;
    };
    await page.goto(`${url}/masuk`);
    const signIn = await look(false);
    await page.fill('input[name=username]', 'admin');
    await page.fill('input[name=password]', password);
    // The clock of the next page begins with the press: checking the password and the way to the first page are in it.
    await page.click('button');
    const first = await look(true);
    await page.reload();
    const again = await look(true);
    return { 'sign-in page': signIn, 'first page after sign-in': first, 'first page, files in the cache': again };
  } finally {
    await context.close();
  }
}

/** @param {string} page @param {readonly Seen[]} all */
function rowOf(page, all) {
  const worst = Math.max(...all.map(({ paintedAt }) => paintedAt));
  const rows = all.flatMap(({ rowAt }) => rowAt ?? []);
  return {
    bench: `first paint at 1 Mbit/s, ${page}`,
    'painted ms': rounded(median(all.map(({ paintedAt }) => paintedAt))),
    'worst ms': rounded(worst),
    'list there ms': rows.length === 0 ? '' : rounded(median(rows)),
    'kB until then': rounded(median(all.map(({ bytes }) => bytes)) / 1024),
    target: worst <= target ? `≤ ${target} ms: yes` : `≤ ${target} ms: NO`,
    load: rounded(loadavg()[0] ?? 0),
  };
}
