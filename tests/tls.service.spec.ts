import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Publisher } from '#messaging';
import { createDataSource } from '#outbox';
import { freePorts } from '../scripts/ports.mjs';
import { postgresAdministrator, privatePostgres, removePostgresData } from '../scripts/postgres.mjs';
import { brokerAdministrator, privateRabbitmq } from '../scripts/rabbitmq.mjs';

// A PostgreSQL and a RabbitMQ of their own that speak TLS, with a certificate of a CA made here; asked by the services' own code.
const password = 'for-tests-only';
const quiet = () => undefined;
let folder: string;
let stop: () => Promise<void> = () => Promise.resolve();
let urls: { readonly database: string; readonly broker: string };

function openssl(...args: string[]): void {
  execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
}

function makeAuthority(name: string): void {
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    ...['-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.pem`]); // prettier-ignore
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loket-tls-'));
  makeAuthority('ours');
  makeAuthority('stranger');
  writeFileSync(join(folder, 'names.cnf'), 'subjectAltName=IP:127.0.0.1\n');
  openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=servers',
    ...['-keyout', 'server.key', '-out', 'server.csr']); // prettier-ignore
  openssl('x509', '-req', '-in', 'server.csr', '-CA', 'ours.pem', '-CAkey', 'ours.key', '-CAcreateserial', '-days', '2',
    ...['-extfile', 'names.cnf', '-out', 'server.crt']); // prettier-ignore
  const file = (name: string) => join(folder, name);
  const tls = { ca: file('ours.pem'), cert: file('server.crt'), key: file('server.key') };
  const ports = await freePorts();
  const postgres = privatePostgres({ folder, port: ports.postgres, password, tls, log: quiet });
  const cookie = 'LOKETTLSTESTCOOKIE';
  const { mapper, node } = privateRabbitmq({ folder, ports, password, cookie, tls, log: quiet });
  stop = async () => {
    await Promise.all([postgres.stop(), node.stop()]);
    await mapper.stop();
    removePostgresData(folder);
    rmSync(folder, { recursive: true, force: true });
  };
  await Promise.all([postgres.start(), mapper.start().then(() => node.start())]);
  urls = {
    database: `postgres://${postgresAdministrator}:${password}@127.0.0.1:${ports.postgres}/postgres`,
    broker: `amqps://${brokerAdministrator}:${password}@127.0.0.1:${ports.amqp}/%2F`,
  };
}, 120_000);
afterAll(() => stop(), 60_000);

/** The TLS version that the database sees; throws where there is no connection. */
async function askDatabase(query: string): Promise<unknown> {
  const dataSource = createDataSource({ url: `${urls.database}${query}`, applicationName: 'tls' });
  try {
    await dataSource.initialize();
    const [row]: { version: string | null }[] = await dataSource.query(
      'select version from pg_stat_ssl where pid = pg_backend_pid()',
    );
    return row?.version;
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

/** Undefined for a connection that serves; else why there is none. */
async function askBroker(url: string): Promise<string | undefined> {
  const publisher = new Publisher(url, 'tls');
  publisher.start();
  const came = await publisher.ready(5_000).then(
    () => true,
    () => false,
  );
  const why = publisher.problem;
  await publisher.close();
  return came ? undefined : (why ?? 'nothing said');
}

describe('the database and the broker', () => {
  it('are reached over TLS by who knows their CA, and by nobody else', async () => {
    const ca = (name: string) => join(folder, `${name}.pem`);
    expect(await askDatabase(`?sslmode=verify-full&sslrootcert=${ca('ours')}`)).toMatch(/^TLSv1\.[23]$/);
    await expect(askDatabase(`?sslmode=verify-full&sslrootcert=${ca('stranger')}`)).rejects.toThrow(
      /self-signed|unable to verify|certificate/,
    );
    await expect(askDatabase('?sslmode=verify-full')).rejects.toThrow(/self-signed|unable to verify|certificate/);

    expect(await askBroker(`${urls.broker}?cacertfile=${ca('ours')}`)).toBeUndefined();
    expect(await askBroker(`${urls.broker}?cacertfile=${ca('stranger')}`)).toMatch(/certificate|self-signed/);
    expect(await askBroker(urls.broker)).toMatch(/certificate|self-signed/);
    // No way around it: the port speaks nothing else.
    expect(await askBroker(urls.broker.replace('amqps:', 'amqp:'))).toBeDefined();
  }, 60_000);
});
