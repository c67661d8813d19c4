// dist/ as the sources say: the services by one compiler run, each page by another, only when a source of its own changed. Needs no package until it compiles.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildPages } from './build-pages.mjs';
import { SetupError } from './ports.mjs';
import { projectNode, root, runProgram } from './runtime.mjs';

/** @param {(text: string) => void} note */
export async function build(note) {
  const stampFile = join(root, 'dist/.loket-sources.json');
  await withLock(async () => {
    const sources = sourceList();
    const stamp = createHash('sha256').update(JSON.stringify(sources)).digest('hex');
    /** @type {{ stamp?: string, files?: string[] }} */
    const last = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};
    if (last.stamp === stamp) return note(builtNote(await buildPages()));
    // A file that is gone must not live on in dist/, where a migration or a flow would still be found.
    const files = sources.map(([file]) => String(file));
    const vanished = (last.files ?? []).some((file) => !files.includes(file));
    if (vanished || last.stamp === undefined) rmSync(join(root, 'dist'), { recursive: true, force: true });
    const nest = join(root, 'node_modules/@nestjs/cli/bin/nest.js');
    const { code, output } = await runProgram(projectNode(), [nest, 'build'], {
      env: { ...process.env, NO_COLOR: '1' },
    });
    if (code !== 0) throw new SetupError(`the build failed:\n${output.trim().split('\n').slice(0, 40).join('\n')}`);
    writeFileSync(stampFile, JSON.stringify({ stamp, files }));
    await buildPages();
    note(`${files.length} files compiled`);
  });
}

/** @param {string[]} pages */
function builtNote(pages) {
  return pages.length > 0 ? `${pages.join(', ')} built` : 'up to date';
}

/** Every file the compiler reads, with size and time of change. */
function sourceList() {
  const folders = ['apps', 'libs'].flatMap((part) =>
    existsSync(join(root, part)) ? readdirSync(join(root, part)).map((name) => join(part, name, 'src')) : [],
  );
  const files = folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, String(name))))
    .filter((file) => /\.(ts|json|tsv)$/.test(file) && !file.endsWith('.spec.ts'));
  const settings = ['tsconfig.base.json', 'tsconfig.build.json', 'nest-cli.json', 'package.json', 'package-lock.json'];
  return [...files, ...settings].sort().map((file) => {
    const { size, mtimeMs } = statSync(join(root, file));
    return [file, size, mtimeMs];
  });
}

/**
 * Two set-ups of one checkout (a test run beside a start) build one after the other.
 * @param {() => Promise<void>} work
 */
async function withLock(work) {
  const lock = join(root, '.local/build.lock');
  mkdirSync(join(root, '.local'), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
      if (holder > 0 && !existsSync(`/proc/${holder}`)) rmSync(lock, { force: true });
      await wait(200);
    }
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}
