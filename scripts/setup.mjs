// Everything a fresh clone needs before something can run: packages, programs, build. `node scripts/setup.mjs` does just that.
// Needs no package.
import { build } from './build.mjs';
import {
  documentPrograms,
  installHint,
  installPrograms,
  readingPrograms,
  serverPrograms,
  testPrograms,
} from './debian-packages.mjs';
import { installPackages } from './packages.mjs';
import { printFailure, step } from './progress.mjs';
import { checkRuntime, continuedSince } from './runtime.mjs';

/**
 * @param {{ servers?: boolean, tests?: boolean, compile?: boolean }} needs
 *   servers: PostgreSQL and RabbitMQ will run here; tests: what only tests use, installed where it may be
 * @returns {Promise<string[]>} the names of test programs that could not be had
 */
export async function setUp({ servers = true, tests = false, compile = true } = {}) {
  if (continuedSince !== undefined) return tests ? stillMissing(testPrograms) : [];
  checkRuntime();
  // Both wait for the network most of the time. Neither is left alone half-way when the other fails.
  const [packages, programs] = await Promise.allSettled([
    step('packages', installPackages),
    servers
      ? step('PostgreSQL, RabbitMQ, poppler', (note) => installPrograms([...serverPrograms, ...documentPrograms], note))
      : step('poppler', (note) => installPrograms(documentPrograms, note)),
  ]);
  if (packages.status === 'rejected') throw packages.reason;
  if (programs.status === 'rejected') throw programs.reason;
  if (programs.value.length > 0) throw installHint(programs.value);
  if (process.env['DOCUMENT_OCR'] === 'on') {
    const missing = await step('Tesseract', (note) => installPrograms(readingPrograms, note));
    if (missing.length > 0) throw installHint(missing);
  }
  if (tests) await step('programs for the tests', (note) => installPrograms(testPrograms, note));
  if (compile) await step('build', build);
  return tests ? stillMissing(testPrograms) : [];
}

/** @param {import('./debian-packages.mjs').Program[]} programs */
function stillMissing(programs) {
  return programs.filter((program) => program.found() === undefined).map((program) => program.name);
}

if (process.argv[1] === import.meta.filename) {
  try {
    await setUp();
  } catch (error) {
    printFailure(error);
    process.exit(1);
  }
}
