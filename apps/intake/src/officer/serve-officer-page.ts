import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { logger } from '#observability';

/** Where the build puts the page: beside the built service, whether this one runs built or from its sources. */
const built = ['../../officer-page/', '../../../../dist/apps/intake/officer-page/'].map((place) =>
  fileURLToPath(new URL(place, import.meta.url)),
);

/**
 * Serves the village officers' page at `/petugas/`: files only, under the strict headers of every answer. Its device comes back to
 * it for a new version whenever there is a line, so the page and its worker are never taken from a cache on the way.
 */
export function serveOfficerPage(app: NestExpressApplication): void {
  // The folder of the sources has the page's own sources, and no worker.
  const folder = built.find((place) => existsSync(`${place}service-worker.js`) && existsSync(`${place}files`));
  if (folder === undefined) {
    logger('officer page').warn('the village officers’ page is not built: run "npm run build"');
    return;
  }
  app.useStaticAssets(folder, {
    prefix: '/petugas',
    setHeaders: (response, path) =>
      response.setHeader(
        'Cache-Control',
        path.startsWith(`${folder}files`) ? 'public, max-age=31536000, immutable' : 'no-cache',
      ),
  });
}
