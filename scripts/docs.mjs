// npm run docs: writes what docs/ can be told by the code itself. `--check` writes nothing and fails where something is stale
// or wrong, one line each that says what to do; it reads the build as it is, which `npm run check` has just made.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './ports.mjs';
import { printFailure } from './progress.mjs';
import { continuedUnderProjectNode, root } from './runtime.mjs';
import { setUp } from './setup.mjs';

const checkOnly = process.argv.includes('--check');

try {
  if (!checkOnly) await setUp({ servers: false });
  if (!(await continuedUnderProjectNode(import.meta.filename))) await writeOrCheck();
} catch (error) {
  printFailure(error);
  process.exit(1);
}

async function writeOrCheck() {
  const { checkPages } = await import('./docs/check-pages.mjs');
  const { findProblems, makePages } = await import('./docs/make-pages.mjs');
  const pages = await makePages();
  const problems = findProblems();
  for (const [file, text] of Object.entries(pages)) {
    if (checkOnly) {
      if (read(file) !== text) problems.push(`${file} is stale: run "npm run docs" and commit it`);
    } else {
      mkdirSync(join(root, 'docs'), { recursive: true });
      writeFileSync(join(root, file), text);
    }
  }
  problems.push(...(await checkPages()));
  if (problems.length > 0) throw new SetupError(`the documents are not in order:\n- ${problems.join('\n- ')}`);
  console.log(checkOnly ? 'ok' : `${Object.keys(pages).join(', ')} are written`);
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return undefined;
  }
}
