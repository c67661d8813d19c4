import { randomBytes } from 'node:crypto';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { visitorOf } from './access/recognise-visitor.js';
import { CONFIG, type Config } from './config.js';
import { webPaths } from './pages/addresses.js';
import { firstFrame, firstFrameHead } from './pages/first-frame.js';
import { escaped } from './pages/html.js';
import { readBuiltPage } from './web-files.js';

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
    this.page ??= readBuiltPage();
    // By functions: in a text to put in, `$&` and its like would mean something.
    const page = (this.page ?? notBuilt)
      .replace('<!-- session -->', () => lines.join('\n    '))
      .replace('<!-- first frame head -->', () => firstFrameHead(request.path, nonce).text)
      .replace('<!-- first frame -->', () => firstFrame(username).text);
    response
      .status(this.page === undefined ? 503 : 200)
      .set('Cache-Control', 'no-store')
      .type('html')
      .send(page);
  }
}
