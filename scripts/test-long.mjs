// npm run test:long -- [suite]: the long suites whole (model-based, kill runs, image sets, fault seeds). They print their
// seeds and figures themselves; LOKET_SEED repeats one. Without a suite, all of them.
import { printFailure } from './progress.mjs';
import { continuedUnderProjectNode } from './runtime.mjs';
import { setUp } from './setup.mjs';

try {
  const missing = await setUp({ tests: true });
  if (!(await continuedUnderProjectNode(import.meta.filename))) {
    const { runTests } = await import('./run-tests.mjs');
    const well = await runTests({ args: [...process.argv.slice(2), '--verbose'], long: true, missing });
    process.exit(well ? 0 : 1);
  }
} catch (error) {
  printFailure(error);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
