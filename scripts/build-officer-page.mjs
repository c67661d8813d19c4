// The village officers' page, built beside intake, only when something that it is made from changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './ports.mjs';
import { projectNode, root, runProgram } from './runtime.mjs';

const folder = 'apps/intake/officer-page';
// It shares the form's rules and the bundle's format with intake.
const beside = [
  'apps/intake/src/bundle',
  'apps/intake/src/officer',
  'apps/intake/src/particulars',
  'libs/civil-registry/src',
];

/** @returns {Promise<boolean>} whether there was anything to do */
export async function buildOfficerPage() {
  const stampFile = join(root, 'dist/.loket-officer-page.json');
  const files = [folder, ...beside].flatMap((part) =>
    readdirSync(join(root, part), { recursive: true }).map((name) => join(part, String(name))),
  );
  const seen = [...files, 'package-lock.json'].sort().map((file) => {
    const { size, mtimeMs } = statSync(join(root, file));
    return [file, size, mtimeMs];
  });
  const stamp = createHash('sha256').update(JSON.stringify(seen)).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return false;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { code, output } = await runProgram(projectNode(), [vite, 'build', folder], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1' },
  });
  if (code !== 0)
    throw new SetupError(`the officers' page failed to build:\n${output.trim().split('\n').slice(-40).join('\n')}`);
  writeFileSync(stampFile, stamp);
  return true;
}
