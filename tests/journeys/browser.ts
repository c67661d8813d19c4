import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findProgram } from '../../scripts/binaries.mjs';

const executablePath = findProgram('chromium') ?? findProgram('google-chrome');
const screenshots = join(import.meta.dirname, '../../.local/screenshots');

/** For the names of tests: what a walk in a browser needs and this machine lacks; empty when it can be walked. */
export const browserMissing = executablePath === undefined ? ' (needs Chromium, which is missing here)' : '';
/** Until the next thing is to be seen. */
export const arriving = { timeout: 60_000 };
/** The office's computers, and a phone held upright. */
export const screens = { counter: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } } as const;

/** A browser whose pages are watched. */
export interface WatchedBrowser {
  /** What no page may ever do: open a dialog, run into an error, or ask for something outside, or for what a citizen smuggled in. */
  readonly complaints: string[];
  /** Another person at another computer: pages of one profile share their session. */
  newProfile(size?: { width: number; height: number }): Promise<BrowserContext>;
  /** Looks at a page as it is now: its picture is kept, and what bars somebody's way is a complaint. */
  look(page: Page, name: string): Promise<void>;
  close(): Promise<void>;
}

/** @param mayMiss addresses that may be answered 404 or 502: a page that asks early, or while something is cut off */
export async function openBrowser(mayMiss: readonly RegExp[] = []): Promise<WatchedBrowser> {
  mkdirSync(screenshots, { recursive: true });
  const browser: Browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
    ],
  });
  const complaints: string[] = [];
  const watch = (page: Page) => {
    page.on('dialog', (dialog) => {
      complaints.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', ({ message }) => complaints.push(`an error: ${message}`));
    page.on('console', (line) => {
      const { url } = line.location();
      const isMissed = /status of (404|502)/.test(line.text()) && mayMiss.some((path) => path.test(url));
      if (line.type() === 'error' && !isMissed) complaints.push(`the page complains: ${line.text()} ${url}`);
    });
    page.on('request', (request) => {
      const { protocol, hostname, pathname } = new URL(request.url());
      if (/^https?:$/.test(protocol) && (hostname !== '127.0.0.1' || pathname.endsWith('/smuggled')))
        complaints.push(`a request to ${request.url()}`);
    });
  };
  return {
    complaints,
    newProfile: async (size = screens.counter) => {
      const profile = await browser.newContext({ locale: 'id-ID', viewport: size });
      profile.on('page', watch);
      return profile;
    },
    look: async (page, name) => {
      await keepPicture(page, name);
      complaints.push(...(await obstaclesOn(page)));
    },
    close: () => browser.close(),
  };
}

/** Signs in at the console on a page that asks for it, and is at the list of requests then. */
export async function signInAt(page: Page, consoleUrl: string, username: string, password: string): Promise<void> {
  await page.goto(consoleUrl);
  if (page.url().endsWith('/masuk')) {
    await page.getByLabel('Nama pengguna').fill(username);
    await page.getByLabel('Kata sandi').fill(password);
    await page.getByRole('button', { name: 'Masuk' }).click();
  }
  await page.getByRole('heading', { name: 'Permohonan' }).waitFor(arriving);
}

/** A picture of the whole page, for people who want to see what a walk saw. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

/** Rules of WCAG 2.2 AA that a page breaks and that keep somebody from using it, with each place. */
export async function obstaclesOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], rules: { 'target-size': { enabled: true } } })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${new URL(page.url()).pathname} ${id}: ${html}`));
}

/** What keeps a thumb from working on a page: it scrolls sideways, or something lies over a control. Sizes are axe's `target-size`. */
export async function narrowPlacesOn(page: Page): Promise<string[]> {
  const { width } = page.viewportSize() ?? screens.phone;
  const path = new URL(page.url()).pathname;
  const whole = await page.evaluate<number>('document.documentElement.scrollWidth');
  const found = whole > width ? [`${path} is ${whole} px wide`] : [];
  const controls = page.locator('button:enabled:visible, a[href]:visible:not(.skip), input:visible, select:visible');
  for (const control of await controls.all()) {
    // A trial does everything of a click but the click: it scrolls there and looks what would be hit.
    await control.click({ trial: true, timeout: 2_000 }).catch(async (error: unknown) => {
      found.push(`${path}: ${(await control.textContent()) ?? ''} ${String(error).split('\n')[0]}`);
    });
  }
  return found;
}
