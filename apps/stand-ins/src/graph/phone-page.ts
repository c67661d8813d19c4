import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Business } from './compose-webhook.js';
import { notFound, type Route } from '../http.js';

const types = { 'phone.html': 'text/html', 'phone.css': 'text/css', 'phone.js': 'text/javascript' } as const;

/** The phone in the browser. Its files are plain web files beside the sources, read at each request. */
export function phonePage({ displayPhoneNumber }: Business): Route[] {
  const route = (path: string, file: keyof typeof types): Route => ({
    method: 'GET',
    path,
    handle: () => {
      const content = readPage(file);
      if (content === undefined) return notFound();
      return {
        status: 200,
        headers: { 'content-type': `${types[file]}; charset=utf-8`, 'cache-control': 'no-cache' },
        body: marked(content.replaceAll('{{office-number}}', displayPhoneNumber)),
      };
    },
  });
  return [route('/', 'phone.html'), route('/phone.css', 'phone.css'), route('/phone.js', 'phone.js')];
}

/** In a system that the staff practise on, the phone says so too. */
function marked(page: string): string {
  if (process.env['LOKET_PRACTICE'] !== 'on') return page;
  return page
    .replace('<title>', '<title>LATIHAN · ')
    .replace(/<body[^>]*>/, (body) => `${body}<p align="center"><mark><b>LATIHAN</b></mark></p>`);
}

/** From the sources or from the build: the page itself is never compiled. */
function readPage(file: string): string | undefined {
  const folders = [join(import.meta.dirname, '../../phone-page'), join(process.cwd(), 'apps/stand-ins/phone-page')];
  const found = folders.map((folder) => join(folder, file)).find((path) => existsSync(path));
  return found === undefined ? undefined : readFileSync(found, 'utf8');
}
