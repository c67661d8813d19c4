import { html } from './html.js';

/** The one page for people who are not signed in. */
export function signInPage(problem?: string): string {
  return html`<!doctype html>
    <html lang="id">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Masuk · Loket</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/console.css" />
      </head>
      <body>
        <main class="narrow">
          <h1>Loket</h1>
          ${problem ? html`<p class="problem" role="alert">${problem}</p>` : ''}
          <form method="post" action="/masuk">
            <label>Nama pengguna <input name="username" autocomplete="username" required autofocus /></label>
            <label>Kata sandi <input name="password" type="password" autocomplete="current-password" required /></label>
            <button>Masuk</button>
          </form>
        </main>
      </body>
    </html>`.toString();
}
