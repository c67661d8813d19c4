import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '#testing';

/** CUPS' `ippeveprinter`, a real IPP printer: prints by copying into a folder. Its command obeys files of these names. */
export interface RealPrinter {
  readonly url: string;
  /** PDFs that came out. */
  cards(): string[];
  /**
   * `empty`: the tray is empty. `stopped`: somebody has paused it. `ribbon`: its ribbon is at 0. `abort`: the job is
   * given up. `slow`: printing goes on until it is gone.
   */
  tell(fault: Fault, isSo: boolean): void;
  /** It keeps its connections and answers nothing, from when the promise resolves until `thaw`. */
  freeze(): Promise<void>;
  thaw(): void;
  stop(): Promise<void>;
}

export const faults = ['empty', 'stopped', 'ribbon', 'abort', 'slow'] as const;
export type Fault = (typeof faults)[number];

const find = (program: string) => ['/usr/sbin', '/usr/bin'].map((folder) => join(folder, program)).find(existsSync);

/** What must be installed for it and is not: the tests that need it are then skipped by that name. */
export const missingForRealPrinter = ['ippeveprinter', 'dbus-daemon'].filter((program) => find(program) === undefined);

/** @param attributes more attributes of the printer, in the words of ippeveprinter's `-a` */
export async function realPrinter(attributes?: string): Promise<RealPrinter> {
  const folder = mkdtempSync(join(tmpdir(), 'loket-ipp-'));
  const [spool, out, bus, command] = ['spool', 'out', 'bus', 'print.sh'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  mkdirSync(spool);
  mkdirSync(out);
  writeFileSync(
    command,
    `#!/bin/sh
cd "${folder}"
if [ -e abort ]; then exit 1; fi
if [ -e empty ]; then echo 'STATE: +media-empty' >&2; while [ -e empty ]; do sleep 0.1; done; echo 'STATE: -media-empty' >&2; fi
if [ -e stopped ]; then echo 'STATE: +paused' >&2; while [ -e stopped ]; do sleep 0.1; done; echo 'STATE: -paused' >&2; fi
if [ -e ribbon ]; then echo 'ATTR: marker-levels=0 marker-names=YMCKH marker-types=ribbon-wax' >&2; while [ -e ribbon ]; do sleep 0.1; done; echo 'ATTR: marker-levels=100' >&2; fi
while [ -e slow ]; do sleep 0.1; done
cp "$1" "out/$IPP_JOB_NAME.$IPP_JOB_ID.pdf"
`,
  );
  chmodSync(command, 0o755);
  // It insists on a D-Bus for DNS-SD even with announcements off: one of its own that nobody else is on.
  const allow = '<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>';
  writeFileSync(
    join(folder, 'bus.conf'),
    `<busconfig><type>session</type><listen>unix:path=${bus}</listen><policy context="default">${allow}</policy></busconfig>`,
  );
  const attributesFile = join(folder, 'attributes.conf');
  if (attributes !== undefined)
    writeFileSync(attributesFile, `ATTR mimeMediaType document-format-supported application/pdf\n${attributes}\n`);
  const port = await freePort();
  const children: ChildProcess[] = [
    run('dbus-daemon', [`--config-file=${join(folder, 'bus.conf')}`, '--nofork', '--nopidfile']),
  ];
  await eventually(() => existsSync(bus));
  const about = [
    '-r',
    'off',
    '-n',
    'localhost',
    '-p',
    String(port),
    '-d',
    spool,
    '-c',
    command,
    // It takes one or the other.
    ...(attributes === undefined ? ['-f', 'application/pdf'] : ['-a', attributesFile]),
    'Loket',
  ];
  const printer = run('ippeveprinter', about, { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${bus}` });
  children.push(printer);
  await eventually(() =>
    fetch(`http://127.0.0.1:${port}/`).then(
      (answer) => answer.ok,
      () => false,
    ),
  );
  return {
    url: `ipp://127.0.0.1:${port}/ipp/print`,
    cards: () => readdirSync(out),
    tell: (fault, isSo) => {
      if (isSo) writeFileSync(join(folder, fault), '');
      else rmSync(join(folder, fault), { force: true });
    },
    freeze: async () => {
      printer.kill('SIGSTOP');
      // A signal takes its time to reach every thread: one that still runs may answer a last question.
      await eventually(() => threadsOf(printer).every((state) => state === 'T'));
    },
    thaw: () => printer.kill('SIGCONT'),
    stop: async () => {
      await Promise.all(
        children
          .splice(0)
          .toReversed()
          .map(async (child) => {
            if (child.exitCode !== null || child.signalCode !== null) return;
            child.kill('SIGKILL');
            await once(child, 'exit');
          }),
      );
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The state of each of its threads as the kernel says it: R runs, S sleeps, T is stopped. */
function threadsOf({ pid }: ChildProcess): string[] {
  const tasks = `/proc/${pid}/task`;
  // The name of a thread stands in brackets and may hold anything.
  return readdirSync(tasks).map(
    (task) => readFileSync(join(tasks, task, 'stat'), 'utf8').replace(/^.*\) /s, '')[0] ?? '',
  );
}

function run(program: string, args: string[], environment: Record<string, string> = {}): ChildProcess {
  return spawn(find(program) ?? program, args, { env: { ...process.env, ...environment }, stdio: 'ignore' });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const bound = probe.address();
  probe.close();
  if (bound === null || typeof bound === 'string') throw new Error('no free port for the printer');
  return bound.port;
}
