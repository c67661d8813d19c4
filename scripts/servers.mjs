// A private PostgreSQL and a private RabbitMQ in one folder: for `npm start`, for tests, and by hand:
//   node scripts/servers.mjs --folder /tmp/x
// prints one JSON line with the administrator's URLs and runs until SIGTERM or Ctrl-C. Needs no package.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { keepKeys } from './keys.mjs';
import { freePorts, refuseTakenPorts, serverPortNames, SetupError } from './ports.mjs';
import { postgresAdministrator, privatePostgres } from './postgres.mjs';
import { brokerAdministrator, privateRabbitmq } from './rabbitmq.mjs';

/**
 * @typedef {object} Servers
 * @property {string} databaseUrl    administrator, database postgres
 * @property {string} amqpUrl        administrator, virtual host /
 * @property {string} managementUrl  administrator, HTTP
 * @property {import('./ports.mjs').Ports} ports
 * @property {import('./child-process.mjs').Child} postgres
 * @property {import('./child-process.mjs').Child} rabbitmq
 * @property {() => Promise<void>} stop  both, cleanly, whatever state they are in
 */

/**
 * Starts both servers at once; resolves when both take connections. They come back by themselves when they die.
 * @param {{ folder: string, ports?: import('./ports.mjs').Ports, log?: (line: string) => void }} settings
 *   folder: where data, logs and pid files go (kept between starts); ports: free ones unless given
 * @returns {Promise<Servers>}
 */
export async function startServers({ folder, ports: given, log = () => undefined }) {
  const place = resolve(folder);
  mkdirSync(place, { recursive: true });
  const ports = given ?? (await freePorts());
  const keys = keepKeys(place);
  const password = keys.administratorPassword;
  const postgres = privatePostgres({ folder: place, port: ports.postgres, password, log });
  const { mapper, node } = privateRabbitmq({ folder: place, ports, password, cookie: keys.erlangCookie, log });
  await refuseTakenPorts(ports, serverPortNames);

  async function stop() {
    await Promise.all([postgres.stop(), node.stop()]);
    await mapper.stop();
  }
  const outcomes = await Promise.allSettled([postgres.start(), mapper.start().then(() => node.start())]);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) {
    await stop();
    throw failure.reason;
  }
  return {
    databaseUrl: `postgres://${postgresAdministrator}:${password}@127.0.0.1:${ports.postgres}/postgres`,
    amqpUrl: `amqp://${brokerAdministrator}:${password}@127.0.0.1:${ports.amqp}/%2F`,
    managementUrl: `http://${brokerAdministrator}:${password}@127.0.0.1:${ports.management}`,
    ports,
    postgres,
    rabbitmq: node,
    stop,
  };
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const at = process.argv.indexOf('--folder');
  const folder = at > 0 ? process.argv[at + 1] : undefined;
  try {
    if (folder === undefined) throw new SetupError('say where: node scripts/servers.mjs --folder FOLDER');
    const servers = await startServers({ folder, log: (line) => console.error(line) });
    const urls = {
      TEST_DATABASE_URL: servers.databaseUrl,
      TEST_AMQP_URL: servers.amqpUrl,
      TEST_RABBITMQ_MANAGEMENT_URL: servers.managementUrl,
    };
    console.log(JSON.stringify(urls));
    for (const signal of ['SIGTERM', 'SIGINT']) {
      process.once(signal, () => void servers.stop().then(() => process.exit(0)));
    }
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exit(1);
  }
}
