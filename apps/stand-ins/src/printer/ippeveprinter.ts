import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
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
  // Job numbers begin again at each start: a folder of its own keeps the cards of before.
  const spool = join(folder, 'spool', new Date().toISOString().replace(/[:.]/g, '-'));
  mkdirSync(spool, { recursive: true });
  const bus = writeBus(folder);
  rmSync(bus.socket, { force: true }); // left by a killed one; the new one's is waited for
  const command = writeCommand(folder);
  const port = await freePort();
  const children = [
    run(folder, 'dbus-daemon', [`--config-file=${bus.config}`, '--nofork', '--nopidfile'], {}),
    await afterFile(bus.socket).then(() =>
      run(folder, 'ippeveprinter', printerArguments({ port, spool, command }), {
        DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${bus.socket}`,
        STAND_IN_URL: standInUrl,
      }),
    ),
  ];
  const stop = () => {
    for (const child of children) child.kill('SIGKILL');
  };
  try {
    await answers(port, children, folder);
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
function run(folder: string, program: string, args: string[], environment: Record<string, string>): ChildProcess {
  const output = openSync(join(folder, `${program}.log`), 'w');
  const options: SpawnOptions = { env: { ...process.env, ...environment }, stdio: ['ignore', output, output] };
  const tied = find('setpriv') !== undefined;
  return tied ? spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], options) : spawn(program, args, options);
}

function find(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/bin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

function printerArguments({ port, spool, command }: { port: number; spool: string; command: string }): string[] {
  const options = {
    r: 'off',
    p: String(port),
    d: spool,
    f: 'application/pdf',
    c: command,
    M: 'Loket',
    m: 'Card printer',
  };
  return [...Object.entries(options).flatMap(([letter, value]) => [`-${letter}`, value]), '-k', 'Loket'];
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

async function answers(port: number, children: ChildProcess[], folder: string): Promise<void> {
  const end = Date.now() + startsWithinMs;
  while (Date.now() < end && children.every(({ exitCode }) => exitCode === null)) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok === true) return;
    await pause(100);
  }
  throw new Error(`ippeveprinter did not start; ${join(folder, 'ippeveprinter.log')} says why`);
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
