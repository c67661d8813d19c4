// What an office behind a slow line downloads is packed once, here, and measured: a first page that has grown too heavy fails
// the build.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/**
 * @param {{ firstRouteAtMost: number }} limits bytes, gzipped: the page, its script with all it imports at once, its styles
 * @returns {import('vite').Plugin}
 */
export function packForSlowLines({ firstRouteAtMost }) {
  return {
    name: 'pack-for-slow-lines',
    apply: 'build',
    writeBundle({ dir }, bundle) {
      const folder = String(dir);
      /** @type {Map<string, number>} */
      const sizes = new Map();
      for (const [name, file] of Object.entries(bundle)) {
        const bytes = Buffer.from(file.type === 'chunk' ? file.code : file.source);
        const gzipped = gzipSync(bytes, { level: 9 });
        sizes.set(name, gzipped.length);
        if (!/\.(js|css|svg)$/.test(name)) continue;
        writeFileSync(join(folder, `${name}.gz`), gzipped);
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes, quality));
      }
      const first = firstRouteOf(bundle);
      const total = first.reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
      const said = `first route: ${(total / 1024).toFixed(1)} kB gzipped in ${first.length} files`;
      if (total > firstRouteAtMost) this.error(`${said}, more than ${firstRouteAtMost / 1024} kB`);
      this.info(said);
      writeFileSync(join(folder, 'first-route.json'), JSON.stringify({ gzippedBytes: total, files: first }));
    },
  };
}

/**
 * What a browser fetches before it shows the list of requests: the page, the entry with all its static imports and styles,
 * and the same of the route `/`.
 * @param {import('rolldown').OutputBundle} bundle
 */
function firstRouteOf(bundle) {
  const chunks = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [file] : []));
  const begun = chunks.filter((chunk) => chunk.isEntry || (chunk.facadeModuleId ?? '').endsWith('/inbox-page.tsx'));
  const found = new Set(['index.html']);
  const open = begun.map(({ fileName }) => fileName);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const chunk = chunks.find(({ fileName }) => fileName === name);
    if (found.has(name) || !chunk) continue;
    found.add(name);
    open.push(...chunk.imports);
    /** @type {{ viteMetadata?: { importedCss?: Set<string> } }} */
    const { viteMetadata } = chunk;
    for (const css of viteMetadata?.importedCss ?? []) found.add(css);
  }
  return [...found];
}
