import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { keepKeys } from '../scripts/keys.mjs';
import { freePorts, portsFromEnvironment, refuseTakenPorts } from '../scripts/ports.mjs';
import { environmentOf, services } from '../scripts/services.mjs';

describe('the ports', () => {
  it('are those of the design unless the environment says otherwise', () => {
    expect(portsFromEnvironment({ LOKET_PORT_AMQP: '5672' })).toMatchObject({
      console: 7000,
      intake: 7001,
      amqp: 5672,
    });
  });

  it('say in one line which variable is wrong', () => {
    expect(() => portsFromEnvironment({ LOKET_PORT_INTAKE: '70x' })).toThrow(
      'LOKET_PORT_INTAKE=70x is no port number; give one between 1 and 65535',
    );
  });

  it('say in one line which one is taken, and how to take another', async () => {
    const ports = await freePorts();
    const other = createServer();
    await new Promise<void>((done) => other.listen(ports.intake, '127.0.0.1', done));
    await expect(refuseTakenPorts(ports, ['console', 'intake'])).rejects.toThrow(
      `port ${ports.intake} (intake) is taken; free it or set LOKET_PORT_INTAKE to another one`,
    );
    await new Promise((done) => other.close(done));
    await expect(refuseTakenPorts(ports, ['console', 'intake'])).resolves.toBeUndefined();
  });
});

describe('the keys of a development system', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are made once, kept, and read by nobody else', () => {
    const first = keepKeys(folder, ['nunukan']);
    expect(keepKeys(folder, ['nunukan'])).toEqual(first);
    expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600);
  });

  it('gain what a newer version or another office needs, and lose nothing', () => {
    const file = join(folder, 'keys.json');
    const { monitorPassword, ...older } = keepKeys(folder, ['nunukan']);
    writeFileSync(file, JSON.stringify(older));
    const now = keepKeys(folder, ['nunukan', 'krayan']);
    expect(now).toMatchObject({ loketKey: older.loketKey, databasePasswords: older.databasePasswords });
    expect(now.stationKeys).toMatchObject(older.stationKeys);
    expect(Object.keys(now.stationKeys)).toEqual(['nunukan-1', 'krayan-1']);
    expect(now.amqpPasswords['print-station.krayan']).toBeTruthy();
    expect(now.monitorPassword).not.toBe(monitorPassword);
    expect(readFileSync(file, 'utf8')).toContain(now.monitorPassword);
  });
});

describe('the environment of a service', () => {
  const folder = mkdtempSync(join(tmpdir(), 'environment-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const keys = keepKeys(folder, ['nunukan']);

  function environment(name: string, given: Record<string, string>) {
    const service = services.find((one) => one.name === name);
    if (!service) throw new Error(`no service ${name}`);
    return environmentOf(service, {
      ...{ folder, keys, given, office: 'nunukan', portOf: () => 1234, addressOf: (port) => `http://${port}` },
      region: { file: '/region.json', region: { areaCode: '65.03', timeZone: 'Asia/Makassar', offices: [] } },
      ...{
        monitorUrl: 'http://monitor',
        databaseUrl: (role) => `postgres://${role}`,
        amqpUrl: (user) => `amqp://${user}`,
      },
    });
  }

  it('takes what the operator set over what was made', () => {
    expect(environment('document-validation', {})['REGISTER_MODE']).toBe('webservice');
    expect(environment('document-validation', { REGISTER_MODE: 'manual' })['REGISTER_MODE']).toBe('manual');
  });

  it("keeps its own sign-in, whatever administrator's address the operator gave", () => {
    const given = {
      DATABASE_URL: 'postgres://admin',
      AMQP_URL: 'amqp://admin',
      RABBITMQ_MANAGEMENT_URL: 'http://admin',
      PORT: '1',
    };
    expect(environment('intake', given)).toMatchObject({
      DATABASE_URL: 'postgres://intake_app',
      AMQP_URL: 'amqp://intake',
      PORT: '1234',
    });
    expect(environment('print-station', given)['AMQP_URL']).toBe('amqp://print-station.nunukan');
    for (const { name } of services) expect(JSON.stringify(environment(name, given))).not.toContain('admin');
  });

  it('holds no key that belongs to another service', () => {
    expect(environment('notification', {})['LOKET_SEAL_PRIVATE_KEY']).toBe(keys.sealPrivateKey);
    for (const { name } of services.filter((service) => service.name !== 'notification')) {
      expect(Object.values(environment(name, {}))).not.toContain(keys.sealPrivateKey);
    }
    for (const { name } of services.filter((service) => service.name !== 'ops-console')) {
      expect(Object.values(environment(name, {}))).not.toContain(keys.consoleKey);
    }
  });
});
