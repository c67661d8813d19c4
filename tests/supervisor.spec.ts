import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Child, superviseChild } from '../scripts/child-process.mjs';

// Says that it is ready, then works until it is told to end.
const worker = "console.log('at work'); setInterval(() => undefined, 1000);";

describe('a supervised process', () => {
  let folder: string;
  let said: string[];
  let child: Child | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'supervisor-'));
    said = [];
  });
  afterEach(async () => {
    await child?.stop();
    rmSync(folder, { recursive: true });
  });

  function supervise(program: string, stopWithin?: number): Child {
    return superviseChild({
      name: 'worker',
      folder,
      command: process.execPath,
      args: ['-e', program],
      env: { PATH: process.env['PATH'] },
      ...(stopWithin === undefined ? {} : { stopWithin }),
      isReady: (log) => log.includes('at work'),
      log: (line) => said.push(line),
    });
  }
  const pidFile = () => join(folder, 'run/worker.pid');

  it('is ready when it says so, and its number is in its pid file while it lives', async () => {
    child = supervise(worker);
    await child.start();
    expect(readFileSync(pidFile(), 'utf8').trim()).toBe(String(child.pid()));
    await child.stop();
    expect(child.pid()).toBeUndefined();
    expect(existsSync(pidFile())).toBe(false);
    expect(said).toEqual([]);
  });

  it('comes back when it dies, as another process, and says so', async () => {
    child = supervise(worker);
    await child.start();
    const first = child.pid();
    child.kill('SIGKILL');
    await until(() => said.includes('worker is back'));
    expect(said).toEqual(['worker died (SIGKILL); starting it again', 'worker is back']);
    expect(child.pid()).not.toBe(first);
  });

  it('is one process when it is stopped and started while it is coming back', async () => {
    child = supervise(worker);
    await child.start();
    child.kill('SIGKILL');
    await until(() => said.length > 0);
    await child.stop();
    await child.start();
    const first = child.pid();
    // Longer than the pause before a comeback that was under way.
    await wait(600);
    expect(child.pid()).toBe(first);
    expect(said).toEqual(['worker died (SIGKILL); starting it again']);
  });

  it('stays down once it is stopped, also by force', async () => {
    child = supervise(`process.on('SIGTERM', () => undefined); ${worker}`, 200);
    await child.start();
    await child.stop();
    expect(child.pid()).toBeUndefined();
    expect(said).toEqual([]);
  });

  it('gives its last words when it ends while starting', async () => {
    child = supervise("console.error('no licence'); process.exit(3);");
    await expect(child.start()).rejects.toThrow('worker ended while starting: no licence');
  });

  it('takes the place of what a killed supervisor left behind, and ends nothing else', async () => {
    child = supervise(worker);
    await child.start();
    const stranger = spawn(process.execPath, ['-e', worker], { stdio: 'ignore' });
    await child.stop();
    // The number of a process that is not this system's: numbers are used again.
    writeFileSync(pidFile(), String(stranger.pid));
    await child.start();
    expect(stranger.exitCode).toBeNull();
    expect(stranger.signalCode).toBeNull();
    await ended(stranger);
  });

  it('ends with its supervisor, however that ends', async () => {
    const program = `
      const { superviseChild } = await import(${JSON.stringify(resolve('scripts/child-process.mjs'))});
      const child = superviseChild({ name: 'worker', folder: ${JSON.stringify(folder)}, command: process.execPath,
        args: ['-e', ${JSON.stringify(worker)}], env: {}, isReady: (log) => log.includes('at work'), log: () => undefined });
      await child.start();
      await new Promise(() => setInterval(() => undefined, 1000));`;
    const supervisor = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' });
    await until(
      () => existsSync(pidFile()) && readFileSync(join(folder, 'log/worker.log'), 'utf8').includes('at work'),
    );
    const pid = Number(readFileSync(pidFile(), 'utf8'));
    await ended(supervisor);
    await until(() => !isRunning(pid));
  });
});

/** Gives up before Jest does, so that a failure ends the run instead of hanging it. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 4_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('what was waited for did not happen');
    await wait(20);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const end = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await end;
}

/** A process that has ended but was not yet waited for still has a number; its state is Z. */
function isRunning(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
