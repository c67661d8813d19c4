// THE table of processes: what runs, where it begins, on which port, and with which environment. Compose and Kubernetes are
// checked against it. Needs no package.
import { join } from 'node:path';
import { hashOfKey, schemaOf } from './keys.mjs';

/**
 * @typedef {object} Service
 * @property {string} name
 * @property {string} entry    the built file it begins with
 * @property {import('./ports.mjs').PortName} port
 * @property {boolean} schema  has a schema of its own, and src/migrate.js that brings it up to date
 * @property {boolean} standIn plays a part of the outside world; real offices run none
 * @property {(env: NodeJS.ProcessEnv) => boolean} [needed]  whether these variables want it at all; always unless said
 * @property {(facts: Facts) => Record<string, string>} environment  beside what every service gets
 */

/**
 * What the environments are made from.
 * @typedef {object} Facts
 * @property {string} folder    the system's own, for files
 * @property {(port: import('./ports.mjs').PortName) => number} portOf
 * @property {(port: import('./ports.mjs').PortName) => string} addressOf  http://host:port, as the services reach it
 * @property {import('./keys.mjs').Keys} keys
 * @property {{ file: string, region: import('./region.mjs').Region }} region
 * @property {string} office    of the station that runs here
 * @property {NodeJS.ProcessEnv} given  what the operator set
 * @property {string} monitorUrl  RabbitMQ's HTTP interface, for the user who only looks
 * @property {(role: string) => string} databaseUrl  by role
 * @property {(user: string) => string} amqpUrl      by AMQP user
 */

/** @param {string} name @param {string} file */
const entry = (name, file = 'main') => `dist/apps/${name}/src/${file}.js`;

/** @type {Service[]} */
export const services = [
  {
    name: 'ops-console',
    entry: entry('ops-console'),
    port: 'console',
    schema: true,
    standIn: false,
    environment: ({ keys, monitorUrl }) => ({
      RABBITMQ_MONITOR_URL: monitorUrl,
      LOKET_KEY: keys.loketKey,
      LOKET_CONSOLE_KEY: keys.consoleKey,
      LOKET_FIRST_ADMIN_PUBLIC_KEY: keys.firstAdmin.publicKey,
      LOKET_FIRST_ADMIN_PASSWORD: keys.firstAdmin.password,
    }),
  },
  {
    name: 'intake',
    entry: entry('intake'),
    port: 'intake',
    schema: true,
    standIn: false,
    environment: ({ folder, keys, addressOf }) => ({
      ...whatsapp(keys, addressOf),
      WHATSAPP_APP_SECRET: keys.whatsapp.appSecret,
      WHATSAPP_VERIFY_TOKEN: keys.whatsapp.verifyToken,
      LOKET_KEY: keys.loketKey,
      LOKET_INDEX_KEY: keys.indexKey,
      LOKET_SEAL_PUBLIC_KEY: keys.sealPublicKey,
      DOCUMENT_STORE: `file:${join(folder, 'documents')}`,
      PUBLIC_URL: addressOf('intake'),
    }),
  },
  {
    name: 'document-validation',
    entry: entry('document-validation'),
    port: 'documentValidation',
    schema: true,
    standIn: false,
    environment: ({ addressOf }) => ({
      REGISTER_MODE: 'webservice',
      REGISTER_URL: addressOf('register'),
      // The stand-in takes any; a real register's come from the office's agreement.
      REGISTER_USER: 'loket',
      REGISTER_PASSWORD: 'loket',
      REGISTER_IP_USER: '127.0.0.1',
      REGISTER_INSTANSI: 'loket',
    }),
  },
  {
    name: 'printing-queue',
    entry: entry('printing-queue'),
    port: 'printingQueue',
    schema: true,
    standIn: false,
    environment: ({ keys }) => ({
      STATION_KEYS: JSON.stringify(
        Object.fromEntries(
          Object.entries(keys.stationKeys).map(([id, key]) => [
            id,
            { office: id.replace(/-\d+$/, ''), keyHash: hashOfKey(key) },
          ]),
        ),
      ),
    }),
  },
  {
    name: 'notification',
    entry: entry('notification'),
    port: 'notification',
    schema: true,
    standIn: false,
    environment: ({ keys, addressOf }) => ({
      ...whatsapp(keys, addressOf),
      LOKET_SEAL_PRIVATE_KEY: keys.sealPrivateKey,
    }),
  },
  {
    name: 'print-station',
    entry: entry('print-station'),
    port: 'station',
    schema: false,
    standIn: false,
    environment: ({ folder, addressOf, keys, office, given }) => ({
      STATION_ID: `${office}-1`,
      STATION_OFFICE: office,
      STATION_KEY: keys.stationKeys[`${office}-1`] ?? '',
      PRINTER_DRIVER: 'pdf',
      PRINTER_URL: needsPrinter(given)
        ? `${addressOf('printer').replace('http:', 'ipp:')}/ipp/print`
        : `file:${join(folder, 'cards')}`,
      JOURNAL_DIR: join(folder, 'journal'),
    }),
  },
  {
    name: 'graph',
    entry: entry('stand-ins', 'graph'),
    port: 'graph',
    schema: false,
    standIn: true,
    environment: ({ keys, addressOf }) => ({
      WEBHOOK_URL: `${addressOf('intake')}/webhooks/whatsapp`,
      WHATSAPP_APP_SECRET: keys.whatsapp.appSecret,
      WHATSAPP_VERIFY_TOKEN: keys.whatsapp.verifyToken,
      WHATSAPP_ACCESS_TOKEN: keys.whatsapp.accessToken,
      WHATSAPP_PHONE_NUMBER_ID: keys.whatsapp.phoneNumberId,
      WHATSAPP_WABA_ID: keys.whatsapp.wabaId,
    }),
  },
  {
    name: 'register',
    entry: entry('stand-ins', 'register'),
    port: 'register',
    schema: false,
    standIn: true,
    environment: () => ({}),
  },
  {
    name: 'printer',
    entry: entry('stand-ins', 'printer'),
    port: 'printer',
    schema: false,
    standIn: true,
    needed: needsPrinter,
    environment: () => ({}),
  },
];

