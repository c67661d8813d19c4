// The secrets of a development system: made once, kept in keys.json (mode 600) of its folder. A real office brings its own
// by environment. Needs no package.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The services that sign their calls to one another. */
export const signingServices = [
  'intake',
  'document-validation',
  'printing-queue',
  'notification',
  'print-station',
  'ops-console',
];

/** The services with a schema of their own. */
export const schemaServices = ['intake', 'document-validation', 'printing-queue', 'notification', 'ops-console'];

/**
 * @typedef {object} Keys
 * @property {string} administratorPassword  of PostgreSQL and RabbitMQ
 * @property {string} erlangCookie
 * @property {string} monitorPassword  of the RabbitMQ user who only looks at queues
 * @property {Record<string, string>} databasePasswords  by role name
 * @property {Record<string, string>} amqpPasswords      by AMQP user: a service, or `print-station.<office>`
 * @property {string} loketKey        32 bytes, base64
 * @property {string} indexKey        32 bytes, base64
 * @property {string} sealPublicKey   X25519, raw, base64url
 * @property {string} sealPrivateKey  X25519, raw, base64url
 * @property {Record<string, string>} serviceKeys  Ed25519 private, PKCS8 DER, base64, by service name
 * @property {Record<string, string>} peerKeys     Ed25519 public, SPKI DER, base64, by service name
 * @property {string} consoleKey      Ed25519 private, PKCS8 DER, base64
 * @property {{ publicKey: string, privateKey: string, password: string }} firstAdmin
 * @property {{ accessToken: string, appSecret: string, verifyToken: string, phoneNumberId: string, wabaId: string }} whatsapp
 * @property {Record<string, string>} stationKeys  by station id
 */

/**
 * Reads the keys of a folder, making what is missing (so an older file gains what a newer version needs).
 * @param {string} folder
 * @param {string[]} offices  codes; each has one station, `<office>-1`
 * @returns {Keys}
 */
export function keepKeys(folder, offices = []) {
  const file = join(folder, 'keys.json');
  const found = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const made = { ...makeKeys(), ...found };
  made.stationKeys = {
    ...Object.fromEntries(offices.map((office) => [`${office}-1`, secret()])),
    ...found.stationKeys,
  };
  const stationUsers = Object.fromEntries(offices.map((office) => [`print-station.${office}`, secret()]));
  made.amqpPasswords = { ...made.amqpPasswords, ...stationUsers, ...found.amqpPasswords };
  const text = `${JSON.stringify(made, null, 2)}\n`;
  // Where nothing is new nothing is written: the file may be mounted read-only.
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return made;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text, { mode: 0o600 });
  chmodSync(file, 0o600);
  return made;
}

/** What printing-queue stores of a station's key. @param {string} key */
export function hashOfKey(key) {
  return createHash('sha256').update(key).digest('hex');
}

/** @returns {Keys} */
function makeKeys() {
  const seal = generateKeyPairSync('x25519');
  const signing = signingServices.map((name) => /** @type {const} */ ([name, ed25519()]));
  return {
    administratorPassword: secret(),
    erlangCookie: secret(),
    monitorPassword: secret(),
    databasePasswords: Object.fromEntries(
      ['auditor', ...schemaServices.flatMap((name) => [`${schemaOf(name)}_owner`, `${schemaOf(name)}_app`])].map(
        (role) => [role, secret()],
      ),
    ),
    amqpPasswords: Object.fromEntries(schemaServices.map((name) => [name, secret()])),
    loketKey: randomBytes(32).toString('base64'),
    indexKey: randomBytes(32).toString('base64'),
    sealPublicKey: seal.publicKey.export({ format: 'jwk' }).x ?? '',
    sealPrivateKey: seal.privateKey.export({ format: 'jwk' }).d ?? '',
    serviceKeys: Object.fromEntries(signing.map(([name, pair]) => [name, pair.privateKey])),
    peerKeys: Object.fromEntries(signing.map(([name, pair]) => [name, pair.publicKey])),
    consoleKey: ed25519().privateKey,
    firstAdmin: { ...ed25519(), password: secret(12) },
    whatsapp: {
      accessToken: secret(),
      appSecret: randomBytes(16).toString('hex'),
      verifyToken: secret(),
      phoneNumberId: '106540352242922',
      wabaId: '102290129340398',
    },
    stationKeys: {},
  };
}

/** The schema of a service: its name in snake case. @param {string} service */
export function schemaOf(service) {
  return service.replaceAll('-', '_');
}

function ed25519() {
  const pair = generateKeyPairSync('ed25519');
  return {
    privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  };
}

function secret(bytes = 24) {
  return randomBytes(bytes).toString('base64url');
}
