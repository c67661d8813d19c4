import { firstAsked, shellAsked } from './addresses.js';
import { html, type Html } from './html.js';

/**
 * What the browser paints before the application's files have come over a slow line: the frame in which the application then
 * draws itself, with its measures, so that nothing jumps. React takes it away with its first own drawing.
 */
export function firstFrame(username: string): Html {
  return html`<div class="first-frame" role="status">
    <header><strong>Loket</strong><span>${username}</span></header>
    <nav></nav>
    <main>Memuat …</main>
  </div>`;
}

/** Its style, and what the application asks first: the browser asks it beside the files instead of after them. */
export function firstFrameHead(path: string, nonce: string): Html {
  const asked = path === '/' ? [...firstAsked, ...shellAsked] : shellAsked;
  return html`<style nonce="${nonce}">
      .first-frame {
        font:
          1rem/1.55 system-ui,
          sans-serif;
      }
      .first-frame header {
        display: flex;
        justify-content: space-between;
        align-items: center;
        height: 56px;
        padding: 0 16px;
        border-bottom: 1px solid #dee2e6;
      }
      .first-frame nav {
        display: none;
      }
      .first-frame main {
        padding: 16px;
      }
      @media (min-width: 48em) {
        .first-frame nav {
          display: block;
          position: fixed;
          inset: 57px auto 0 0;
          width: 209px;
          border-right: 1px solid #dee2e6;
        }
        .first-frame main {
          padding-left: 226px;
        }
      }
    </style>
    ${asked.map((address) => html`<link rel="preload" as="fetch" crossorigin href="${address}" /> `)}`;
}
