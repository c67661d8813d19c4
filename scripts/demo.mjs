// npm run demo: one citizen's request from the first WhatsApp message to the hand-over, step by step, on a running system
// (one is started when none runs). Exits 0, or says which step failed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findRunningSystem, systemFolder } from './running-system.mjs';
import { continuedUnderProjectNode, root } from './runtime.mjs';
import { setUp } from './setup.mjs';

const began = performance.now();
const running = findRunningSystem();
if (!running) await setUp({ servers: true });
if (!(await continuedUnderProjectNode(import.meta.filename))) await main();

async function main() {
  const started = running ? undefined : await startOwn();
  let code = 0;
  try {
    const { playJourney } = await import('./play-journey.mjs');
    const system = findRunningSystem();
    if (!system) throw new Error('no system is running');
    const admin = JSON.parse(readFileSync(join(system.folder, 'first-admin.json'), 'utf8'));
    const journey = await playJourney(system, admin.password, say);
    showFiles(system.folder, journey);
  } catch (error) {
    console.error(`\ndemo failed: ${error instanceof Error ? error.message : String(error)}`);
    code = 1;
  }
  if (started) {
    started.kill('SIGTERM');
    await new Promise((resolve) => started.once('exit', resolve));
  }
  process.exit(code);
}

/** @param {string} who @param {string} text */
function say(who, text) {
  const [first = '', ...rest] = text.split('\n').filter((line) => line.trim() !== '');
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${who.padEnd(9)} ${first}`);
  for (const line of rest) console.log(`${' '.repeat(20)}${line}`);
}

/** @param {string} folder @param {import('./play-journey.mjs').Journey} journey */
function showFiles(folder, journey) {
  const demo = join(folder, 'demo');
  mkdirSync(demo, { recursive: true });
  for (const [name, bytes] of Object.entries(journey.sent)) writeFileSync(join(demo, name), bytes);
  writeFileSync(join(demo, 'story.json'), `${JSON.stringify(journey.story, null, 2)}\n`);
  writeFileSync(join(demo, 'chat.txt'), `${journey.replies.join('\n\n---\n\n')}\n`);
  writeFileSync(join(demo, 'tracking.html'), journey.trackingPage);
  const cards = join(folder, 'cards');
  const card = existsSync(cards) ? readdirSync(cards).filter((name) => name.includes(journey.jobId)) : [];
  console.log('\nThe story, from our own store (one chain of events is one trace; later acts are linked):\n');
  for (const entry of journey.story.entries.filter((each) => each.entry === 'span')) {
    console.log(
      `  ${entry.at.slice(11, 23)}  ${entry.service.padEnd(20)} ${entry.name.padEnd(52)} ${entry.durationMs.toFixed(1).padStart(8)} ms  ${entry.traceId.slice(0, 8)}`,
    );
  }
  console.log(
    `\n${journey.story.traces.length} traces, ${journey.story.entries.length} entries, services: ${journey.story.services.join(', ')}`,
  );
  console.log(
    `\nFiles: ${[...readdirSync(demo).map((name) => join(demo, name)), ...card.map((name) => join(cards, name))].join('\n       ')}`,
  );
  console.log(`\n${journey.ticket}: ${journey.state}`);
}

/** Starts `npm start` beside this demo and waits until it is ready. */
async function startOwn() {
  console.log('no system is running: starting one (npm start)');
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (/** @type {Buffer} */ data) => {
      process.stdout.write(data);
      if (data.toString().includes('Loket is ready')) resolve(undefined);
    });
    child.once('exit', (exit) => reject(new Error(`npm start ended with ${exit}; look in ${systemFolder}/log`)));
  });
  return child;
}
