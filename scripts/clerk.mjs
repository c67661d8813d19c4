// A member of staff at the console: signs in as in a browser and acts through the console's own way to the services.
// For the demo, the replay and the tests.
import { setTimeout as pause } from 'node:timers/promises';

/**
 * @typedef {object} Clerk
 * @property {(path: string) => Promise<any>} get   `/api/<service>/…`, JSON
 * @property {(path: string, body?: unknown, key?: string) => Promise<any>} post  key: Idempotency-Key, a new one unless given
 * @property {(path: string, bytes: Buffer, type: string) => Promise<any>} upload
 * @property {(path: string) => Promise<{ type: string, bytes: Buffer }>} file  what a view shows
 * @property {(path: string, words: RegExp) => Promise<string>} sees  an answer's text once it holds the words: the console
 *   follows the events on its own, behind nobody else's reading of them
 */

/**
 * @param {string} consoleUrl
 * @param {string} username
 * @param {string} password
 * @returns {Promise<Clerk>}
 */
export async function signIn(consoleUrl, username, password) {
  const answer = await fetch(`${consoleUrl}/masuk`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ username, password }),
    redirect: 'manual',
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (answer.status !== 303 || !cookie) throw new Error(`the console did not let ${username} in: ${answer.status}`);
  const home = await (await fetch(`${consoleUrl}/`, { headers: { cookie } })).text();
  const csrf = /name="csrf" content="([\w-]+)"/.exec(home)?.[1] ?? '';

  /** @param {string} path @param {Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }} [init] */
  async function call(path, init = {}) {
    const response = await fetch(`${consoleUrl}${path}`, {
      ...init,
      headers: { cookie, 'x-csrf-token': csrf, ...init.headers },
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) {
      const problem = await response.text();
      throw Object.assign(new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${problem.slice(0, 300)}`), {
        status: response.status,
      });
    }
    return response;
  }
  /** @param {string} path @param {Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }} [init] */
  const json = async (path, init) => {
    const text = await (await call(path, init)).text();
    return text === '' ? undefined : JSON.parse(text);
  };

  return {
    get: (path) => json(path),
    post: (path, body, key = crypto.randomUUID()) =>
      json(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body ?? {}),
      }),
    upload: (path, bytes, type) =>
      json(path, { method: 'POST', headers: { 'content-type': type }, body: new Uint8Array(bytes) }),
    file: async (path) => {
      const response = await call(path);
      return {
        type: response.headers.get('content-type') ?? '',
        bytes: Buffer.from(await response.arrayBuffer()),
      };
    },
    sees: (path, words) =>
      waitFor(`${words} on ${path}`, async () => {
        const page = await (await call(path)).text();
        return words.test(page) && page;
      }),
  };
}

/**
 * Waits until `look` finds something.
 * @template T
 * @param {string} what
 * @param {() => Promise<T | undefined | null | false>} look
 * @param {number} [within] ms
 * @returns {Promise<T>}
 */
export async function waitFor(what, look, within = 60_000) {
  const end = performance.now() + within;
  let problem = '';
  for (;;) {
    try {
      const found = await look();
      if (found) return found;
    } catch (error) {
      problem = ` (${error instanceof Error ? error.message : String(error)})`;
    }
    if (performance.now() > end) {
      throw new Error(`${what} did not come about within ${within / 1000} s${problem}`);
    }
    await pause(200);
  }
}
