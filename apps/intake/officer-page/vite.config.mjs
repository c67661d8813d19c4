import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/**
 * The page's service worker, written for the files of this very build: a changed file is another cache, so that a device never
 * mixes two versions.
 * @returns {import('vite').Plugin}
 */
function keepForOffline() {
  return {
    name: 'keep-for-offline',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const made = Object.entries(bundle).map(([name, file]) => [
          name,
          'code' in file ? file.code : Buffer.from(file.source),
        ]);
        const given = readdirSync(join(root, 'public')).map((name) => [name, readFileSync(join(root, 'public', name))]);
        const files = [...made, ...given];
        const digest = createHash('sha256');
        for (const [name, content] of files) digest.update(String(name)).update(content);
        const worker = readFileSync(join(root, 'service-worker.js'), 'utf8');
        digest.update(worker);
        const names = files.map(([name]) => (name === 'index.html' ? './' : `./${String(name)}`)).sort();
        const source = worker
          .replace('(this build)', digest.digest('hex').slice(0, 16))
          .replace('[/* its files */]', JSON.stringify(names));
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source });
      },
    },
  };
}

export default defineConfig({
  root,
  // Relative: the page does not know under which address intake serves it.
  base: './',
  resolve: {
    conditions: ['source', 'import', 'module', 'browser', 'default'],
    // The page knows its own sub-district from its enrolment; the whole country is 7 MB.
    alias: { 'idn-area-data': join(root, 'src/no-areas.ts') },
  },
  build: {
    outDir: process.env.OFFICER_PAGE_OUT ?? join(root, '../../../dist/apps/intake/officer-page'),
    emptyOutDir: true,
    assetsDir: 'files',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
  },
  plugins: [keepForOffline()],
});
