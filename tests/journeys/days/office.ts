import pg from 'pg';
import type { BrowserContext, Page } from 'playwright-core';
import { openBrowser, signInAt, type WatchedBrowser } from '../browser.js';
import { type CuttableSystem, cuttableSystem } from '../cut-lines.js';

/** Who works here; nobody has more rights than their work needs. */
const staff = {
  'siti-loket': { roles: ['clerk'], office: 'nunukan' },
  'rudi-peninjau': { roles: ['reviewer'], office: 'nunukan' },
  'maya-peninjau': { roles: ['reviewer'], office: 'nunukan' },
  'joko-cetak': { roles: ['print-operator'], office: 'nunukan' },
  'loket-krayan': { roles: ['clerk'], office: 'krayan' },
  'ibu-kepala': { roles: ['head'], office: null },
  'tono-sistem': { roles: ['ops'], office: null },
} as const;
export type Name = keyof typeof staff;
const password = 'kata sandi untuk jalan-jalan uji';

/** An office that is open: a whole system with its lines to cut, and its staff, each at a computer of their own. */
export interface OpenOffice {
  readonly on: CuttableSystem;
  readonly browser: WatchedBrowser;
  readonly password: string;
  /** A new computer, or a phone, at which nobody has signed in. */
  newScreen(size?: { width: number; height: number }): Promise<Page>;
  /** The page of somebody who has signed in; the same session each time. */
  pageOf(name: Name): Promise<Page>;
  /** What is wrong outside: the faults of a stand-in, instead of those before. */
  breaks(what: 'register' | 'graph' | 'printer', faults: object): Promise<void>;
  /** Sets what a table says of one thing a good day back: nobody waits that long. */
  dayPasses(table: string, column: string, of: string, id: string): Promise<void>;
  /** As PostgreSQL's administrator. */
  sql(text: string, values?: unknown[]): Promise<void>;
  close(): Promise<void>;
}

/** The page of a request that was just opened asks until the console knows it; nothing else may be missed. */
const mayMiss = [/\/api\/ops-console\/applications\/[\w-]+(\/story)?$/];

export async function openOffice(): Promise<OpenOffice> {
  const on = await cuttableSystem(
    'console-days',
    {
      PRINTER_DRIVER: 'ipp',
      MERGE_SECONDS: '1',
      REGISTER_TIMEOUT_MS: '2000',
      NETWORK_HOLD_AFTER_SECONDS: '2',
      STATION_HEARTBEAT_SECONDS: '1',
      STATION_POLL_SECONDS: '2',
    },
    { waitSeconds: { 'loket.wait.5s': 1, 'loket.wait.1m': 1, 'loket.wait.10m': 1, 'loket.wait.1h': 1 } },
  );
  for (const [username, { roles, office }] of Object.entries(staff))
    await on.clerk.post('/api/ops-console/accounts', { username, password, roles, office });
  const browser = await openBrowser(mayMiss);
  const sql = async (text: string, values: unknown[] = []): Promise<void> => {
    const client = new pg.Client({ connectionString: on.system.administratorUrl });
    await client.connect();
    try {
      await client.query(text, values);
    } finally {
      await client.end();
    }
  };
  const profiles = new Map<Name, BrowserContext>();
  return {
    on,
    browser,
    password,
    newScreen: async (size) => (await browser.newProfile(size)).newPage(),
    pageOf: async (name) => {
      const profile = profiles.get(name) ?? (await browser.newProfile());
      profiles.set(name, profile);
      const page = await profile.newPage();
      await signInAt(page, on.system.urls.console, name, password);
      return page;
    },
    breaks: async (what, faults) => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(faults);
      const answer = await fetch(`${on.system.urls[what]}/_faults`, { method: 'PUT', headers, body });
      if (!answer.ok) throw new Error(`${what} took no faults: ${answer.status}`);
    },
    sql,
    dayPasses: (table, column, of, id) =>
      sql(`update ${table} set ${column} = ${column} - interval '25 hours' where ${of} = $1`, [id]),
    close: async () => {
      await browser.close();
      await on.stop();
    },
  };
}
