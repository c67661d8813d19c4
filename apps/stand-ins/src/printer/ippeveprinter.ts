import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface RunningPrinter {
  /** Where the real IPP printer listens. */
  port: number;
  stop(): void;
}

const startsWithinMs = 10_000;

/**
 * Runs CUPS' `ippeveprinter` as a child process: a real IPP printer that is not ours. It insists on a D-Bus for DNS-SD even with
 * announcements off, so it gets a bus of its own that nobody else is on. It listens on all addresses; there is no option against it.
 * @throws Error in one line when a program is missing or the printer does not start
 */
export async function startIppeveprinter(folder: string, standInUrl: string): Promise<RunningPrinter> {
  const programs = ['ippeveprinter', 'dbus-daemon'] as const;
  for (const program of programs) {
    if (find(program) === undefined) {
      throw new Error(`${program} is missing: install Debian's packages cups-ipp-utils and dbus-daemon`);
    }
  }
  const spool = join(folder, 'spool');
  mkdirSync(spool, { recursive: true });
  const bus = writeBus(folder);
  const command = writeCommand(folder);
  const port = await freePort();
  const children = [
    run('dbus-daemon', [`--config-file=${bus.config}`, '--nofork', '--nopidfile'], {}),
    await afterFile(bus.socket).then(() =>
      run(
        'ippeveprinter',
        [
          '-r',
          'off',
          '-n',
          '127.0.0.1',
          '-p',
          String(port),
          '-d',
          spool,
          '-k',
          '-f',
          'application/pdf',
          '-c',
          command,
        ].concat(['-M', 'Loket', '-m', 'Stand-in card printer', 'Loket']),
        { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${bus.socket}`, STAND_IN_URL: standInUrl },
      ),
    ),
  ];
  const stop = () => {
    for (const child of children) child.kill('SIGKILL');
  };
  try {
    await answers(port, children);
  } catch (error) {
    stop();
    throw error;
  }
  for (const child of children) child.once('exit', () => process.exit(1));
  return {
    port,
    stop: () => {
      for (const child of children) child.removeAllListeners('exit');
      stop();
    },
  };
}

/** With `setpriv` the child dies with us, even when we are killed and can't stop it. */
function run(program: string, args: string[], environment: Record<string, string>): ChildProcess {
  const options = { env: { ...process.env, ...environment }, stdio: 'ignore' } as const;
  const tied = find('setpriv') !== undefined;
  return tied ? spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], options) : spawn(program, args, options);
}

function find(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/bin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

function writeBus(folder: string): { config: string; socket: string } {
  const [config, socket] = [join(folder, 'bus.conf'), join(folder, 'bus')];
  const allow = '<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>';
  writeFileSync(
    config,
    `<busconfig><type>session</type><listen>unix:path=${socket}</listen><policy context="default">${allow}</policy></busconfig>`,
  );
  return { config, socket };
}

function writeCommand(folder: string): string {
  const script = join(folder, 'feed-card.sh');
  const program = ['feed-card.js', 'feed-card.ts'].map((name) => join(import.meta.dirname, name)).find(existsSync);
  writeFileSync(script, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$1"\n`);
  chmodSync(script, 0o755);
  return script;
}

async function afterFile(path: string): Promise<void> {
  const end = Date.now() + startsWithinMs;
  while (!existsSync(path) && Date.now() < end) await pause(50);
}

async function answers(port: number, children: ChildProcess[]): Promise<void> {
  const end = Date.now() + startsWithinMs;
  while (Date.now() < end && children.every(({ exitCode }) => exitCode === null)) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok === true) return;
    await pause(100);
  }
  throw new Error('ippeveprinter did not start; run it by hand to see why: ippeveprinter -r off -p 7099 Loket');
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const bound = probe.address();
  probe.close();
  await once(probe, 'close');
  if (bound === null || typeof bound === 'string') throw new Error('no free port for the printer');
  return bound.port;
}
