// npm start: sets up what is missing and runs the whole system in the foreground. Needs no package itself.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './binaries.mjs';
import { besideFolder } from './choose-system.mjs';
import { removePostgresData } from './postgres.mjs';
import { portsFromEnvironment, refuseTakenPorts, serverPortNames, SetupError } from './ports.mjs';
import { printFailure, secondsSoFar, step } from './progress.mjs';
import { findRunningSystem, forgetRunningSystem, noteRunningSystem, systemFolder } from './running-system.mjs';
import { continuedUnderProjectNode } from './runtime.mjs';
import { setUp } from './setup.mjs';
import { printUrls } from './show-urls.mjs';

try {
  await start();
} catch (error) {
  printFailure(error);
  process.exit(1);
}

async function start() {
  const elsewhere = serversElsewhere(process.env);
  const running = findRunningSystem();
  if (running) throw new SetupError(`already running (process ${running.pid}); stop it with "npm stop"`);
  const ports = portsFromEnvironment(process.env);
  if (!elsewhere) await refuseTakenPorts(ports, serverPortNames);
  await setUp({ servers: elsewhere === undefined });
  if (await continuedUnderProjectNode(import.meta.filename)) return;

  if (process.argv.includes('--fresh')) await step('begin anew', (note) => note(beginAnew()));
  mkdirSync(join(systemFolder, 'run'), { recursive: true });
  const pidFile = join(systemFolder, 'run/loket.pid');
  writeFileSync(pidFile, `${process.pid}\n`);

  // From here on Ctrl-C means: stop what runs, in order. While it still starts, the start is broken off and cleans up itself.
  /** @type {import('./system.mjs').System | undefined} */
  let system = undefined;
  let stopping = false;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => void stop());

  async function stop() {
    if (stopping) return;
    stopping = true;
    if (system === undefined) {
      console.log('Loket: broken off');
      process.exit(130);
    }
    console.log('Loket is stopping');
    forgetRunningSystem(systemFolder);
    await system.stop();
    rmSync(pidFile, { force: true });
    console.log('Loket has stopped');
    process.exit(0);
  }

  // A printer that can jam, where there is one: who practises is to meet that.
  if (process.env.LOKET_PRACTICE === 'on' && process.env.PRINTER_DRIVER === undefined && findProgram('ippeveprinter'))
    process.env.PRINTER_DRIVER = 'ipp';

  const { startSystem } = await import('./system.mjs');
  system = await startSystem({
    folder: systemFolder,
    ports,
    env: process.env,
    elsewhere,
    log: (line) => console.log(line),
    step,
  });
  const { urls, office, regionFile, auditorUrl, administratorUrl, managementUrl, vhost, keys } = system;
  noteRunningSystem(systemFolder, {
    ports,
    urls,
    office,
    regionFile,
    auditorUrl,
    administratorUrl,
    managementUrl,
    vhost,
  });
  writeFileSync(
    join(systemFolder, 'first-admin.json'),
    `${JSON.stringify({ username: 'admin', ...keys.firstAdmin, consoleUrl: urls.console }, null, 2)}\n`,
    { mode: 0o600 },
  );
  printUrls(urls, systemFolder);
  console.log(`started in ${secondsSoFar()} s; Ctrl-C stops everything`);
  console.log('Loket is ready');
}

/**
 * Administrator mode: all three URLs, or none.
 * @param {NodeJS.ProcessEnv} env
 */
function serversElsewhere(env) {
  const { DATABASE_URL: databaseUrl, AMQP_URL: amqpUrl, RABBITMQ_MANAGEMENT_URL: managementUrl } = env;
  if (databaseUrl && amqpUrl && managementUrl) return { databaseUrl, amqpUrl, managementUrl };
  if (!databaseUrl && !amqpUrl && !managementUrl) return undefined;
  throw new SetupError(
    'give DATABASE_URL, AMQP_URL and RABBITMQ_MANAGEMENT_URL together (administrators), or none of them',
  );
}

/** Forgets everything but what is not this system's: the servers and data of the tests, and the systems beside it. */
function beginAnew() {
  mkdirSync(systemFolder, { recursive: true });
  const kept = ['test', 'build.lock', besideFolder];
  const names = readdirSync(systemFolder).filter((name) => !kept.includes(name));
  removePostgresData(systemFolder);
  for (const name of names) rmSync(join(systemFolder, name), { recursive: true, force: true });
  return names.length > 0 ? 'data of the last system removed' : 'nothing to remove';
}
