// A fresh database with the schema and roles of a service, and a fresh virtual host with its queues: one for each contender.
import { randomBytes } from 'node:crypto';
import { connect } from 'amqplib';
import pg from 'pg';
import { applyTopology } from '#messaging';
import { migrate, prepareSchema } from '#outbox';

const password = 'for-benchmarks-only';

/**
 * @typedef {object} Place
 * @property {string} databaseUrl  of the service's role
 * @property {string} amqpUrl      of the service's user
 * @property {import('pg').Client} sql  as administrator, in the service's schema
 * @property {string} amqpAdministratorUrl
 * @property {(user: string) => string} amqpUrlOf  of another service's user, where its flow was given
 * @property {(key: string) => Promise<(count: number) => Promise<void>>} listen
 *   binds a queue to a routing key; the answer waits until so many more messages have come
 * @property {() => Promise<void>} close
 */

/**
 * @param {import('../scripts/servers.mjs').Servers} servers
 * @param {import('#contracts').Flow} flow
 * @param {NonNullable<Parameters<typeof migrate>[0]['migrations']>} migrations
 * @param {import('#contracts').Flow[]} [neighbours]  whose queues and users the virtual host holds as well
 * @returns {Promise<Place>}
 */
export async function makePlace(servers, flow, migrations, neighbours = []) {
  const name = `bench_${randomBytes(4).toString('hex')}`;
  const schema = flow.service.replaceAll('-', '_');
  const server = new pg.Client({ connectionString: servers.databaseUrl });
  await server.connect();
  await server.query(`create database ${name}`);
  const sql = new pg.Client({ connectionString: elsewhere(servers.databaseUrl, { path: name }) });
  sql.on('error', () => undefined);
  await sql.connect();
  await prepareSchema(sql, { schema, ownerPassword: password, appPassword: password });
  const ownerUrl = elsewhere(servers.databaseUrl, { user: `${schema}_owner`, path: name });
  await migrate({ url: ownerUrl, migrations, applicationName: 'bench' });
  await sql.query(`set search_path = ${schema}`);
  await sql.query(`create table bench_effect (message_id uuid primary key, carries text not null)`);
  await sql.query(`grant all on bench_effect to ${schema}_app`);
  await applyTopology({
    managementUrl: servers.managementUrl,
    vhost: name,
    flows: [flow, ...neighbours],
    offices: ['nunukan'],
    passwords: Object.fromEntries([flow, ...neighbours].map(({ service }) => [service, password])),
  });
  const broker = await connect(elsewhere(servers.amqpUrl, { path: name }));
  broker.on('error', () => undefined);
  return {
    databaseUrl: elsewhere(servers.databaseUrl, { user: `${schema}_app`, path: name }),
    amqpUrl: elsewhere(servers.amqpUrl, { user: flow.service, path: name }),
    amqpAdministratorUrl: elsewhere(servers.amqpUrl, { path: name }),
    amqpUrlOf: (user) => elsewhere(servers.amqpUrl, { user, path: name }),
    sql,
    listen: async (key) => {
      const channel = await broker.createChannel();
      const { queue } = await channel.assertQueue('', { exclusive: true });
      await channel.bindQueue(queue, 'loket.events', key);
      let seen = 0;
      let awaited = 0;
      /** @type {(() => void) | undefined} */
      let enough;
      await channel.consume(
        queue,
        () => {
          seen += 1;
          if (seen >= awaited) enough?.();
        },
        { noAck: true },
      );
      return (count) => {
        awaited += count;
        return new Promise((resolve) => {
          enough = resolve;
          if (seen >= awaited) resolve();
        });
      };
    },
    close: async () => {
      await broker.close();
      await sql.end();
      await server.query(`drop database if exists ${name} with (force)`);
      await server.end();
    },
  };
}

/** @param {string} url @param {{ user?: string, path: string }} where */
function elsewhere(url, { user, path }) {
  const changed = new URL(url);
  changed.pathname = `/${path}`;
  if (user !== undefined) {
    changed.username = user;
    changed.password = password;
  }
  return changed.toString();
}
