import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { build, removeBuild, RunningProcess } from './run-as-process.js';

// A process starts in half a second, in several on a busy machine.
jest.setTimeout(30_000);

let running: RunningProcess | undefined;

function start(env: Record<string, string> = {}): RunningProcess {
  return (running = new RunningProcess(env));
}

beforeAll(build);
afterAll(removeBuild);
afterEach(() => running?.kill('SIGKILL'));

describe('a service process', () => {
  it('starts, hands handler errors to its transport unchanged, and stops in order on SIGTERM with 0', async () => {
    const service = start();
    const url = await service.url();
    expect(await service.line('delivered')).toMatchObject({ outcome: 'same error' });
    expect(service.lines[0]).toMatchObject({ msg: 'module ready' });
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const slow = fetch(`${url}/slow`).then((response) => response.json());
    await service.line('slow began');
    service.kill('SIGTERM');
    expect(await slow).toEqual({ done: true });
    expect(await service.ended).toMatchObject({ code: 0 });
    const told = service.lines.map(({ msg }) => msg);
    expect(told.slice(-3)).toEqual(['demo is stopping', 'before stop', 'transport closed']);
    expect(service.errors).toBe('');
  });

  it('does not wait for a live page that never ends', async () => {
    const service = start();
    const response = await fetch(`${await service.url()}/stream`);
    const reader = response.body?.getReader();
    await reader?.read();
    service.kill('SIGTERM');
    expect(await service.ended).toMatchObject({ code: 0 });
    await reader?.read().catch(() => undefined);
  });

  it('exits at once on the second signal', async () => {
    const service = start();
    const slow = fetch(`${await service.url()}/slow`).catch(() => 'cut');
    await service.line('slow began');
    service.kill('SIGTERM');
    await service.line('demo is stopping');
    service.kill('SIGTERM');
    // In order it would have answered first, and ended with 0.
    expect([(await service.ended).code, await slow]).toEqual([1, 'cut']);
  });

  it('ends with 1 and one masked line when an error escapes', async () => {
    const service = start();
    await fetch(`${await service.url()}/reject`).catch(() => undefined);
    expect((await service.ended).code).toBe(1);
    expect(service.lines.at(-1)).toMatchObject({ level: 'fatal', err: { message: 'nobody caught NIK [number]' } });
  });

  it('says in one line that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const bound = other.address();
    const port = bound !== null && typeof bound === 'object' ? bound.port : 0;
    const service = start({ PORT: String(port) });
    expect((await service.ended).code).toBe(1);
    expect(service.lines.at(-1)).toMatchObject({
      level: 'fatal',
      msg: `demo cannot start: port ${port} is taken; stop what uses it or give another port`,
    });
    other.close();
  });

  it('lists what its environment lacks and ends with 1', async () => {
    const service = start({ PORT: 'seven' });
    expect((await service.ended).code).toBe(1);
    expect(service.errors).toBe('The environment is not complete:\n  PORT must be a port\n');
  });
});
