// npm run token -- --role ROLE: a token for the API, got from the running console with the first admin's key. Prints it and
// nothing else, so that `curl -H "Authorization: Bearer $(npm run -s token -- --role clerk)"` works. Needs no package.
import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemFolder } from './running-system.mjs';

const roles = ['clerk', 'reviewer', 'print-operator', 'village-officer', 'head', 'ops', 'admin', 'auditor'];
const file = process.env.LOKET_FIRST_ADMIN_FILE || join(systemFolder, 'first-admin.json');

/** @param {string} line @returns {never} */
function giveUp(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

/** @param {unknown} part */
const encoded = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');

/**
 * Proves, for less than a minute and once, that the holder of the key asks for a role.
 * @param {{ username: string, privateKey: string }} admin
 * @param {string} role
 */
function assertionOf(admin, role) {
  const key = createPrivateKey({ key: Buffer.from(admin.privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  const claims = {
    sub: admin.username,
    aud: 'loket-ops-console',
    role,
    jti: randomUUID(),
    exp: Math.floor(Date.now() / 1000) + 30,
  };
  const signed = `${encoded({ alg: 'EdDSA' })}.${encoded(claims)}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
}

/** @returns {{ username: string, privateKey: string, consoleUrl: string }} */
function readAdmin() {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return giveUp(`${file} cannot be read; run npm start first`);
  }
}

const { values } = parseArgs({ options: { role: { type: 'string' } }, strict: false });
const role = String(values.role ?? '');
if (!roles.includes(role)) giveUp(`give --role, one of: ${roles.join(', ')}`);
const admin = readAdmin();
const url = process.env.CONSOLE_URL || admin.consoleUrl;

const response = await fetch(`${url}/tokens`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ assertion: assertionOf(admin, role) }),
  signal: AbortSignal.timeout(10_000),
}).catch(() => giveUp(`the console at ${url} does not answer; is npm start running?`));
if (!response.ok) giveUp(`the console gave no token: ${response.status} ${await response.text()}`);
const { token } = /** @type {{ token: string }} */ (await response.json());
process.stdout.write(`${token}\n`);
