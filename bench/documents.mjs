// The check of files at the office's busiest: from a file handed in to its findings said, and what the webhook feels of it.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'amqplib';
import sharp from 'sharp';
import { ApplicationSubmitted } from '#contracts';
import { propertiesOf } from '#messaging';
import { findProgram } from '../scripts/binaries.mjs';
import { root } from '../scripts/runtime.mjs';
import { damagedCardJpeg, familyCardJpeg, samplePerson } from '../scripts/sample-documents.mjs';
import { seededRandom } from '../scripts/seeded-random.mjs';
import { nodeOptions } from '../scripts/services.mjs';
import { freePort, startContender } from './contender.mjs';
import { median, pairedRatio, percentile, rounded } from './figures.mjs';
import { makePlace } from './place.mjs';
import { aStatus, intakeSettings, post } from './webhook.mjs';

/** What an office on two cores must bear: the real peak is 137 requests a day. */
const loads = [
  { name: 'without reading', perMinute: 20, reads: 'off' },
  { name: 'with reading', perMinute: 5, reads: 'on' },
];
const postsPerSecond = 10;
const idleSeconds = 20;
const people = 8;

/**
 * @param {import('../scripts/servers.mjs').Servers} servers
 * @param {{ rounds: number, minutes: number }} size  so many minutes of each load in every round
 * @returns {Promise<Record<string, string | number>[]>}
 */
export async function measureDocuments(servers, { rounds, minutes }) {
  const { flow } = await import(join(root, 'dist/apps/document-validation/src/flow.js'));
  const { flow: intakeFlow } = await import(join(root, 'dist/apps/intake/src/flow.js'));
  const { migrations } = await import(join(root, 'dist/apps/document-validation/src/migrations/index.js'));
  const { migrations: intakeMigrations } = await import(join(root, 'dist/apps/intake/src/migrations/index.js'));
  /** @type {(() => Promise<unknown>)[]} */
  const closing = [];
  try {
    const webhook = await startWebhook(servers, intakeFlow, intakeMigrations, closing);
    const requests = await startRequests();
    closing.unshift(requests.close);
    /** @type {Record<string, string | number>[]} */
    const rows = [];
    for (const { name, perMinute, reads } of loads) {
      const bench = `documents ${name}, ${perMinute} a minute`;
      if (reads === 'on' && findProgram('tesseract') === undefined) {
        rows.push({ bench, findings: 'skipped: tesseract-ocr is not installed' });
        continue;
      }
      const place = await makePlace(servers, flow, migrations, [intakeFlow]);
      closing.unshift(place.close);
      const port = await freePort();
      const { stop } = await startContender(
        [...nodeOptions(), 'dist/apps/document-validation/src/main.js'],
        { ...settingsOf(place, requests.url, port), DOCUMENT_OCR: reads },
        () => fetch(`http://127.0.0.1:${port}/health/ready`).then((answer) => answer.ok),
      );
      closing.unshift(stop);
      const talk = await openTalk(servers, place);
      closing.unshift(talk.close);
      await talk.check(requests.next());

      /** @type {number[]} */
      const findings = [];
      /** @type {number[]} */
      const idle = [];
      /** @type {number[]} */
      const busy = [];
      for (let round = 0; round < rounds; round += 1) {
        idle.push(percentile(await webhook.postFor(idleSeconds * 1_000), 0.99));
        const checks = checkSteadily(() => talk.check(requests.next()), perMinute, minutes);
        busy.push(percentile(await webhook.postFor(minutes * 60_000), 0.99));
        findings.push(...(await checks));
      }
      rows.push({
        bench,
        findings: findings.length,
        'p50 ms': rounded(percentile(findings, 0.5)),
        'p95 ms': rounded(percentile(findings, 0.95)),
        'webhook p99 ms, idle': rounded(median(idle)),
        'meanwhile ms': rounded(median(busy)),
        'ratio to idle': pairedRatio(busy, idle),
      });
      await stop();
    }
    return rows;
  } finally {
    for (const close of closing) await close();
  }
}

