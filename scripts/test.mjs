// npm test: sets up, runs every test with a fixed sample of the long suites, ends with `N passed, N failed`.
//   npm test -- libs/messaging   what Jest takes: files, -t name …
//   npm test -- --long           the long suites whole
import { printFailure } from './progress.mjs';
import { continuedUnderProjectNode } from './runtime.mjs';
import { setUp } from './setup.mjs';

try {
  // Only the tests of the whole system need it built.
  const paths = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
  const compile = paths.length === 0 || paths.some((path) => !/^(apps|libs)\//.test(path));
  const missing = await setUp({ tests: true, compile });
  if (!(await continuedUnderProjectNode(import.meta.filename))) {
    const { runTests } = await import('./run-tests.mjs');
    const args = process.argv.slice(2).filter((arg) => arg !== '--long');
    const well = await runTests({ args, long: process.argv.includes('--long'), missing });
    process.exit(well ? 0 : 1);
  }
} catch (error) {
  printFailure(error);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
