// Starts one contender as a process of its own, as it would run in an office, and waits until it says that it is ready.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { projectNode, root } from '../scripts/runtime.mjs';

/**
 * @param {readonly string[]} program  for Node, in the project's folder
 * @param {Record<string, string>} env
 * @param {() => Promise<boolean>} [isReady]  otherwise it prints "ready"
 * @returns {Promise<{ stop: () => Promise<void> }>}
 */
export async function startContender(program, env, isReady) {
  const child = spawn(projectNode(), program, {
    cwd: root,
    env: { ...process.env, LOG_LEVEL: 'error', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk) => (printed = `${printed}${chunk}`.slice(-2_000)));
  const ready = isReady ?? (() => Promise.resolve(printed.includes('ready')));
  const until = performance.now() + 60_000;
  while (!(await ready().catch(() => false))) {
    if (child.exitCode !== null || performance.now() > until) {
      child.kill();
      throw new Error(`${program.at(-1)} did not get ready: ${printed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** @returns {Promise<number>} */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
