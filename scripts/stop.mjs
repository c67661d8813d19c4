// npm stop: ends a system that was left running. Needs no package.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { endLeftover } from './child-process.mjs';
import { findRunningSystem, forgetRunningSystem, systemFolder } from './running-system.mjs';

const running = findRunningSystem();
if (running) {
  process.kill(running.pid, 'SIGTERM');
  const deadline = Date.now() + 60_000;
  while (findRunningSystem() || existsSync(join(systemFolder, 'run/loket.pid'))) {
    if (Date.now() > deadline) {
      console.error(`Loket: process ${running.pid} does not end; see ${systemFolder}/log`);
      process.exit(1);
    }
    await wait(200);
  }
  console.log('Loket has stopped');
} else {
  // A supervisor that was killed may have left children where the kernel could not end them with it.
  const folder = join(systemFolder, 'run');
  const pidFiles = existsSync(folder) ? readdirSync(folder).filter((name) => name !== 'loket.pid') : [];
  for (const name of pidFiles) endLeftover(join(folder, name), systemFolder);
  forgetRunningSystem(systemFolder);
  console.log('Loket is not running');
}
