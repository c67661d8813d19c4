import { firstFiles } from '../web-files.js';
import { html, type Html } from './html.js';

/** For people who are not signed in. The files of the next page come while they type. */
export function signInPage(problem?: string): string {
  return bare(
    problem,
    html`<form method="post" action="/masuk">
      <label>Nama pengguna <input name="username" autocomplete="username" required autofocus /></label>
      <label>Kata sandi <input name="password" type="password" autocomplete="current-password" required /></label>
      <button>Masuk</button>
    </form>`,
  );
}

/** For people whose password was right and whose account asks for a code as well. */
export function codePage(problem?: string): string {
  return bare(
    problem,
    html`<form method="post" action="/masuk/kode">
        <label>
          Kode dari ponsel, atau kode pemulihan
          <input name="code" autocomplete="one-time-code" autocapitalize="characters" required autofocus />
        </label>
        <button>Lanjut</button>
      </form>
      <p><a href="/masuk">Masuk dengan nama lain</a></p>`,
  );
}

let known: readonly string[] | undefined;
const ahead = () => (known ??= firstFiles());

function bare(problem: string | undefined, body: Html): string {
  return html`<!doctype html>
    <html lang="id">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Masuk · Loket</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/console.css" />
        ${ahead().map((file) => html`<link rel="prefetch" href="${file}" /> `)}
      </head>
      <body>
        <main class="narrow">
          <h1>Loket</h1>
          ${problem ? html`<p class="problem" role="alert">${problem}</p>` : ''} ${body}
        </main>
      </body>
    </html>`.toString();
}
