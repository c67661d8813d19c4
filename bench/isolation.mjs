// Another consumer of the same service while the register's line is well, a black hole with requests waiting, and draining.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { connect } from 'amqplib';
import { ApplicationCheckingRegister, ApplicationUnderReview } from '#contracts';
import { propertiesOf } from '#messaging';
import { nodeOptions } from '../scripts/services.mjs';
import { root } from '../scripts/runtime.mjs';
import { freePort, startContender } from './contender.mjs';
import { inTurn, median, pairedRatio, percentile, rounded } from './figures.mjs';
import { makePlace } from './place.mjs';

const everyMs = 15;

/**
 * @param {import('../scripts/servers.mjs').Servers} servers
 * @param {{ rounds: number, said: number, waiting: number }} size
 */
export async function measureIsolation(servers, { rounds, said, waiting }) {
  const { flow } = await import(join(root, 'dist/apps/document-validation/src/flow.js'));
  const { flow: intakeFlow } = await import(join(root, 'dist/apps/intake/src/flow.js'));
  const { migrations } = await import(join(root, 'dist/apps/document-validation/src/migrations/index.js'));
  /** @type {(() => Promise<unknown>)[]} */
  const closing = [];
  try {
    const place = await makePlace(servers, flow, migrations, [intakeFlow]);
    closing.unshift(place.close);
    const neighbour = await startNeighbours();
    closing.unshift(neighbour.close);
    const port = await freePort();
    const { stop } = await startContender(
      [...nodeOptions(), 'dist/apps/document-validation/src/main.js'],
      settingsOf(place, neighbour.url, port),
      () => fetch(`http://127.0.0.1:${port}/health/ready`).then((answer) => answer.ok),
    );
    closing.unshift(stop);
    const talk = await openTalk(servers, place);
    closing.unshift(talk.close);

    const measure = () => talk.measure(said);
    const results = await inTurn(rounds, {
      'line well': async () => {
        await talk.drained();
        return measure();
      },
      'black hole, requests wait': async () => {
        neighbour.isHole = true;
        for (let i = 0; i < waiting; i += 1) await talk.askRegister();
        return measure();
      },
      'draining at its cap': () => {
        neighbour.isHole = false;
        return measure();
      },
    });
    await talk.drained();
    const p99Of = (/** @type {string} */ name) => (results[name] ?? []).map((times) => percentile(times, 0.99));
    return Object.entries(results).map(([name, all]) => ({
      bench: `isolation, ${waiting} waiting`,
      contender: name,
      'p50 ms': rounded(percentile(all.flat(), 0.5)),
      'p99 ms': rounded(median(p99Of(name))),
      'p99 ratio to line well': pairedRatio(p99Of(name), p99Of('line well')),
    }));
  } finally {
    for (const close of closing) await close();
  }
}

