import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#testing';
import { Link, LinkFailure } from './index.js';

const links: Link[] = [];
function link(options: { isUp?: () => boolean; ratePerSecond?: number; prefetch?: number } = {}): Link {
  const made = new Link({
    name: 'diskominfo',
    probe: () => ((options.isUp ?? (() => true))() ? Promise.resolve() : Promise.reject(new Error('down'))),
    callTimeoutMs: 200,
    probeEveryMs: 5,
    ratePerSecond: options.ratePerSecond ?? 1_000,
    prefetch: options.prefetch ?? 8,
  });
  links.push(made);
  made.start();
  return made;
}
afterEach(() => links.splice(0).forEach((each) => each.stop()));

const refused = () => Promise.reject(new LinkFailure('refused'));
async function fail(which: Link, times: number): Promise<void> {
  for (let i = 0; i < times; i += 1) await expect(which.call(refused)).rejects.toMatchObject({ code: 'link-down' });
}

describe('a link', () => {
  it('opens after three network failures in a row, and lets nothing through', async () => {
    const down = link({ isUp: () => false });
    await fail(down, 2);
    expect(down.state).toBe('closed');
    await down.call(() => Promise.resolve('well'));
    await fail(down, 3);
    expect(down.state).toBe('open');
    expect(down.cause).toBe('refused');
    let called = false;
    await expect(
      down.call(() => {
        called = true;
        return Promise.resolve();
      }),
    ).rejects.toMatchObject({ code: 'link-down' });
    expect(called).toBe(false);
  });

  it('does not count what is one message’s own trouble', async () => {
    const well = link();
    for (let i = 0; i < 10; i += 1) {
      await expect(well.call(() => Promise.reject(new Error('404')))).rejects.toThrow('404');
    }
    expect(well.state).toBe('closed');
  });

  it('takes a black hole for a time-out', async () => {
    const hole = link({ isUp: () => false });
    const silence = (signal: AbortSignal) =>
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    await Promise.all([1, 2, 3].map(() => expect(hole.call(silence)).rejects.toMatchObject({ code: 'link-down' })));
    expect(hole.state).toBe('open');
    expect(hole.cause).toBe('timeout');
  });

  it('recognises the errors of fetch', async () => {
    const gone = link({ isUp: () => false });
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const ask = () => fetch(`http://127.0.0.1:${port}/`);
    await Promise.all([1, 2, 3].map(() => expect(gone.call(ask)).rejects.toMatchObject({ code: 'link-down' })));
    expect(gone.cause).toBe('refused');
  });

  it('ramps up by itself once probes are good, doubling what may be in flight', async () => {
    let up = false;
    const flaky = link({ isUp: () => up, prefetch: 8 });
    const states: string[] = [];
    flaky.onChange(() => states.push(`${flaky.state} ${flaky.allowance}`));
    await fail(flaky, 3);
    up = true;
    await eventually(() => flaky.state === 'ramp');
    expect(flaky.allowance).toBe(1);
    for (let i = 0; i < 3; i += 1) await flaky.call(() => Promise.resolve());
    expect(flaky.state).toBe('closed');
    expect(states).toEqual(['open 0', 'ramp 1', 'ramp 2', 'ramp 4', 'closed 8']);
  });

  it('opens again at the first failure of a ramp', async () => {
    let up = true;
    const flaky = link({ isUp: () => up });
    await fail(flaky, 3);
    await eventually(() => flaky.state === 'ramp');
    up = false;
    await fail(flaky, 1);
    expect(flaky.state).toBe('open');
  });

  it('goes on as down when it was down before a restart, and probes', async () => {
    const restarted = new Link({ name: 'whatsapp', probe: () => Promise.resolve(), probeEveryMs: 5 });
    links.push(restarted);
    const since = new Date('2026-11-24T01:00:00Z');
    restarted.start({ primary: { since, cause: 'timeout' } });
    expect(restarted.state).toBe('open');
    expect(restarted.since).toEqual(since);
    await eventually(() => restarted.state === 'ramp');
  });

  it('holds its rate', async () => {
    const slow = link({ ratePerSecond: 40 });
    const began = performance.now();
    await Promise.all(Array.from({ length: 60 }, () => slow.call(() => Promise.resolve())));
    // 40 go at once, the other 20 need half a second.
    expect(performance.now() - began).toBeGreaterThan(400);
  });
});
