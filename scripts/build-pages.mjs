// The pages that are applications of their own in the browser, each built by Vite only when something that it is made from changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './ports.mjs';
import { projectNode, root, runProgram } from './runtime.mjs';

/** What each is made from beside its own folder. */
const pages = {
  // It reads some words and types of the console, the contracts' among them.
  'apps/ops-console/web': ['apps/ops-console/src/pages', 'libs/contracts/src'],
  // It shares the form's rules and the bundle's format with intake.
  'apps/intake/officer-page': [
    ...['application', 'bundle', 'conversation/form', 'officer', 'particulars'].map(
      (part) => `apps/intake/src/${part}`,
    ),
    'libs/civil-registry/src',
  ],
};

/** Builds whichever page has changed, of these. @param {string[]} [folders] all unless given @returns {Promise<string[]>} the folders of those that were built */
export async function buildPages(folders = Object.keys(pages)) {
  /** @type {string[]} */
  const built = [];
  for (const [folder, beside] of Object.entries(pages)) {
    if (folders.includes(folder) && (await buildPage(folder, beside))) built.push(folder);
  }
  return built;
}

/** @param {string} folder @param {string[]} beside */
async function buildPage(folder, beside) {
  const stampFile = join(root, `dist/.${folder.replaceAll('/', '-')}.json`);
  const files = [folder, ...beside].flatMap((part) =>
    readdirSync(join(root, part), { recursive: true }).map((name) => join(part, String(name))),
  );
  const stamp = stampOf([...files, 'package.json', 'package-lock.json']);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { code, output } = await runProgram(projectNode(), [vite, 'build', folder], {
    cwd: root,
    // A test run is no reason for the libraries' development halves.
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
  });
  if (code !== 0)
    throw new SetupError(`${folder} failed to build:\n${output.trim().split('\n').slice(-40).join('\n')}`);
  writeFileSync(stampFile, stamp);
  return true;
}

/** @param {string[]} files */
function stampOf(files) {
  const seen = files.sort().flatMap((file) => {
    const { size, mtimeMs } = statSync(join(root, file));
    return file.endsWith('.spec.ts') ? [] : [[file, size, mtimeMs]];
  });
  return createHash('sha256').update(JSON.stringify(seen)).digest('hex');
}
