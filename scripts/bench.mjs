// npm run bench -- [webhook] [pipeline] [relay] [conversation] [move] [--rounds N] [--json FILE]: benchmarks of the hot paths beside their
// hand-written baselines, in one run. Ratios say something on any machine; absolute numbers only about this one, now.
import { printFailure } from './progress.mjs';
import { continuedUnderProjectNode } from './runtime.mjs';
import { setUp } from './setup.mjs';

try {
  await setUp();
  if (!(await continuedUnderProjectNode(import.meta.filename))) {
    const { runBenches } = await import('../bench/run.mjs');
    await runBenches(process.argv.slice(2));
  }
} catch (error) {
  printFailure(error);
  process.exit(1);
}