/** Hands in one file after another, evenly, whatever becomes of those before. @param {() => Promise<number>} check @param {number} perMinute @param {number} minutes */
async function checkSteadily(check, perMinute, minutes) {
  /** @type {Promise<number>[]} */
  const checks = [];
  for (let nth = 0; nth < perMinute * minutes; nth += 1) {
    checks.push(check());
    await pause(60_000 / perMinute);
  }
  return Promise.all(checks);
}

/**
 * Intake as it runs, posted to at an even pace.
 * @param {import('../scripts/servers.mjs').Servers} servers
 * @param {import('#contracts').Flow} flow
 * @param {Parameters<typeof makePlace>[2]} migrations
 * @param {(() => Promise<unknown>)[]} closing
 */
async function startWebhook(servers, flow, migrations, closing) {
  const place = await makePlace(servers, flow, migrations);
  closing.unshift(place.close);
  const port = await freePort();
  const { stop } = await startContender(
    [...nodeOptions(), 'dist/apps/intake/src/main.js'],
    { ...intakeSettings(), DATABASE_URL: place.databaseUrl, AMQP_URL: place.amqpUrl, PORT: String(port) },
    () => fetch(`http://127.0.0.1:${port}/health/ready`).then((answer) => answer.ok),
  );
  closing.unshift(stop);
  const random = seededRandom(20260101);
  const agent = new Agent({ keepAlive: true });
  closing.unshift(async () => agent.destroy());
  /** @returns {Promise<number>} */
  async function timed() {
    const began = performance.now();
    const status = await post(port, agent, aStatus(random));
    if (status !== 200) throw new Error(`a webhook was answered with ${status}`);
    return performance.now() - began;
  }
  return {
    /** @param {number} ms @returns {Promise<number[]>} the milliseconds that each answer took */
    postFor: async (ms) => {
      /** @type {Promise<number>[]} */
      const times = [];
      for (const until = performance.now() + ms; performance.now() < until;) {
        times.push(timed());
        await pause(1_000 / postsPerSecond);
      }
      return Promise.all(times);
    },
  };
}