/** An IPP printer is wanted, and no real one is named. @param {NodeJS.ProcessEnv} env */
function needsPrinter(env) {
  return env.PRINTER_DRIVER === 'ipp' && !env.PRINTER_URL;
}

/** @param {Facts['keys']} keys @param {Facts['addressOf']} addressOf */
function whatsapp(keys, addressOf) {
  return {
    WHATSAPP_GATEWAY: 'cloud-api',
    WHATSAPP_GRAPH_URL: addressOf('graph'),
    WHATSAPP_PHONE_NUMBER_ID: keys.whatsapp.phoneNumberId,
    WHATSAPP_ACCESS_TOKEN: keys.whatsapp.accessToken,
  };
}

/** What the operator's environment holds for the set-up alone: administrators' URLs, and npm's own. */
const kept = /^(npm_.*|INIT_CWD|DATABASE_URL|DATABASE_OWNER_URL|AMQP_URL|RABBITMQ_MANAGEMENT_URL)$/i;

/**
 * The environment of one service. What the operator set wins over what was made for a development system, but for the few
 * variables that mean another thing in each process.
 * @param {Service} service
 * @param {Facts} facts
 * @returns {Record<string, string | undefined>}
 */
export function environmentOf(service, facts) {
  const { portOf, addressOf, keys, folder, given } = facts;
  const own = {
    PORT: String(portOf(service.port)),
    OTEL_SERVICE_NAME: service.name,
    STATE_DIR: join(folder, 'stand-ins', service.name),
  };
  const fromOperator = Object.fromEntries(Object.entries(given).filter(([name]) => !kept.test(name)));
  if (service.standIn) return { ...service.environment(facts), ...fromOperator, ...own };
  return {
    INTAKE_URL: addressOf('intake'),
    DOCUMENT_VALIDATION_URL: addressOf('documentValidation'),
    PRINTING_QUEUE_URL: addressOf('printingQueue'),
    NOTIFICATION_URL: addressOf('notification'),
    CONSOLE_URL: addressOf('console'),
    CONSOLE_JWKS_URL: `${addressOf('console')}/.well-known/jwks.json`,
    OTEL_EXPORTER_OTLP_ENDPOINT: addressOf('console'),
    LOKET_PEER_KEYS: JSON.stringify(keys.peerKeys),
    REGION_FILE: facts.region.file,
    AREA_CODE: facts.region.region.areaCode,
    TZ_OFFICE: facts.region.region.timeZone,
    ...service.environment(facts),
    ...fromOperator,
    ...own,
    LOKET_SERVICE_KEY: keys.serviceKeys[service.name],
    DATABASE_URL: service.schema ? facts.databaseUrl(`${schemaOf(service.name)}_app`) : undefined,
    AMQP_URL: facts.amqpUrl(service.name === 'print-station' ? `print-station.${facts.office}` : service.name),
  };
}

/** Two places that threads take memory from, where the C library would make one for each. The Dockerfile says the same. */
export const memorySettings = { MALLOC_ARENA_MAX: '2' };

/**
 * How Node begins a service: a bounded heap (a small nursery, a heap that grows in small steps, and no source maps keep 90 MB
 * free), and tracing first of all. The Dockerfile says the same.
 * @param {Service} service
 * @param {(file: string) => string} at  where the built file lies
 */
export function nodeArguments(service, at = (file) => file) {
  return [...nodeOptions(at), at(service.entry)];
}

/** @param {(file: string) => string} at */
export function nodeOptions(at = (file) => file) {
  return [
    '--max-old-space-size=192',
    '--max-semi-space-size=4',
    '--optimize-for-size',
    '--import',
    at('./dist/libs/observability/src/start.js'),
  ];
}
