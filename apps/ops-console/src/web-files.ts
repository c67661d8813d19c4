import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { static as staticFiles } from 'express';
import type { Request, Response } from 'express';
import { z } from 'zod';

/** Where `vite build` puts the web application: beside the built services, whether this one runs built or from its sources. */
const built = ['../web/', '../../../dist/apps/ops-console/web/'].map((place) =>
  fileURLToPath(new URL(place, import.meta.url)),
);
const firstRoute = z.object({ files: z.array(z.string()) });

/** The page as it was built; undefined where it was not. */
export function readBuiltPage(): string | undefined {
  const folder = findBuilt();
  return folder === undefined ? undefined : readFileSync(`${folder}index.html`, 'utf8');
}

/** Addresses of the files that the first page needs, so that a browser can fetch them while somebody types a password. */
export function firstFiles(): readonly string[] {
  const folder = findBuilt();
  if (folder === undefined) return [];
  const { files } = firstRoute.parse(JSON.parse(readFileSync(`${folder}first-route.json`, 'utf8')));
  return files.filter((name) => name.startsWith('files/')).map((name) => `/${name}`);
}

/** The application's files, packed when they were built; their names change with their content. */
export function serveWebFiles(app: NestExpressApplication): void {
  const folder = findBuilt();
  if (folder === undefined) return;
  const packed = new Set(readdirSync(`${folder}files`).filter((name) => /\.(br|gz)$/.test(name)));
  app.use('/files', (request: Request, response: Response, next: () => void) => {
    const name = request.path.slice(1);
    const way = packings.find(
      ({ suffix, coding }) => packed.has(name + suffix) && request.acceptsEncodings(coding) === coding,
    );
    if (way) {
      response.type(name.replace(/^.*\./, '.'));
      response.setHeader('content-encoding', way.coding);
      response.vary('accept-encoding');
      request.url = `/${name}${way.suffix}`;
    }
    next();
  });
  app.use(
    '/files',
    staticFiles(`${folder}files`, {
      index: false,
      immutable: true,
      maxAge: '1y',
      setHeaders: (response, path) => {
        const name = path.replace(/\.(br|gz)$/, '');
        if (name !== path) response.setHeader('content-type', contentTypes[name.replace(/^.*\./, '')] ?? 'text/plain');
      },
    }),
  );
}

const packings = [
  { coding: 'br', suffix: '.br' },
  { coding: 'gzip', suffix: '.gz' },
] as const;
const contentTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

function findBuilt(): string | undefined {
  return built.find((folder) => {
    try {
      // The sources have a page as well; only what was built has files.
      return readdirSync(folder).includes('files');
    } catch {
      return false;
    }
  });
}
