import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { packForSlowLines } from './pack-for-slow-lines.mjs';
import { paintBeforeStyles } from './paint-before-styles.mjs';

export default defineConfig({
  root: import.meta.dirname,
  // Beside the built service, which serves it (src/serve-web.ts).
  build: {
    outDir: fileURLToPath(new URL('../../../dist/apps/ops-console/web', import.meta.url)),
    emptyOutDir: true,
    assetsDir: 'files',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    reportCompressedSize: false,
    // The component library marks its files for servers that render; there is none here.
    rolldownOptions: { onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning) },
  },
  plugins: [paintBeforeStyles(), packForSlowLines({ firstRouteAtMost: 180 * 1024 })],
});