/** Intake, which gives particulars, and the register, which answers or swallows. */
async function startNeighbours() {
  const neighbour = { isHole: false, url: '', close: () => Promise.resolve() };
  const server = createServer((request, response) => {
    const [, id] = /^\/internal\/applications\/([\w-]+)\/particulars$/.exec(request.url ?? '') ?? [];
    const answer =
      id === undefined
        ? { content: [{ NIK: 'Sesuai', NAMA_LGKP: 'Sesuai (100)', NO_KK: 'Sesuai' }], quotaLimiter: 50_000 }
        : {
            applicationId: id,
            kind: 'HILANG',
            nik: '6503990101900001',
            familyCardNumber: '6503990101150002',
            name: 'CONTOH WARGA',
            nationality: 'WNI',
            documents: [],
          };
    request.resume().on('end', () => {
      if (id === undefined && neighbour.isHole) return;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  neighbour.url = `http://127.0.0.1:${address.port}`;
  neighbour.close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve(undefined)));
  };
  return neighbour;
}

/**
 * Says what intake says, and hears what comes of it.
 * @param {import('../scripts/servers.mjs').Servers} servers
 * @param {import('./place.mjs').Place} place
 */
async function openTalk(servers, place) {
  // All users of a place have one password.
  const speakerUrl = new URL(place.amqpUrl);
  speakerUrl.username = 'intake';
  const speaker = await connect(speakerUrl.toString());
  const listenerUrl = new URL(servers.amqpUrl);
  listenerUrl.pathname = speakerUrl.pathname;
  const listener = await connect(listenerUrl.toString());
  for (const connection of [speaker, listener]) connection.on('error', () => undefined);
  const channel = await speaker.createConfirmChannel();
  const ears = await listener.createChannel();
  const { queue } = await ears.assertQueue('', { exclusive: true });
  await ears.bindQueue(queue, 'loket.events', 'review.requested.v1');
  /** @type {Map<string, (at: number) => void>} */
  const awaited = new Map();
  await ears.consume(
    queue,
    (message) => message && awaited.get(JSON.parse(message.content.toString()).applicationId)?.(performance.now()),
    { noAck: true },
  );
  let asked = 0;

  /** @param {typeof ApplicationUnderReview | typeof ApplicationCheckingRegister} event @param {'under_review' | 'checking_register'} state */
  async function say(event, state, applicationId = randomUUID()) {
    const about = { applicationId, sequence: 3, state, kind: 'HILANG', channel: 'whatsapp', district: '650302' };
    const data = event.data.parse({ ...about, office: 'nunukan', completeSince: new Date().toISOString() });
    const id = randomUUID();
    const { type, version } = event;
    const envelope = {
      id,
      type,
      version,
      source: 'intake',
      subject: applicationId,
      time: new Date(),
      correlationId: id,
    };
    const properties = propertiesOf({ ...envelope, causationId: undefined, traceparent: undefined }, 'intake');
    const body = Buffer.from(JSON.stringify(data));
    channel.publish('loket.events', `${type}.v${version}`, body, properties);
    await channel.waitForConfirms();
  }

  return {
    askRegister: async () => {
      asked += 1;
      await say(ApplicationCheckingRegister, 'checking_register');
    },
    /** Waits until every question has its answer. */
    drained: async () => {
      for (const until = performance.now() + 240_000; performance.now() < until;) {
        const { rows } = await place.sql.query('select count(*)::int as count from register_answer');
        if (rows[0].count >= asked) return;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error('the register queue did not drain');
    },
    /** From saying a doubt to hearing that a person is asked for. @param {number} count */
    measure: async (count) => {
      /** @type {Promise<number>[]} */
      const times = [];
      for (let i = 0; i < count; i += 1) {
        const applicationId = randomUUID();
        const began = performance.now();
        times.push(new Promise((resolve) => awaited.set(applicationId, (at) => resolve(at - began))));
        await say(ApplicationUnderReview, 'under_review', applicationId);
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, everyMs - (performance.now() - began))));
      }
      const measured = await Promise.all(times);
      awaited.clear();
      return measured;
    },
    close: async () => {
      await speaker.close();
      await listener.close();
    },
  };
}

/** @param {import('./place.mjs').Place} place @param {string} neighbour @param {number} port */
function settingsOf(place, neighbour, port) {
  const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  return {
    DATABASE_URL: place.databaseUrl,
    AMQP_URL: place.amqpUrl,
    PORT: String(port),
    CONSOLE_JWKS_URL: 'http://127.0.0.1:9/keys',
    INTAKE_URL: neighbour,
    LOKET_SERVICE_KEY: key,
    TZ_OFFICE: 'Asia/Makassar',
    REGISTER_MODE: 'webservice',
    REGISTER_URL: neighbour,
    REGISTER_USER: 'bench',
    REGISTER_PASSWORD: 'bench',
    REGISTER_IP_USER: '127.0.0.1',
    REGISTER_INSTANSI: 'bench',
    REGISTER_TIMEOUT_MS: '1000',
    REGISTER_CACHE_MINUTES: '0',
    OTEL_SERVICE_NAME: 'document-validation',
  };
}
