// The set-up job where servers run elsewhere (Compose, Kubernetes): node scripts/prepare.mjs environments schemas topology
//   environments  writes <LOKET_ENVIRONMENTS>/<service>/env, all that each service needs, by the table of services.mjs
//   schemas       roles, rights and migrations
//   topology      queues, users, rights and policies
// DATABASE_URL, AMQP_URL and RABBITMQ_MANAGEMENT_URL are administrators'; keys.json lies in LOKET_KEYS and is made when it is
// missing; a service is reached at http://<its name>:<its usual port>.
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { prepareDatabase } from './database.mjs';
import { keepKeys } from './keys.mjs';
import { migrateSchemas } from './migrate-schemas.mjs';
import { portsFromEnvironment, SetupError } from './ports.mjs';
import { printFailure, step } from './progress.mjs';
import { printingOffice, readRegion } from './region.mjs';
import { factsWith, makeTopology } from './service-facts.mjs';
import { environmentOf, services } from './services.mjs';

/** Where the services keep their files, in their containers. */
const folder = '/var/lib/loket';

try {
  await prepare(process.argv.slice(2));
} catch (error) {
  printFailure(error);
  process.exit(1);
}

/** @param {string[]} parts */
async function prepare(parts) {
  const servers = {
    databaseUrl: variable('DATABASE_URL'),
    amqpUrl: variable('AMQP_URL'),
    managementUrl: variable('RABBITMQ_MANAGEMENT_URL'),
  };
  const found = readRegion(process.env);
  const region = { ...found, file: join('/loket/infra/region', basename(found.file)) };
  const keys = keepKeys(
    variable('LOKET_KEYS'),
    region.region.offices.map((office) => office.code),
  );
  const ports = portsFromEnvironment({});
  const chosen = services.filter((service) => service.needed?.({}) ?? true);
  const facts = factsWith(
    {
      ...{ folder, keys, region, given: {}, office: process.env.STATION_OFFICE || printingOffice(region.region) },
      portOf: (name) => ports[name],
      addressOf: (name) => `http://${services.find((service) => service.port === name)?.name}:${ports[name]}`,
    },
    servers,
  );
  for (const part of parts) {
    if (part === 'environments') {
      await step(part, () => chosen.forEach((service) => writeEnvironment(service, facts)));
    } else if (part === 'schemas') {
      await step(part, async (note) => {
        await prepareDatabase({ administratorUrl: servers.databaseUrl, passwords: keys.databasePasswords });
        note(await migrateSchemas(chosen, facts));
      });
    } else if (part === 'topology') {
      await step(part, async (note) => note(await makeTopology(facts, servers)));
    } else {
      throw new SetupError(`there is no part ${part}; there are environments, schemas and topology`);
    }
  }
}

/**
 * One folder a service, so that each container is given its own and no other.
 * @param {import('./services.mjs').Service} service
 * @param {import('./services.mjs').Facts} facts
 */
function writeEnvironment(service, facts) {
  const place = join(variable('LOKET_ENVIRONMENTS'), service.name);
  mkdirSync(place, { recursive: true });
  const lines = Object.entries(environmentOf(service, facts)).map(([name, value]) => `${name}=${plain(value ?? '')}`);
  const file = join(place, 'env');
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  // The set-up runs as root, the services as the image's account "node".
  if (process.getuid?.() === 0) chownSync(file, 1000, 1000);
}

/** As both Node's --env-file and kubectl's --from-env-file read it: nothing is quoted. @param {string} value */
function plain(value) {
  if (/^["'`\s]|[#\n]/.test(value)) throw new SetupError('a value of the environment does not fit into an env file');
  return value;
}

/** @param {string} name */
function variable(name) {
  const value = process.env[name];
  if (!value) throw new SetupError(`${name} is not set`);
  return value;
}
