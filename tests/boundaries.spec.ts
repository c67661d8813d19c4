import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AnyEvent, bindingKeyOf, catalogue, type Flow } from '#contracts';
import { applyTopology, managementApi, type Permissions, topologyOf } from '#messaging';
import { migrate } from '#outbox';
import { testServers, withUser } from '#testing';
import { databaseName, prepareDatabase } from '../scripts/database.mjs';
import { schemaOf, schemaServices } from '../scripts/keys.mjs';
import { type Act, type BrokerUser, brokerUser, publishing } from './boundaries/ask-broker.js';
import { allowedOf, signedIn } from './boundaries/ask-database.js';
import { flows, offices } from './boundaries/every-flow.js';

// The boundary between services is a privilege of the database and a permission of the broker. Here each role and each AMQP
// user signs in and is refused what is not its own; all of it derived from flows and migrations, none of it typed by hand.
const password = 'for-tests-only';

describe('the database', () => {
  const { databaseUrl } = testServers();
  const schemas = schemaServices.map(schemaOf);
  const tables: Record<string, string[]> = {};
  const urlOf = (role: string) => withUser(databaseUrl, role, password, `/${databaseName}`);

  beforeAll(async () => {
    const roles = ['auditor', ...schemas.flatMap((schema) => [`${schema}_owner`, `${schema}_app`])];
    const passwords = Object.fromEntries(roles.map((role) => [role, password]));
    await prepareDatabase({ administratorUrl: databaseUrl, passwords });
    for (const service of schemaServices) {
      type Migrations = Pick<Parameters<typeof migrate>[0], 'migrations'>;
      const { migrations } = (await import(`../apps/${service}/src/migrations/index.ts`)) as Migrations;
      const schema = schemaOf(service);
      await migrate({ url: urlOf(`${schema}_owner`), migrations, applicationName: 'boundaries' });
      const rows = await signedIn(urlOf(`${schema}_owner`), (ask) =>
        ask(`select tablename from pg_tables where schemaname = '${schema}'`),
      );
      tables[schema] = rows.map((row) => String(row.tablename));
    }
  }, 60_000);
  afterAll(() => signedIn(databaseUrl, (ask) => ask(`drop database if exists ${databaseName} with (force)`)));

  const allowedTo = (role: string, statements: readonly string[]) => allowedOf(urlOf(role), statements);
  const own = schemas.map((schema) => ({ schema, others: schemas.filter((other) => other !== schema) }));
  const reads = (schema: string) => (tables[schema] ?? []).map((table) => `select from ${schema}.${table}`);
  const writes = (schema: string) =>
    (tables[schema] ?? []).flatMap((table) => [
      `insert into ${schema}.${table} default values`,
      `delete from ${schema}.${table}`,
    ]);
  const definitions = (schema: string) => [
    `create table ${schema}.intruder (id int)`,
    `drop table ${schema}.outbox`,
    `alter table ${schema}.inbox add column intruder int`,
    `truncate ${schema}.outbox`,
  ];
  const outside = ['create table public.intruder (id int)', 'create schema intruder', 'create role intruder'];

  it('has the tables of every service', () => {
    for (const schema of schemas) expect(tables[schema]).toEqual(expect.arrayContaining(['outbox', 'inbox']));
  });

  it.each(own)('$schema: its roles are refused all of every other schema', async ({ schema, others }) => {
    const foreign = others.flatMap((other) => [...reads(other), ...writes(other), ...definitions(other)]);
    for (const role of [`${schema}_owner`, `${schema}_app`])
      expect([role, await allowedTo(role, [...foreign, ...outside])]).toEqual([role, []]);
  });

  it.each(own)(
    '$schema: who serves reads its tables, defines none and becomes nobody else',
    async ({ schema, others }) => {
      const roles = [schema, ...others].flatMap((one) => [`set role ${one}_owner`, `set role ${one}_app`]);
      const forbidden = [...definitions(schema), ...roles.filter((sql) => sql !== `set role ${schema}_app`)];
      expect(await allowedTo(`${schema}_app`, forbidden)).toEqual([]);
      expect(await allowedTo(`${schema}_app`, reads(schema))).toHaveLength(reads(schema).length);
    },
  );

  it('lets the auditor read every table and change none', async () => {
    const all = schemas.flatMap(reads);
    expect(await allowedTo('auditor', all)).toHaveLength(all.length);
    const changes = schemas.flatMap((schema) => [...writes(schema), ...definitions(schema)]);
    const insisting = changes.map((sql) => `set transaction read write; ${sql}`);
    expect(await allowedTo('auditor', insisting)).toEqual([]);
  });
});

