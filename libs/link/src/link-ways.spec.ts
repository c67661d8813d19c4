import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '#testing';
import { Link, LinkFailure, type Way } from './index.js';

const links: Link[] = [];
afterEach(() => links.splice(0).forEach((each) => each.stop()));

/** A link with two ways, and what each of them is like just now. */
function twoWays(options: { failBackAfterMs?: number; standbyProbeEveryMs?: number } = {}) {
  const up: Record<Way, boolean> = { primary: true, backup: true };
  const probe = (way: Way) => () => (up[way] ? Promise.resolve() : Promise.reject(new LinkFailure('refused')));
  const link = new Link({
    name: 'diskominfo',
    probe: probe('primary'),
    backup: { probe: probe('backup') },
    probeEveryMs: 5,
    ratePerSecond: 10_000,
    prefetch: 4,
    failBackAfterMs: options.failBackAfterMs ?? 60_000,
    standbyProbeEveryMs: options.standbyProbeEveryMs ?? 60_000,
  });
  links.push(link);
  link.start();
  const turns: string[] = [];
  link.onWay(({ way, isUp }) => turns.push(`${way} ${isUp ? 'up' : 'down'}`));
  /** One call. @returns the way it took, or `down` */
  const call = () =>
    link
      .call((_, way) => (up[way] ? Promise.resolve(way) : Promise.reject(new LinkFailure('timeout'))))
      .catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'link-down' });
        return 'down' as const;
      });
  const calls = async (times: number) => {
    const took: string[] = [];
    for (let i = 0; i < times; i += 1) took.push(await call());
    return took;
  };
  return { link, up, turns, call, calls };
}

describe('a link with a backup way', () => {
  it('moves to the backup while the primary is down, ramping up, and never opens', async () => {
    const { link, up, calls } = twoWays();
    const states: string[] = [];
    link.onChange(() => states.push(`${link.state} ${link.way}`));
    expect(await calls(1)).toEqual(['primary']);
    up.primary = false;
    expect(await calls(3)).toEqual(['down', 'down', 'down']);
    expect(link.allowance).toBe(1);
    expect(await calls(3)).toEqual(['backup', 'backup', 'backup']);
    expect(states).toEqual(['ramp backup', 'ramp backup', 'closed backup']);
    expect(link.ways.map(({ way, isUp, failing }) => [way, isUp, failing?.cause])).toEqual([
      ['primary', false, 'timeout'],
      ['backup', true, undefined],
    ]);
  });

  it('goes back once, when the primary has been steady long enough', async () => {
    const { link, up, calls, turns } = twoWays({ failBackAfterMs: 300 });
    up.primary = false;
    await calls(4);
    up.primary = true;
    await eventually(() => link.ways[0]?.isUp === true);
    // Up, and not trusted yet.
    expect(await calls(1)).toEqual(['backup']);
    // It flaps: the time begins anew.
    up.primary = false;
    await eventually(() => link.ways[0]?.isUp === false);
    up.primary = true;
    await eventually(() => link.ways[0]?.isUp === true);
    const since = link.ways[0]?.since.getTime() ?? 0;
    await eventually(() => link.way === 'primary');
    expect(Date.now() - since).toBeGreaterThanOrEqual(300);
    expect(link.state).toBe('ramp');
    expect(await calls(3)).toEqual(['primary', 'primary', 'primary']);
    expect(turns).toEqual(['primary down', 'primary up', 'primary down', 'primary up']);
  });

  it('opens when both are down, and takes whichever comes back first', async () => {
    const { link, up, calls } = twoWays();
    up.primary = false;
    up.backup = false;
    await calls(4);
    expect(link.state).toBe('open');
    expect(await calls(1)).toEqual(['down']);
    up.backup = true;
    await eventually(() => link.state === 'ramp');
    expect(await calls(1)).toEqual(['backup']);
  });

  it('does not wait for steadiness when the backup goes too', async () => {
    const { link, up, calls } = twoWays();
    up.primary = false;
    await calls(4);
    up.primary = true;
    await eventually(() => link.ways[0]?.isUp === true);
    up.backup = false;
    await calls(3);
    expect(await calls(1)).toEqual(['primary']);
    expect(link.state).not.toBe('open');
  });

  it('knows that the backup is lost before it is needed', async () => {
    const { link, up, turns } = twoWays({ standbyProbeEveryMs: 10 });
    up.backup = false;
    await eventually(() => turns.includes('backup down'));
    expect(link.state).toBe('closed');
    up.backup = true;
    await eventually(() => turns.includes('backup up'));
    expect(link.way).toBe('primary');
  });

  it('asks one way only where an answer is to be compared', async () => {
    const { link, up } = twoWays();
    expect(await link.call((_, way) => Promise.resolve(way), undefined, 'backup')).toBe('backup');
    up.backup = false;
    for (let i = 0; i < 3; i += 1)
      await link.call(() => Promise.reject(new LinkFailure('reset')), undefined, 'backup').catch(() => undefined);
    await expect(link.call((_, way) => Promise.resolve(way), undefined, 'backup')).rejects.toMatchObject({
      code: 'link-down',
    });
    expect(link.state).toBe('closed');
  });

  it('rests until the time the far side names, whichever way is asked, and probes only then', async () => {
    const until = new Date(Date.now() + 250);
    let probes = 0;
    const link = new Link({
      name: 'diskominfo',
      probe: () => Promise.resolve(void (probes += 1)),
      backup: { probe: () => Promise.resolve(void (probes += 1)) },
      probeEveryMs: 5,
    });
    links.push(link);
    link.start();
    const quota = () => Promise.reject(new LinkFailure('server-error', { detail: 'quota', until }));
    await expect(link.call(quota)).rejects.toMatchObject({ code: 'link-down' });
    expect(link.state).toBe('open');
    expect(link.ways.map(({ isUp, failing }) => [isUp, failing?.detail])).toEqual([
      [false, 'quota'],
      [false, 'quota'],
    ]);
    await eventually(() => probes > 0);
    expect(Date.now()).toBeGreaterThanOrEqual(until.getTime());
    await eventually(() => link.state === 'ramp');
  });

  it('goes on after a restart as it was: over the backup, or resting', async () => {
    const { link, call } = twoWays();
    link.stop();
    link.start({ primary: { since: new Date(), cause: 'timeout', until: new Date(Date.now() + 60_000) } });
    expect(link.way).toBe('backup');
    expect(await call()).toBe('backup');
  });
});
