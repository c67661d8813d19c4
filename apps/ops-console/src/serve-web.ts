import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { static as staticFiles } from 'express';
import type { Request, Response } from 'express';
import { visitorOf } from './access/recognise-visitor.js';
import { CONFIG, type Config } from './config.js';
import { webPaths } from './pages/addresses.js';
import { escaped } from './pages/html.js';

/** Where `vite build` puts the web application: beside the built services, whether this one runs built or from its sources. */
const built = ['../web/', '../../../dist/apps/ops-console/web/'].map((place) =>
  fileURLToPath(new URL(place, import.meta.url)),
);

const notBuilt = `<!doctype html>
<html lang="id">
  <head>
    <!-- session -->
    <title>Loket</title>
  </head>
  <body>The web application is not built: run npm run build.</body>
</html>`;

/**
 * The page of the web application for who is signed in: it carries who that is and what each act has to send back. Its style
 * elements, which the component library makes in the browser, carry a nonce of this very answer; scripts are files only.
 */
@ApiExcludeController()
@Controller()
export class ServeWeb {
  private page: string | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get([...webPaths])
  show(@Req() request: Request, @Res() response: Response): void {
    const visitor = visitorOf(request);
    const { username, roles, office, csrf } = visitor;
    const nonce = randomBytes(16).toString('base64url');
    const metas: [string, string][] = [
      ['csrf', csrf],
      ['style-nonce', nonce],
      ['visitor', JSON.stringify({ username, roles, office, timeZone: this.config.TZ_OFFICE })],
    ];
    const lines = metas.map(([name, content]) => `<meta name="${name}" content="${escaped(content)}" />`);
    const policy = String(response.getHeader('content-security-policy') ?? '');
    response.setHeader(
      'content-security-policy',
      policy.replace(/style-src 'self'/, `style-src 'self' 'nonce-${nonce}'`),
    );
    const page = this.readPage();
    response
      .status(page === undefined ? 503 : 200)
      .set('Cache-Control', 'no-store')
      .type('html')
      .send((page ?? notBuilt).replace('<!-- session -->', lines.join('\n    ')));
  }

  private readPage(): string | undefined {
    const folder = findBuilt();
    return folder === undefined ? undefined : (this.page ??= readFileSync(`${folder}index.html`, 'utf8'));
  }
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
