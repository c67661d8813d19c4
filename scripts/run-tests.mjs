// Runs Jest against private servers that exist for this run only, and says at the end in one line what came of it.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './progress.mjs';
import { removePostgresData } from './postgres.mjs';
import { projectNode, root, runProgram } from './runtime.mjs';
import { startServers } from './servers.mjs';

/** @typedef {{ passed: number, failed: number, skipped: string[], brokenFiles: number }} Outcome */

/**
 * @param {object} settings
 * @param {string[]} settings.args     for Jest
 * @param {boolean} settings.long      the long suites whole instead of a fixed sample
 * @param {string[]} settings.missing  programs that could not be had, whose tests skip themselves
 * @returns {Promise<boolean>} whether all is well
 */
export async function runTests({ args, long, missing }) {
  const folder = makeFolder();
  const servers = await step('servers of the tests', () => startServers({ folder, log: (line) => console.log(line) }));
  const env = {
    ...process.env,
    TEST_DATABASE_URL: servers.databaseUrl,
    TEST_AMQP_URL: servers.amqpUrl,
    TEST_RABBITMQ_MANAGEMENT_URL: servers.managementUrl,
    ...(long ? { LOKET_LONG: '1' } : {}),
  };
  // Whole systems come after all else. Journeys mostly wait, so two of them share a machine of two cores; what a fault
  // costs is judged with nothing beside it. Ended by force: a test that failed may have left something open, and a
  // finished run must not wait for it.
  const runs = args.some((arg) => !arg.startsWith('-'))
    ? [[...args, '--runInBand']]
    : [
        [...args, '--maxWorkers=2', '--testPathIgnorePatterns=/tests/(journeys|faults)/'],
        [...args, '--maxWorkers=2', '--forceExit', '--testPathPatterns=/tests/journeys/'],
        [...args, '--runInBand', '--forceExit', '--testPathPatterns=/tests/faults/'],
      ];
  /** @type {Outcome} */
  const sum = { passed: 0, failed: 0, skipped: [], brokenFiles: 0 };
  try {
    for (const [number, jestArgs] of runs.entries())
      add(sum, await runJest(jestArgs, env, join(folder, `results-${number}.json`)));
  } finally {
    await servers.stop();
    removeFolder(folder);
  }
  return conclude(sum, missing);
}

/** @param {string[]} args @param {NodeJS.ProcessEnv} env @param {string} resultFile @returns {Promise<Outcome>} */
async function runJest(args, env, resultFile) {
  const jest = ['--experimental-vm-modules', '--no-warnings=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
  const report = ['--passWithNoTests', '--json', `--outputFile=${resultFile}`];
  const { code } = await runProgram(projectNode(), [...jest, ...report, ...args], { env, show: true });
  if (!existsSync(resultFile)) return { passed: 0, failed: 0, skipped: [], brokenFiles: 1 };
  const results = JSON.parse(readFileSync(resultFile, 'utf8'));
  /** @type {{ fullName: string, status: string }[]} */
  const tests = results.testResults.flatMap(
    (/** @type {{ assertionResults: unknown[] }} */ file) => file.assertionResults,
  );
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests,
    skipped: tests
      .filter((test) => ['pending', 'skipped', 'todo', 'disabled'].includes(test.status))
      .map((test) => test.fullName),
    // A file that did not even load has no failed test in it, and is a failure all the same.
    brokenFiles: results.numRuntimeErrorTestSuites || (code !== 0 && results.success ? 1 : 0),
  };
}

/** @param {Outcome} sum @param {Outcome} more */
function add(sum, more) {
  sum.passed += more.passed;
  sum.failed += more.failed;
  sum.brokenFiles += more.brokenFiles;
  sum.skipped.push(...more.skipped);
}

/** @param {Outcome} outcome @param {string[]} missing */
function conclude({ passed, failed, skipped, brokenFiles }, missing) {
  const strict = process.env.CI === 'true' && missing.length > 0;
  for (const name of skipped) console.log(`skipped: ${name}`);
  for (const name of missing)
    console.log(`${strict ? 'failed' : 'skipped'}: what needs ${name}, which is missing here`);
  const failures = failed + brokenFiles + (strict ? missing.length : 0);
  console.log(`${passed} passed, ${failures} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
  return failures === 0;
}

/** A folder of this run alone; those of runs that were killed go first. */
function makeFolder() {
  const all = join(root, '.local/test');
  mkdirSync(all, { recursive: true });
  for (const name of readdirSync(all)) if (!existsSync(`/proc/${name}`)) removeFolder(join(all, name));
  const folder = join(all, String(process.pid));
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** @param {string} folder */
function removeFolder(folder) {
  removePostgresData(folder);
  rmSync(folder, { recursive: true, force: true });
}
