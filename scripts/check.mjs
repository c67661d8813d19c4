// npm run check: what CI runs before the tests. Each step prints its time; what it complains about comes below it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { printFailure, secondsSoFar, step } from './progress.mjs';
import { continuedUnderProjectNode, projectNode, root, runProgram } from './runtime.mjs';
import { setUp } from './setup.mjs';
import { SetupError } from './ports.mjs';

const sources = ['apps', 'libs', 'tests', 'bench', 'scripts'].filter((folder) => existsSync(join(root, folder)));

/** @type {{ name: string, command: string[], needs?: string }[]} */
const checks = [
  {
    name: 'types',
    command: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit', '--pretty', 'false'],
  },
  {
    name: 'types of the officers’ page',
    command: ['node_modules/typescript/bin/tsc', '-p', 'apps/intake/officer-page/tsconfig.json', '--pretty', 'false'],
  },
  {
    name: 'types of the console’s pages',
    command: ['node_modules/typescript/bin/tsc', '-p', 'apps/ops-console/web/tsconfig.json', '--pretty', 'false'],
  },
  { name: 'lint', command: ['node_modules/.bin/oxlint', '--type-aware', '--format', 'unix'] },
  { name: 'format', command: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'] },
  { name: 'import rules', command: ['node_modules/.bin/depcruise', '--config', '.dependency-cruiser.mjs', ...sources] },
  { name: 'generated docs', command: ['scripts/docs.mjs', '--check'], needs: 'scripts/docs.mjs' },
  { name: 'packages', command: ['scripts/check-dependencies.mjs'], needs: 'scripts/check-dependencies.mjs' },
  { name: 'compose, kubernetes', command: ['scripts/check-deployment.mjs'], needs: 'scripts/check-deployment.mjs' },
];

try {
  await setUp({ servers: false, compile: existsSync(join(root, 'scripts/docs.mjs')) });
  if (!(await continuedUnderProjectNode(import.meta.filename))) {
    const failed = await runChecks();
    if (failed.length > 0) throw new SetupError(`check failed: ${failed.join(', ')}`);
    console.log(`all checks passed in ${secondsSoFar()} s`);
  }
} catch (error) {
  printFailure(error);
  process.exit(1);
}

async function runChecks() {
  /** @type {string[]} */
  const failed = [];
  for (const { name, command, needs } of checks) {
    if (needs && !existsSync(join(root, needs))) continue;
    let said = '';
    await step(name, async (note) => {
      const { code, output } = await runProgram(projectNode(), command, { env: { ...process.env, NO_COLOR: '1' } });
      if (code !== 0) {
        said = output;
        throw new SetupError(name);
      }
      note(lastNote(output));
    }).catch(() => failed.push(name));
    if (said) console.log(shortened(said));
  }
  return failed;
}

/** A check that had to leave something out says so in its last line. @param {string} output */
function lastNote(output) {
  const last = output.trim().split('\n').at(-1) ?? '';
  return last.startsWith('skipped') ? last.slice(0, 120) : 'ok';
}

/** @param {string} output */
function shortened(output) {
  const lines = output.trim().split('\n');
  const shown = lines.slice(0, 60).map((line) => `    ${line}`);
  return lines.length > 60 ? [...shown, `    … and ${lines.length - 60} more lines`].join('\n') : shown.join('\n');
}