describe('the broker', () => {
  const { amqpUrl, managementUrl } = testServers();
  const vhost = `t_${randomBytes(6).toString('hex')}`;
  const api = managementApi(managementUrl);
  const topology = topologyOf(flows, offices);
  const connected = new Map<string, BrokerUser>();

  beforeAll(async () => {
    const passwords = Object.fromEntries(topology.users.map(({ user }) => [user, password]));
    await applyTopology({ managementUrl, vhost, flows, offices, passwords });
    for (const { user } of topology.users)
      connected.set(user, await brokerUser(withUser(amqpUrl, user, password, `/${vhost}`)));
  }, 60_000);
  afterAll(async () => {
    for (const one of connected.values()) await one.close();
    await api('DELETE', `/api/vhosts/${vhost}`);
  });

  interface User {
    readonly user: string;
    readonly flow: Flow;
    /** Of a station. */
    readonly office: string | undefined;
  }
  const users = topology.users.map(({ user }): User => {
    const flow = flows.find(({ service }) => service === user || user.startsWith(`${service}.`));
    if (!flow) throw new Error(`${user} has no flow`);
    return { user, flow, office: offices.find((office) => user === `print-station.${office}`) };
  });
  const consumerQueues = topology.queues.filter((queue) => !queue.startsWith('loket.'));
  const retryExchanges = topology.exchanges.map(({ name }) => name).filter((name) => name !== 'loket.events');
  const isOwn = (queue: string, { flow, office }: User) =>
    queue.startsWith(`${flow.service}.`) && (office === undefined || queue.endsWith(`.${office}`));
  const keysOf = (event: AnyEvent) =>
    event.place ? offices.map((office) => bindingKeyOf(event, office)) : [bindingKeyOf(event)];

  async function expectRight({ user }: User, acts: readonly Act[]): Promise<void> {
    const one = connected.get(user);
    if (!one) throw new Error(`${user} is not connected`);
    expect(acts.length).toBeGreaterThan(0);
    expect(await one.wrongOf(acts)).toEqual([]);
  }

  it.each(users)('$user says its own events and no other', async (who) => {
    const own = new Set(who.flow.says.flatMap(keysOf));
    const nobodys = ['', '#', 'intruder.came.v1', ...who.flow.says.map((event) => `${event.type}.v99`)];
    const acts = [...catalogue.flatMap(keysOf), ...nobodys].map((key): Act => ({
      what: `say ${key}`,
      expected: own.has(key) ? 'allowed' : 403,
      act: publishing('loket.events', key, who.user),
    }));
    await expectRight(who, acts);
  });

  it.each(users)('$user retries and parks for its own queues only; the console may also replay', async (who) => {
    const acts = retryExchanges.flatMap((exchange) =>
      consumerQueues.map((queue): Act => {
        const replay = who.user === 'ops-console' && exchange === 'loket.wait.5s';
        const expected = replay || isOwn(queue, who) ? 'allowed' : 403;
        return { what: `place ${queue} in ${exchange}`, expected, act: publishing(exchange, queue, who.user) };
      }),
    );
    await expectRight(who, acts);
  });

  it.each(users)('$user reaches no queue past the exchanges, nor by another name', async (who) => {
    const [queue = ''] = consumerQueues.filter((name) => isOwn(name, who));
    const speakAs = (user: string) => publishing('loket.wait.5s', queue, user);
    await expectRight(who, [
      ...consumerQueues.map((name): Act => ({
        what: `publish to ${name}`,
        expected: 403,
        act: publishing('', name, who.user),
      })),
      ...users
        .filter(({ user }) => user !== who.user)
        .map(({ user }): Act => ({ what: `pose as ${user}`, expected: 406, act: speakAs(user) })),
      { what: 'speak as itself', expected: 'allowed', act: speakAs(who.user) },
    ]);
  });

  it.each(users)('$user reads its own queues and no other', async (who) => {
    const acts = topology.queues.map((queue): Act => {
      const desk = who.user === 'ops-console' && queue === 'loket.parked';
      const expected = desk || isOwn(queue, who) ? 'allowed' : 403;
      return { what: `read ${queue}`, expected, act: (channel) => channel.get(queue, { noAck: false }) };
    });
    await expectRight(who, acts);
  });

  it.each(users)('$user sees what is there, and makes, binds or deletes nothing', async (who) => {
    const quorum = { durable: true, arguments: { 'x-queue-type': 'quorum' } };
    const queues = [...consumerQueues.filter((queue) => isOwn(queue, who)), 'loket.parked'];
    const seen = (what: string, act: Act['act']): Act => ({ what: `look at ${what}`, expected: 'allowed', act });
    const refused = (what: string, act: Act['act']): Act => ({ what, expected: 403, act });
    await expectRight(who, [
      ...topology.exchanges.map(({ name }) => seen(name, (channel) => channel.checkExchange(name))),
      ...topology.queues.map((name) => seen(name, (channel) => channel.checkQueue(name))),
      ...queues.flatMap((name) => [
        refused(`declare ${name}`, (channel) => channel.assertQueue(name, quorum)),
        refused(`delete ${name}`, (channel) => channel.deleteQueue(name)),
        refused(`bind ${name}`, (channel) => channel.bindQueue(name, 'loket.events', '#')),
        refused(`unbind ${name}`, (channel) => channel.unbindQueue(name, 'loket.events', '#')),
      ]),
      refused('make a queue', (channel) => channel.assertQueue('intruder', quorum)),
      refused('make a queue of its own', (channel) => channel.assertQueue(`${who.user}.intruder`, quorum)),
      refused('make an exchange', (channel) => channel.assertExchange('intruder', 'topic')),
      refused('delete the exchange', (channel) => channel.deleteExchange('loket.events')),
    ]);
  });

  it('has a row for each user and topic exchange, as no row would mean no restriction', async () => {
    type Row = { user: string; exchange: string; read: string };
    const rows = (await api('GET', `/api/vhosts/${vhost}/topic-permissions`)) as Row[];
    const present = (await api('GET', `/api/exchanges/${vhost}`)) as { name: string; type: string }[];
    const permissions = (await api('GET', `/api/vhosts/${vhost}/permissions`)) as Permissions[];
    const admin = decodeURIComponent(new URL(managementUrl).username);
    const topics = present.filter(({ type }) => type === 'topic').map(({ name }) => name);
    const guarded = permissions.filter(({ user }) => user !== admin);
    expect(guarded.map(({ user }) => user).sort()).toEqual(topology.users.map(({ user }) => user).sort());
    expect(topics).toEqual(expect.arrayContaining(topology.exchanges.map(({ name }) => name)));
    const bare = guarded.flatMap(({ user, write }) =>
      topics
        .filter((exchange) => !rows.some((row) => row.user === user && row.exchange === exchange))
        // The broker's own exchanges are out of reach by the permission itself.
        .filter((exchange) => !exchange.startsWith('amq.') || new RegExp(write).test(exchange))
        .map((exchange) => `${user} on ${exchange}`),
    );
    expect(bare).toEqual([]);
    expect(rows.filter(({ read }) => read !== '^$')).toEqual([]);
  });

  it('gives no user a right over the broker itself', async () => {
    const all = (await api('GET', '/api/users')) as { name: string; tags: string[] | string }[];
    const ours = all.filter(({ name }) => topology.users.some(({ user }) => user === name));
    expect(ours).toHaveLength(topology.users.length);
    expect(ours.filter(({ tags }) => tags.length > 0)).toEqual([]);
  });
});
