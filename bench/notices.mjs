// Notification alone: announcements to the wire of WhatsApp. A backlog at full speed, and a steady stream as an office has it.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ApplicationSubmitted, routingKeyOf } from '#contracts';
import { generateSealKeys } from '#document-store';
import { eventExchange, propertiesOf, Publisher } from '#messaging';
import { root } from '../scripts/runtime.mjs';
import { nodeOptions } from '../scripts/services.mjs';
import { freePort, startContender } from './contender.mjs';
import { median, percentile, rounded } from './figures.mjs';
import { makePlace } from './place.mjs';

/** What the number must bear: messages a second. */
const target = 60;

/**
 * @param {import('../scripts/servers.mjs').Servers} servers
 * @param {{ rounds: number, backlog: number, seconds: number }} size
 * @returns {Promise<Record<string, string | number>[]>}
 */
export async function measureNotices(servers, { rounds, backlog, seconds }) {
  const { flow } = await import(join(root, 'dist/apps/notification/src/flow.js'));
  const { migrations } = await import(join(root, 'dist/apps/notification/src/migrations/index.js'));
  const { flow: intake } = await import(join(root, 'dist/apps/intake/src/flow.js'));
  const place = await makePlace(servers, flow, migrations, [intake]);
  const outside = await startOutside();
  const port = await freePort();
  const { stop } = await startContender(
    [...nodeOptions(), 'dist/apps/notification/src/main.js'],
    { ...settings(outside.url), DATABASE_URL: place.databaseUrl, AMQP_URL: place.amqpUrl, PORT: String(port) },
    () => fetch(`http://127.0.0.1:${port}/health/ready`).then((answer) => answer.ok),
  );
  const publisher = new Publisher(place.amqpUrlOf('intake'), 'bench');
  publisher.start();
  await publisher.ready(10_000);
  const say = () => announce(publisher, outside);
  try {
    await outside.all(await Promise.all(Array.from({ length: 100 }, say)));
    /** @type {number[]} */
    const drained = [];
    /** @type {number[]} */
    const steady = [];
    /** @type {number[]} */
    const waits = [];
    for (let round = 0; round < rounds; round += 1) {
      const arrived = await outside.all(await Promise.all(Array.from({ length: backlog }, say)));
      const times = arrived.map(({ at }) => at);
      drained.push((backlog / (Math.max(...times) - Math.min(...arrived.map(({ said }) => said)))) * 1000);
      const stream = await outside.all(await streamOf(say, seconds));
      const [first, last] = [Math.min(...stream.map(({ at }) => at)), Math.max(...stream.map(({ at }) => at))];
      steady.push(((stream.length - 1) / (last - first)) * 1000);
      waits.push(...stream.map(({ at, said }) => at - said));
    }
    return [
      { bench: `notices, a backlog of ${backlog}`, 'per second': rounded(median(drained)) },
      {
        bench: `notices, ${target} a second for ${seconds} s`,
        'per second': rounded(median(steady)),
        'p50 ms': rounded(percentile(waits, 0.5)),
        'p95 ms': rounded(percentile(waits, 0.95)),
        'p99 ms': rounded(percentile(waits, 0.99)),
      },
    ];
  } finally {
    await publisher.close();
    await stop();
    await place.close();
    outside.stop();
  }
}

/** So many a second, whatever becomes of them. @param {() => Promise<string>} say @param {number} seconds */
async function streamOf(say, seconds) {
  /** @type {Promise<string>[]} */
  const said = [];
  const began = performance.now();
  while (said.length < target * seconds) {
    const due = Math.min(target * seconds, Math.floor(((performance.now() - began) / 1000) * target) + 1);
    while (said.length < due) said.push(say());
    await pause(5);
  }
  return Promise.all(said);
}

/** @param {Publisher} publisher @param {Awaited<ReturnType<typeof startOutside>>} outside @returns {Promise<string>} the request */
async function announce(publisher, outside) {
  const applicationId = randomUUID();
  const data = { ...ApplicationSubmitted.example, applicationId };
  const envelope = {
    ...{ id: randomUUID(), type: ApplicationSubmitted.type, version: 1, source: 'intake', subject: applicationId },
    ...{ time: new Date(), correlationId: randomUUID(), causationId: undefined, traceparent: undefined },
  };
  outside.expect(applicationId);
  const body = Buffer.from(JSON.stringify(data));
  await publisher.publish(
    eventExchange,
    routingKeyOf(ApplicationSubmitted, data),
    body,
    propertiesOf(envelope, 'intake'),
  );
  return applicationId;
}

/** The Graph API and intake's contacts, as little as a notice needs; each person has a number of their own. */
async function startOutside() {
  /** @type {Map<string, { said: number, at?: number }>} */
  const notices = new Map();
  /** @type {Map<string, string>} */
  const owners = new Map();
  const server = createServer((request, response) => {
    /** @param {unknown} body */
    const answer = (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const id = /^\/internal\/applications\/([^/]+)\/contact$/.exec(request.url ?? '')?.[1];
    if (id !== undefined) return void answer(contactOf(id, owners));
    if (request.method === 'GET') return void answer({ id: '1' });
    /** @type {Buffer[]} */
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { to } = JSON.parse(Buffer.concat(chunks).toString());
      const notice = notices.get(owners.get(to) ?? '');
      if (notice) notice.at ??= performance.now();
      answer({ messaging_product: 'whatsapp', messages: [{ id: `wamid.${randomUUID()}` }] });
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the far side does not listen');
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** @param {string} id */
    expect: (id) => void notices.set(id, { said: performance.now() }),
    /** Waits until all have arrived. @param {string[]} ids @returns {Promise<{ said: number, at: number }[]>} */
    all: async (ids) => {
      const until = performance.now() + 180_000;
      while (ids.some((id) => notices.get(id)?.at === undefined)) {
        if (performance.now() > until) throw new Error('not all notices have arrived');
        await pause(20);
      }
      return ids.map((id) => ({ said: notices.get(id)?.said ?? Number.NaN, at: notices.get(id)?.at ?? Number.NaN }));
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

let people = 0;
/** @param {string} id @param {Map<string, string>} owners */
function contactOf(id, owners) {
  const phone = `6281${String((people += 1)).padStart(9, '0')}`;
  owners.set(phone, id);
  return {
    ...{ applicationId: id, conversationId: randomUUID(), phone, scopedId: null, kind: 'HILANG' },
    lastInboundAt: new Date().toISOString(),
    ...{ ticket: 'L-4F7K2', trackUrl: 'http://127.0.0.1/track/0000EXAMPLE' },
    ...{ maskedName: 'BUD*** S***', maskedNik: '650399**********' },
    office: { code: 'nunukan', name: 'Kantor Contoh', address: 'Jalan Contoh 1', hours: null },
  };
}

/** @param {string} url of everything outside */
function settings(url) {
  const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  return {
    ...{ INTAKE_URL: url, CONSOLE_JWKS_URL: `${url}/keys`, LOKET_SERVICE_KEY: key, LOKET_PEER_KEYS: '{}' },
    LOKET_SEAL_PRIVATE_KEY: generateSealKeys().privateKey,
    REGION_FILE: 'infra/region/nunukan.json',
    ...{ WHATSAPP_GATEWAY: 'cloud-api', WHATSAPP_GRAPH_URL: url, WHATSAPP_PHONE_NUMBER_ID: '1' },
    ...{ WHATSAPP_ACCESS_TOKEN: 'none', WHATSAPP_MESSAGES_PER_SECOND: '1000', OTEL_SERVICE_NAME: 'notification' },
  };
}
