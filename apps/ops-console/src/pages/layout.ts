import type { Visitor } from '../access/sessions.js';
import type { LinkShown } from '../show-links.js';
import { html, type Html } from './html.js';
import type { Times } from './times.js';
import { linkCauseWords, linkWords, word } from './words.js';

const menu = [
  ['/', 'Permohonan'],
  ['/sistem', 'Jaringan dan sistem'],
  ['/laporan', 'Laporan'],
  ['/efektivitas', 'Efektivitas'],
] as const;

export interface PageParts {
  readonly visitor: Visitor;
  readonly title: string;
  readonly links: readonly LinkShown[];
  readonly times: Times;
  readonly now: Date;
  readonly body: Html;
}

/** A whole page: who is signed in, which links are down, and the body. */
export function page({ visitor, title, links, times, now, body }: PageParts): string {
  return html`<!doctype html>
    <html lang="id">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="csrf" content="${visitor.csrf}" />
        <title>${title} · Loket</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/console.css" />
        <script src="/assets/console.js" defer></script>
      </head>
      <body>
        <header>
          <strong>Loket</strong>
          <nav>${menu.map(([path, name]) => html`<a href="${path}">${name}</a>`)}</nav>
          <a href="/akun">${visitor.username}${visitor.office ? ` · ${visitor.office}` : ''}</a>
          <button type="button" data-sign-out>Keluar</button>
        </header>
        <section id="links">${linkStrip(links, times, now)}</section>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`.toString();
}

/** The state of the links on top of every page: which is down, since when, why, and how much waits. */
function linkStrip(links: readonly LinkShown[], times: Times, now: Date): Html {
  return html`<ul class="links">
    ${links.map(
      (link) =>
        html`<li class="${link.state}" data-link="${link.link}" data-state="${link.state}">
          ${word(linkWords, link.link)}:
          ${
            link.state === 'up'
              ? 'tersambung'
              : html`<b>PUTUS</b> sejak ${times.at(link.since ?? '')}
                  (${times.ago(link.since ?? '', now)})${link.cause ? html`, ${word(linkCauseWords, link.cause)}` : ''};
                  ${link.waiting} menunggu`
          }
        </li>`,
    )}
  </ul>`;
}

/** A form whose fields go as JSON to one of the services' acts; see public/console.js. */
export function actForm(act: string, button: string, fields: Html = html``, then: 'reload' | 'show' = 'reload'): Html {
  return html`<form class="act" data-act="${act}" data-then="${then}">
    ${fields}<button>${button}</button><output></output>
  </form>`;
}

export function options(choices: Readonly<Record<string, string>>, chosen?: string): Html {
  return html`${Object.entries(choices).map(([value, name]) =>
    value === chosen
      ? html`<option value="${value}" selected>${name}</option>`
      : html`<option value="${value}">${name}</option>`,
  )}`;
}
