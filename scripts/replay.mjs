// npm run replay -- --applications N [--faults] [--seed S] [--rate R] [--json FILE]: replays N synthetic requests through
// the running system, then checks that nothing is lost or doubled. Exit 1 when an invariant is broken.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findRunningSystem } from './running-system.mjs';
import { replay } from './replay-system.mjs';

const { values } = parseArgs({
  options: {
    applications: { type: 'string', default: '100' },
    faults: { type: 'boolean', default: false },
    seed: { type: 'string' },
    'at-once': { type: 'string', default: '30' },
    json: { type: 'string' },
  },
});
const applications = Number(values.applications);
const seed = values.seed === undefined ? Math.floor(Math.random() * 1e9) : Number(values.seed);
const atOnce = Number(values['at-once']);
if (![applications, seed, atOnce].every((number) => Number.isInteger(number) && number > 0)) {
  console.error(
    'give whole numbers: npm run replay -- --applications 300 [--seed 7] [--at-once 30] [--faults] [--json FILE]',
  );
  process.exit(1);
}
const system = findRunningSystem();
if (!system) {
  console.error('no system is running here; start it with "npm start"');
  process.exit(1);
}
const { folder } = system;
const { password } = JSON.parse(readFileSync(join(folder, 'first-admin.json'), 'utf8'));

/** @param {string} name */
function pidOf(name) {
  const file = join(folder, 'run', `${name}.pid`);
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
}

console.log(`replaying ${applications} requests${values.faults ? ' with faults' : ''}, seed ${seed}`);
const result = await replay({
  ...{ system, password, applications, seed, atOnce },
  faults: values.faults
    ? async (name) => {
        const pid = pidOf(name);
        if (pid === undefined) return false;
        process.kill(pid, 'SIGKILL');
        return true;
      }
    : undefined,
  progress: process.stdout.isTTY ? (line) => process.stdout.write(`\r${line}\x1b[K`) : undefined,
  log: (line) => console.log(line),
});
if (process.stdout.isTTY) process.stdout.write('\n');
console.table(result.figures);
console.table(result.processes);
for (const { id, says, count, examples } of result.findings) {
  console.log(`${id}: ${says}: ${count} violations, e.g. ${examples.join('; ')}`);
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
console.log(
  result.findings.length === 0
    ? `nothing lost, nothing doubled: all ${result.checked} invariants hold (seed ${seed})`
    : `${result.findings.length} of ${result.checked} invariants are broken (seed ${seed})`,
);
process.exit(result.findings.length === 0 ? 0 : 1);
