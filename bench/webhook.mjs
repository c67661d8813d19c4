// The webhook: verify, store durably, answer; the outbox is published meanwhile.
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { nodeOptions } from '../scripts/services.mjs';
import { root } from '../scripts/runtime.mjs';
import { seededRandom } from '../scripts/seeded-random.mjs';
import { freePort, startContender } from './contender.mjs';
import { inTurn, median, pairedRatio, percentile, rounded } from './figures.mjs';
import { makePlace } from './place.mjs';

export const secret = 'the app secret of the benchmark';
const posters = 20;

/** @param {import('../scripts/servers.mjs').Servers} servers @param {{ rounds: number, posts: number }} size */
export async function measureWebhook(servers, { rounds, posts }) {
  const { flow } = await import(join(root, 'dist/apps/intake/src/flow.js'));
  const { migrations } = await import(join(root, 'dist/apps/intake/src/migrations/index.js'));
  const random = seededRandom(20260101);
  /** @type {Record<string, () => Promise<{ rate: number, times: number[] }>>} */
  const contenders = {};
  /** @type {(() => Promise<void>)[]} */
  const closing = [];
  try {
    for (const name of ['Loket', 'hand-written']) {
      const place = await makePlace(servers, flow, migrations);
      closing.unshift(place.close);
      await place.listen('whatsapp.status-received.v1');
      const port = await freePort();
      const where = {
        DATABASE_URL: place.databaseUrl,
        AMQP_URL: place.amqpUrl,
        PORT: String(port),
        APP_SECRET: secret,
      };
      const { stop } =
        name === 'Loket'
          ? await startContender(
              [...nodeOptions(), 'dist/apps/intake/src/main.js'],
              { ...intakeSettings(), ...where },
              () => fetch(`http://127.0.0.1:${port}/health/ready`).then((answer) => answer.ok),
            )
          : await startContender(['bench/hand-written.mjs', 'webhook'], where);
      closing.unshift(stop);
      contenders[name] = () => postAll(port, posts, random);
    }
    const results = await inTurn(rounds, contenders);
    const ratesOf = (/** @type {string} */ name) => (results[name] ?? []).map(({ rate }) => rate);
    return Object.entries(results).map(([name, all]) => {
      const times = all.flatMap((one) => one.times);
      return {
        bench: `webhook, ${posters} posters`,
        contender: name,
        'per second': rounded(median(ratesOf(name))),
        'p50 ms': rounded(percentile(times, 0.5)),
        'p99 ms': rounded(percentile(times, 0.99)),
        'ratio to hand-written': pairedRatio(ratesOf(name), ratesOf('hand-written')),
      };
    });
  } finally {
    for (const close of closing) await close();
  }
}

/** @param {number} port @param {number} count @param {ReturnType<typeof seededRandom>} random */
async function postAll(port, count, random) {
  const agent = new Agent({ keepAlive: true, maxSockets: posters });
  const bodies = Array.from({ length: count }, () => aStatus(random));
  /** @type {number[]} */
  const times = [];
  const began = performance.now();
  await Promise.all(
    Array.from({ length: posters }, async () => {
      for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
        const start = performance.now();
        const status = await post(port, agent, body);
        if (status !== 200) throw new Error(`a webhook was answered with ${status}`);
        times.push(performance.now() - start);
      }
    }),
  );
  const rate = (count / (performance.now() - began)) * 1000;
  agent.destroy();
  return { rate, times };
}

/** @param {number} port @param {Agent} agent @param {string} body @returns {Promise<number | undefined>} */
export function post(port, agent, body) {
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
  return new Promise((resolve, reject) => {
    const to = { port, host: '127.0.0.1', path: '/webhooks/whatsapp', method: 'POST', agent, headers };
    const sent = request(to, (answer) => answer.resume().on('end', () => resolve(answer.statusCode)));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** @param {ReturnType<typeof seededRandom>} random */
export function aStatus(random) {
  const id = `wamid.${Array.from({ length: 24 }, () => Math.floor(random.next() * 16).toString(16)).join('')}`;
  const status = { id, status: 'delivered', timestamp: '1767225600', recipient_id: '628110000001' };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550783881', phone_number_id: '106540352242922' },
    statuses: [status],
  };
  const entry = [{ id: '419561257915477', changes: [{ field: 'messages', value }] }];
  return JSON.stringify({ object: 'whatsapp_business_account', entry });
}

/** What intake needs besides its place and its port; `APP_SECRET` is for the hand-written one. */
export function intakeSettings() {
  const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  return {
    CONSOLE_JWKS_URL: 'http://127.0.0.1:9/keys',
    NOTIFICATION_URL: 'http://127.0.0.1:9',
    LOKET_SERVICE_KEY: key,
    LOKET_PEER_KEYS: '{}',
    LOKET_KEY: randomBytes(32).toString('base64'),
    LOKET_INDEX_KEY: randomBytes(32).toString('base64'),
    LOKET_SEAL_PUBLIC_KEY: randomBytes(32).toString('base64'),
    DOCUMENT_STORE: `file:${join(root, '.local/bench/documents')}`,
    PUBLIC_URL: 'http://127.0.0.1',
    REGION_FILE: 'infra/region/nunukan.json',
    WHATSAPP_GRAPH_URL: 'http://127.0.0.1:9',
    WHATSAPP_PHONE_NUMBER_ID: '106540352242922',
    WHATSAPP_ACCESS_TOKEN: 'none',
    WHATSAPP_APP_SECRET: secret,
    WHATSAPP_VERIFY_TOKEN: 'none',
    OTEL_SERVICE_NAME: 'intake',
  };
}
