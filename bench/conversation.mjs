// A conversation: 50 citizens type at once, and each reply leaves for the gateway. Open loop: a citizen types on whether or not
// the answer is there, so a slow system is not asked less. Intake and notification as processes, WhatsApp as its stand-in.
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { loadavg, tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { nodeOptions } from '../scripts/services.mjs';
import { root } from '../scripts/runtime.mjs';
import { seededRandom } from '../scripts/seeded-random.mjs';
import { freePort, startContender } from './contender.mjs';
import { percentile, rounded } from './figures.mjs';
import { makePlace } from './place.mjs';

const secret = 'the app secret of the benchmark';
const accessToken = 'the access token of the benchmark';
const phoneNumberId = '106540352242922';
/** Each has another answer, and always the same one (that about stock tells the minute): so the order of the answers is seen. */
const questions = [
  'berapa biaya ktp',
  'jam berapa buka?',
  'apa itu suket',
  'cek status',
  'siapa yang boleh ambil ktp',
  'apa itu IKD',
];

/**
 * @param {import('../scripts/servers.mjs').Servers} servers
 * @param {{ rounds: number, citizens: number, messages: number, everyMs: number }} size  each citizen types so many messages a
 *   round, one in `everyMs` on average
 */
export async function measureConversation(servers, { rounds, citizens, messages, everyMs }) {
  const random = seededRandom(20261124);
  const folder = mkdtempSync(join(tmpdir(), 'loket-bench-'));
  /** @type {(() => Promise<void>)[]} */
  const closing = [() => Promise.resolve(rmSync(folder, { recursive: true, force: true }))];
  try {
    const { graph, intake } = await startAll(servers, folder, closing);
    const answers = await learnAnswers(graph, intake);
    const rows = [];
    for (let round = 0; round <= rounds; round += 1) {
      const load = loadavg()[0] ?? 0;
      const began = performance.now();
      const { latencies, swapped } = await typeAtOnce({ graph, intake, citizens, messages, everyMs, random, answers });
      const seconds = (performance.now() - began) / 1_000;
      // The first round is a warm-up.
      if (round === 0) continue;
      rows.push({
        bench: `conversation, ${citizens} citizens typing`,
        round,
        replies: latencies.length,
        'per second': rounded(latencies.length / seconds),
        'p50 ms': rounded(percentile(latencies, 0.5)),
        'p95 ms': rounded(percentile(latencies, 0.95)),
        'p99 ms': rounded(percentile(latencies, 0.99)),
        swapped,
        'load before': rounded(load),
      });
    }
    return rows;
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

/** @param {import('../scripts/servers.mjs').Servers} servers @param {string} folder @param {(() => Promise<void>)[]} closing */
async function startAll(servers, folder, closing) {
  /** @param {string} app @param {string} file */
  const built = (app, file) => import(join(root, `dist/apps/${app}/src/${file}.js`));
  const [{ flow: intakeFlow }, { flow: notificationFlow }] = await Promise.all([
    built('intake', 'flow'),
    built('notification', 'flow'),
  ]);
  const [{ migrations: ofIntake }, { migrations: ofNotification }] = await Promise.all([
    built('intake', 'migrations/index'),
    built('notification', 'migrations/index'),
  ]);
  // One virtual host for both; the second place lends its database only.
  const shared = await makePlace(servers, intakeFlow, ofIntake, [notificationFlow]);
  closing.push(shared.close);
  const lent = await makePlace(servers, notificationFlow, ofNotification);
  closing.push(lent.close);
  const notificationsAmqp = new URL(shared.amqpUrl);
  notificationsAmqp.username = 'notification';
  const [intakePort, notificationPort, graphPort] = [await freePort(), await freePort(), await freePort()];
  const keys = { intake: generateKeyPairSync('ed25519'), notification: generateKeyPairSync('ed25519') };
  const pairs = Object.entries(keys);
  const peers = Object.fromEntries(
    pairs.map(([name, { publicKey }]) => [name, publicKey.export({ format: 'der', type: 'spki' }).toString('base64')]),
  );
  const seal = generateKeyPairSync('x25519');
  const sealKey = (/** @type {'publicKey' | 'privateKey'} */ half, /** @type {'x' | 'd'} */ part) =>
    seal[half].export({ format: 'jwk' })[part] ?? '';
  const graph = `http://127.0.0.1:${graphPort}`;
  const intake = `http://127.0.0.1:${intakePort}`;
  const common = {
    CONSOLE_JWKS_URL: 'http://127.0.0.1:9/keys',
    // Asked for village officers only: none of them writes here.
    NOTIFICATION_URL: 'http://127.0.0.1:9',
    LOKET_PEER_KEYS: JSON.stringify(peers),
    REGION_FILE: 'infra/region/nunukan.json',
    WHATSAPP_GATEWAY: 'cloud-api',
    WHATSAPP_GRAPH_URL: graph,
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_ACCESS_TOKEN: accessToken,
  };
  /** @param {'intake' | 'notification'} name */
  const keyOf = (name) => keys[name].privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  /** @param {string} app @param {string} file @param {number} port @param {Record<string, string>} env */
  const begin = async (app, file, port, env) => {
    const isReady = () => fetch(`http://127.0.0.1:${port}/health/ready`).then((answer) => answer.ok);
    const { stop } = await startContender([...nodeOptions(), `dist/apps/${app}/src/${file}.js`], env, isReady);
    closing.push(stop);
  };
  await begin('stand-ins', 'graph', graphPort, {
    PORT: String(graphPort),
    STATE_DIR: join(folder, 'graph'),
    WEBHOOK_URL: `${intake}/webhooks/whatsapp`,
    WHATSAPP_APP_SECRET: secret,
    WHATSAPP_ACCESS_TOKEN: accessToken,
    WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
  });
  await begin('intake', 'main', intakePort, {
    ...common,
    PORT: String(intakePort),
    DATABASE_URL: shared.databaseUrl,
    AMQP_URL: shared.amqpUrl,
    LOKET_SERVICE_KEY: keyOf('intake'),
    LOKET_KEY: randomBytes(32).toString('base64'),
    LOKET_INDEX_KEY: randomBytes(32).toString('base64'),
    LOKET_SEAL_PUBLIC_KEY: sealKey('publicKey', 'x'),
    DOCUMENT_STORE: `file:${join(folder, 'documents')}`,
    PUBLIC_URL: intake,
    WHATSAPP_APP_SECRET: secret,
    WHATSAPP_VERIFY_TOKEN: 'none',
    OTEL_SERVICE_NAME: 'intake',
  });
  await begin('notification', 'main', notificationPort, {
    ...common,
    PORT: String(notificationPort),
    DATABASE_URL: lent.databaseUrl,
    AMQP_URL: notificationsAmqp.toString(),
    INTAKE_URL: intake,
    LOKET_SERVICE_KEY: keyOf('notification'),
    LOKET_SEAL_PRIVATE_KEY: sealKey('privateKey', 'd'),
    OTEL_SERVICE_NAME: 'notification',
  });
  return { graph, intake };
}

let people = 0;
/** A number nobody has had before. */
function aPhone() {
  people += 1;
  return `62811${String(people).padStart(7, '0')}`;
}

/** One citizen asks everything in peace. @param {string} graph @param {string} intake @returns {Promise<Map<string, string>>} the answer to each question */
async function learnAnswers(graph, intake) {
  const from = aPhone();
  const answers = new Map();
  for (const [index, question] of questions.entries()) {
    await say(intake, from, question);
    const sends = await sentTo(graph, [from], index + 1);
    answers.set(question, sends.at(-1)?.text ?? '');
  }
  if (new Set(answers.values()).size !== questions.length) throw new Error('two questions have the same answer');
  return answers;
}

/**
 * @param {{ graph: string, intake: string, citizens: number, messages: number, everyMs: number,
 *   random: ReturnType<typeof seededRandom>, answers: Map<string, string> }} given
 */
async function typeAtOnce({ graph, intake, citizens, messages, everyMs, random, answers }) {
  const typed = Array.from({ length: citizens }, () => {
    const start = random.next() * everyMs;
    let at = start;
    const asked = Array.from({ length: messages }, () => {
      const question = questions[Math.floor(random.next() * questions.length)] ?? '';
      const one = { question, at, saidAt: 0 };
      at += everyMs * (0.5 + random.next());
      return one;
    });
    return { from: aPhone(), asked };
  });
  await Promise.all(
    typed.map(async ({ from, asked }) => {
      const began = performance.now();
      /** @type {Promise<void>[]} */
      const posts = [];
      for (const one of asked) {
        await pause(Math.max(0, one.at - (performance.now() - began)));
        one.saidAt = Date.now();
        posts.push(say(intake, from, one.question));
      }
      await Promise.all(posts);
    }),
  );
  const sends = await sentTo(
    graph,
    typed.map(({ from }) => from),
    citizens * messages,
  );
  const latencies = [];
  let swapped = 0;
  for (const { from, asked } of typed) {
    const replies = sends.filter(({ to }) => to === from);
    for (const [index, { question, saidAt }] of asked.entries()) {
      const reply = replies[index];
      if (!reply) throw new Error('a citizen got no reply');
      if (reply.text !== answers.get(question)) swapped += 1;
      latencies.push(Date.parse(reply.at) - saidAt);
    }
  }
  return { latencies, swapped };
}

/**
 * Waits until so many messages have left for these numbers.
 * @param {string} graph @param {readonly string[]} phones @param {number} count
 * @returns {Promise<{ to: string, text: string, at: string }[]>}
 */
async function sentTo(graph, phones, count) {
  const wanted = new Set(phones);
  const until = performance.now() + 60_000;
  for (;;) {
    const answer = await fetch(`${graph}/_log`);
    /** @type {any} */
    const body = await answer.json();
    const lines = Array.isArray(body) ? body : body.lines;
    const sends = lines.filter((/** @type {any} */ line) => line.kind === 'send' && wanted.has(line.to));
    if (sends.length >= count) return sends;
    if (performance.now() > until) throw new Error(`${sends.length} of ${count} replies have left within a minute`);
    await pause(count > questions.length ? 500 : 50);
  }
}

/** @param {string} intake @param {string} from @param {string} text */
async function say(intake, from, text) {
  const message = {
    from,
    id: `wamid.${randomBytes(12).toString('hex')}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
    type: 'text',
    text: { body: text },
  };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550783881', phone_number_id: phoneNumberId },
    messages: [message],
  };
  const entry = [{ id: '419561257915477', changes: [{ field: 'messages', value }] }];
  const body = JSON.stringify({ object: 'whatsapp_business_account', entry });
  const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signature };
  const answer = await fetch(`${intake}/webhooks/whatsapp`, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`a webhook was answered with ${answer.status}`);
}
