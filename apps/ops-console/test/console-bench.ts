import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { parseConfig, type RunningService } from '#boot';
import { type TestBench, testBench } from '#testing';
import { SignJWT } from 'jose';
import { settings } from '../src/config.js';
import { flow } from '../src/flow.js';
import { migrations } from '../src/migrations/index.js';
import { start } from '../src/start.js';

export const password = 'sandi-pertama-yang-panjang';

/** The console on a bench of its own, with a first admin and ways to prove who asks. */
export interface ConsoleBench {
  readonly bench: TestBench;
  readonly running: RunningService;
  readonly url: string;
  readonly adminKey: KeyObject;
  /** A token of one role, as `npm run token` gets it. */
  token(role: string): Promise<string>;
  /** A signed-in browser: its cookie and what its pages send back. */
  signIn(username?: string, secret?: string): Promise<{ cookie: string; csrf: string }>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

export async function consoleBench(environment: Record<string, string> = {}): Promise<ConsoleBench> {
  const bench = await testBench(flow, { migrations });
  const admin = generateKeyPairSync('ed25519');
  const signing = generateKeyPairSync('ed25519');
  const away = 'http://127.0.0.1:9';
  const running = await start(
    parseConfig(settings, {
      ...bench.environment,
      LOKET_CONSOLE_KEY: signing.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      LOKET_FIRST_ADMIN_PASSWORD: password,
      LOKET_FIRST_ADMIN_PUBLIC_KEY: admin.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
      INTAKE_URL: away,
      DOCUMENT_VALIDATION_URL: away,
      PRINTING_QUEUE_URL: away,
      NOTIFICATION_URL: away,
      REGION_FILE: 'infra/region/nunukan.json',
      TZ_OFFICE: 'Asia/Makassar',
      ...environment,
    }),
  );
  const { url } = running;
  const get = (path: string, headers = {}) => fetch(url + path, { headers, redirect: 'manual' });
  const post = (path: string, body: unknown, headers = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      redirect: 'manual',
    });
  return {
    bench,
    running,
    url,
    adminKey: admin.privateKey,
    get,
    post,
    token: async (role) => {
      const answer = await post('/tokens', { assertion: await assertionOf(admin.privateKey, { role }) });
      const { token } = (await answer.json()) as { token: string };
      return token;
    },
    signIn: async (username = 'admin', secret = password) => {
      const answer = await fetch(`${url}/masuk`, {
        method: 'POST',
        body: new URLSearchParams({ username, password: secret }),
        redirect: 'manual',
      });
      const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const page = await (await get('/', { cookie })).text();
      return { cookie, csrf: /name="csrf" content="([^"]+)"/.exec(page)?.[1] ?? '' };
    },
    close: async () => {
      await running.stop();
      await bench.close();
    },
  };
}

/** What the holder of a key signs to ask for a token. */
export function assertionOf(
  key: KeyObject,
  how: { sub?: string; role: string; jti?: string; lives?: number },
): Promise<string> {
  return new SignJWT({ role: how.role })
    .setProtectedHeader({ alg: 'EdDSA' })
    .setSubject(how.sub ?? 'admin')
    .setAudience('loket-ops-console')
    .setJti(how.jti ?? crypto.randomUUID())
    .setExpirationTime(Math.floor(Date.now() / 1000) + (how.lives ?? 30))
    .sign(key);
}
