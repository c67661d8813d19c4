// npm run interpret -- FILE.tsv: what the message router reads in each line of a file (text, and after a tab the label it
// should get). Labels go to standard output, one line each; accuracy and confusion, like the set-up, to standard error.
import { readFileSync } from 'node:fs';
import { SetupError } from './ports.mjs';
import { printFailure } from './progress.mjs';
import { continuedUnderProjectNode } from './runtime.mjs';
import { setUp } from './setup.mjs';

const built = new URL('../dist/apps/intake/src/conversation/router/interpret-file.js', import.meta.url).href;

// Standard output holds the labels alone.
console.log = console.error;

try {
  const [file, more] = process.argv.slice(2);
  if (file === undefined || more !== undefined) throw new SetupError('give one file: npm run interpret -- FILE.tsv');
  const content = read(file);
  await setUp({ servers: false });
  if (!(await continuedUnderProjectNode(import.meta.filename))) {
    const { interpretFile } = await import(built);
    const { lines, report } = interpretFile(content);
    process.stdout.write(lines.map((/** @type {string} */ line) => `${line}\n`).join(''));
    if (report !== undefined) process.stderr.write(`${report}\n`);
  }
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SetupError(`the file ${file} cannot be read`, { cause });
  }
}