/** Intake as document-validation sees it: whole files of two photos, half of them as large as a phone's camera makes them. */
async function startRequests() {
  const files = await Promise.all(
    Array.from({ length: people }, async (_, index) => {
      const person = samplePerson(index);
      const width = index % 2 === 0 ? 1_600 : 4_000;
      const [card, family] = await Promise.all([damagedCardJpeg(person), familyCardJpeg(person)]);
      const photos = [card, family].map((bytes) => sharp(bytes).resize(width).jpeg({ quality: 75 }).toBuffer());
      return { person, photos: await Promise.all(photos) };
    }),
  );
  /** @type {Map<string, Buffer>} */
  const bytesOf = new Map();
  /** @type {Map<string, unknown>} */
  const particularsOf = new Map();
  const server = createServer((request, response) => {
    const [, id = '', what] = /^\/internal\/\w+\/([\w-]+)\/(\w+)/.exec(request.url ?? '') ?? [];
    request.resume().on('end', () => {
      const bytes = bytesOf.get(id);
      // The safe copies of a document are taken and forgotten.
      if (what === 'copies' && bytes) response.writeHead(204).end();
      else if (what === 'content' && bytes) response.setHeader('content-type', 'image/jpeg').end(bytes);
      else if (what === 'particulars' && particularsOf.has(id))
        response.setHeader('content-type', 'application/json').end(JSON.stringify(particularsOf.get(id)));
      else response.writeHead(404).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  let given = 0;
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** A request that was not there before. @returns {string} its id */
    next: () => {
      const file = files[given % files.length];
      given += 1;
      if (!file) throw new Error('no file');
      const applicationId = randomUUID();
      const documents = file.photos.map((bytes, index) => {
        const documentId = randomUUID();
        bytesOf.set(documentId, noted(bytes, documentId));
        const receivedAt = new Date().toISOString();
        return { documentId, claimedAs: index === 0 ? 'KTP_LAMA' : 'KK', claimedBy: 'order', receivedAt };
      });
      const { nik, familyCardNumber, name } = file.person;
      particularsOf.set(applicationId, {
        ...{ applicationId, kind: 'RUSAK', nik, familyCardNumber, name, nationality: 'WNI', documents },
      });
      return applicationId;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve(undefined)));
    },
  };
}

/** A JPEG with a note in it: every request brings photos of its own, and none has been opened before. @param {Buffer} jpeg @param {string} note */
function noted(jpeg, note) {
  const head = Buffer.from([0xff, 0xfe, 0, note.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from(note), jpeg.subarray(2)]);
}

/**
 * Says what intake says, and hears what the check has found.
 * @param {import('../scripts/servers.mjs').Servers} servers
 * @param {import('./place.mjs').Place} place
 */
async function openTalk(servers, place) {
  const speaker = await connect(place.amqpUrlOf('intake'));
  const listenerUrl = new URL(servers.amqpUrl);
  listenerUrl.pathname = new URL(place.amqpUrl).pathname;
  const listener = await connect(listenerUrl.toString());
  for (const connection of [speaker, listener]) connection.on('error', () => undefined);
  const channel = await speaker.createConfirmChannel();
  const ears = await listener.createChannel();
  const { queue } = await ears.assertQueue('', { exclusive: true });
  await ears.bindQueue(queue, 'loket.events', 'documents.#');
  /** @type {Map<string, (at: number) => void>} */
  const awaited = new Map();
  await ears.consume(
    queue,
    (message) => message && awaited.get(JSON.parse(message.content.toString()).applicationId)?.(performance.now()),
    { noAck: true },
  );
  return {
    /** From saying that a file is handed in to hearing what it lacks, in milliseconds. @param {string} applicationId @returns {Promise<number>} */
    check: async (applicationId) => {
      const about = { applicationId, sequence: 2, state: 'submitted', kind: 'RUSAK', channel: 'whatsapp' };
      const data = ApplicationSubmitted.data.parse({ ...about, district: '650302', office: 'nunukan' });
      const id = randomUUID();
      const { type, version } = ApplicationSubmitted;
      const envelope = {
        ...{ id, type, version, source: 'intake', subject: applicationId, time: new Date() },
        ...{ correlationId: id, causationId: undefined, traceparent: undefined },
      };
      const began = performance.now();
      /** @type {Promise<number>} */
      const heard = new Promise((resolve) => awaited.set(applicationId, (at) => resolve(at - began)));
      channel.publish(
        'loket.events',
        `${type}.v${version}`,
        Buffer.from(JSON.stringify(data)),
        propertiesOf(envelope, 'intake'),
      );
      const took = await Promise.race([heard, late(applicationId)]);
      awaited.delete(applicationId);
      return took;
    },
    close: async () => {
      await speaker.close();
      await listener.close();
    },
  };
}

/** @param {string} applicationId @returns {Promise<never>} */
async function late(applicationId) {
  await pause(240_000, undefined, { ref: false });
  throw new Error(`nothing was found of ${applicationId} in four minutes`);
}

/** @param {import('./place.mjs').Place} place @param {string} intake @param {number} port */
function settingsOf(place, intake, port) {
  const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  return {
    DATABASE_URL: place.databaseUrl,
    AMQP_URL: place.amqpUrl,
    PORT: String(port),
    CONSOLE_JWKS_URL: 'http://127.0.0.1:9/keys',
    TZ_OFFICE: 'Asia/Makassar',
    INTAKE_URL: intake,
    LOKET_SERVICE_KEY: key,
    OTEL_SERVICE_NAME: 'document-validation',
  };
}
