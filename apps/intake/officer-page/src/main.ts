import { el } from './elements.js';
import { type Entered, enterScreen } from './enter.js';
import { requestForm } from './request-form.js';
import { exchangeScreen, newsScreen, requestsScreen } from './screens.js';

type Screen = 'requests' | 'form' | 'news' | 'exchange';

const tabs: readonly (readonly [Screen, string])[] = [
  ['requests', 'Permohonan'],
  ['form', 'Permohonan baru'],
  ['news', 'Kabar'],
  ['exchange', 'Kirim'],
];
/** A phone that lies on a table closes itself. */
const lockAfterMs = 5 * 60_000;

const page = mustFind('page');
let entered: Entered | undefined;
let lastTouch = Date.now();

async function start(): Promise<void> {
  if ('serviceWorker' in navigator) {
    const worker = new URL('./service-worker.js', document.baseURI);
    // Without it the page works as long as there is a line; the office's address may be a plain one during set-up.
    await navigator.serviceWorker.register(worker).catch(() => undefined);
  }
  for (const event of ['online', 'offline']) addEventListener(event, showLine);
  for (const event of ['pointerdown', 'keydown']) addEventListener(event, () => (lastTouch = Date.now()));
  setInterval(() => {
    if (entered && Date.now() - lastTouch > lockAfterMs) void lock();
  }, 10_000);
  showLine();
  await lock();
}

async function lock(): Promise<void> {
  entered = undefined;
  mustFind('place').textContent = '';
  page.replaceChildren(
    await enterScreen((opened) => {
      entered = opened;
      const { district, officer } = opened.device.setting;
      mustFind('place').textContent = `${district.name} · ${officer}`;
      void go('requests');
    }),
  );
}

async function go(screen: Screen): Promise<void> {
  if (!entered) return lock();
  page.replaceChildren(menu(screen), await screenOf(screen, entered));
}

function screenOf(screen: Screen, opened: Entered): Promise<HTMLElement> | HTMLElement {
  const next = (to: Screen) => void go(to);
  switch (screen) {
    case 'requests':
      return requestsScreen(opened, next);
    case 'form':
      return requestForm(opened, () => next('requests'));
    case 'news':
      return newsScreen(opened);
    case 'exchange':
      return exchangeScreen(opened, next);
  }
}

function menu(current: Screen): HTMLElement {
  const buttons = tabs.map(([screen, text]) => {
    const button = el('button', { type: 'button', 'aria-current': screen === current ? 'page' : undefined }, text);
    button.addEventListener('click', () => void go(screen));
    return button;
  });
  const close = el('button', { type: 'button' }, 'Kunci');
  close.addEventListener('click', () => void lock());
  return el('nav', { 'aria-label': 'Menu' }, ...buttons, close);
}

function showLine(): void {
  const line = mustFind('line');
  line.textContent = navigator.onLine ? 'ada sambungan' : 'tanpa sambungan';
  line.className = navigator.onLine ? 'up' : 'down';
}

function mustFind(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

void start();
