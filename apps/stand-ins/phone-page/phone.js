// The citizen's phone in the browser. Everything it knows comes from the /_phone routes; nothing is kept here but the chosen number.
const byId = (id) => document.getElementById(id);
const [numbers, messages, chosen, files, text, problem] = [
  'numbers',
  'messages',
  'chosen',
  'files',
  'text',
  'problem',
].map(byId);
const presence = byId('presence');
const officeNumber = presence.textContent;

let person = {
  number: localStorage.getItem('number') ?? '6281200000001',
  name: localStorage.getItem('name') ?? 'Warga Contoh',
};
let attached = [];

const show = (...children) => children.filter((child) => child !== undefined);

async function ask(path, body) {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, body === undefined ? {} : post);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `HTTP ${response.status}`);
  return answer;
}

async function say(part) {
  problem.textContent = '';
  try {
    const { number: from, name } = person;
    await ask('/_phone/messages', { from, ...(name === '' ? {} : { name }), ...part });
  } catch (error) {
    problem.textContent = `Pesan tidak terkirim: ${error.message}`;
  }
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...show(...children));
  return made;
}

const ticks = { sent: '✓', delivered: '✓✓', read: '✓✓', failed: '⚠' };
const tickWords = { sent: 'terkirim', delivered: 'sampai', read: 'dibaca', failed: 'gagal' };

function mediaOf({ id, mimeType, filename }) {
  const href = `/_phone/media/${id}`;
  if (mimeType.startsWith('image/')) return element('img', { src: href, alt: filename ?? 'Foto', loading: 'lazy' });
  return element('a', { href, target: '_blank', textContent: `Berkas: ${filename ?? id}` });
}

function choicesOf({ id: context, interactive }) {
  const { buttons = [], sections = [] } = interactive?.action ?? {};
  const choice = (reply, label) =>
    element('button', { type: 'button', textContent: label, onclick: () => say({ context, reply }) });
  return [
    ...buttons.map(({ reply }) => choice({ kind: 'button', id: reply.id, title: reply.title }, reply.title)),
    ...sections
      .flatMap(({ rows }) => rows)
      .map(({ id, title, description }) =>
        choice(
          { kind: 'list', id, title, ...(description ? { description } : {}) },
          description ? `${title} · ${description}` : title,
        ),
      ),
  ];
}

function bubbleOf(message) {
  const bubble = byId('bubble').content.cloneNode(true).firstElementChild;
  const part = (selector) => bubble.querySelector(selector);
  bubble.className = message.from;
  bubble.dataset.id = message.id;
  part('.text').textContent = message.text ?? (message.media ? '' : `[${message.type}]`);
  part('.media').replaceChildren(...show(message.media && mediaOf(message.media)));
  part('.choices').replaceChildren(...choicesOf(message));
  part('time').dateTime = message.at;
  part('time').textContent = new Date(message.at).toLocaleTimeString('id-ID', { hour: '2-digit', minute: '2-digit' });
  const status = message.status ?? 'sent';
  Object.assign(part('.ticks'), { textContent: ticks[status] ?? status, title: tickWords[status] ?? status });
  part('.ticks').dataset.status = status;
  return bubble;
}

// The newest message stays in sight until somebody scrolls away from it, also while photos are still loading.
let pinned = true;
const showEnd = () => pinned && (messages.scrollTop = messages.scrollHeight);
messages.addEventListener('load', showEnd, true);
for (const hand of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
  messages.addEventListener(hand, () => (pinned = false), { passive: true });
}

async function showChat() {
  const { number } = person;
  const chat = await ask(`/_phone/chats/${number}`);
  if (number !== person.number) return; // another number was chosen meanwhile
  pinned ||= messages.scrollHeight - messages.scrollTop - messages.clientHeight < 80;
  messages.replaceChildren(...chat.messages.map(bubbleOf));
  presence.textContent = chat.typing ? 'sedang mengetik…' : officeNumber;
  showEnd();
}

async function showNumbers() {
  const chats = await ask('/_phone/chats');
  const newest = chats.sort((one, other) => (other.at ?? '').localeCompare(one.at ?? ''));
  numbers.replaceChildren(
    ...newest.slice(0, 50).map(({ number, name, last }) => {
      const button = element(
        'button',
        { type: 'button', onclick: () => choose({ number, name: name ?? '' }) },
        name ?? number,
        element('small', { textContent: name === undefined ? (last ?? '') : `${number} · ${last ?? ''}` }),
      );
      button.setAttribute('aria-current', String(number === person.number));
      return element('li', {}, button);
    }),
  );
}

async function choose(next) {
  person = next;
  localStorage.setItem('number', person.number);
  localStorage.setItem('name', person.name);
  byId('number').value = person.number;
  byId('name').value = person.name;
  messages.replaceChildren();
  pinned = true;
  await Promise.all([showChat(), showNumbers()]);
}

function showAttached() {
  chosen.replaceChildren(
    ...attached.map((file) => {
      const drop = () => {
        attached = attached.filter((other) => other !== file);
        showAttached();
      };
      return element('li', {}, element('button', { type: 'button', textContent: `${file.name} ✕`, onclick: drop }));
    }),
  );
}

async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  for (let start = 0; start < bytes.length; start += 32768) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 32768));
  }
  return btoa(binary);
}

byId('person').addEventListener('submit', (event) => {
  event.preventDefault();
  void choose({ number: byId('number').value, name: byId('name').value.trim() });
});
files.addEventListener('change', () => {
  attached = [...attached, ...files.files];
  files.value = '';
  showAttached();
});
text.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey) return;
  event.preventDefault();
  byId('write').requestSubmit();
});
byId('write').addEventListener('submit', (event) => {
  event.preventDefault();
  void sendAll();
});

async function sendAll() {
  const words = text.value.trim();
  const sending = attached;
  attached = [];
  text.value = '';
  showAttached();
  // As WhatsApp does: words typed beside one file are its caption; beside several, a message of their own.
  const asCaption = sending.length === 1 && words !== '';
  if (words !== '' && !asCaption) await say({ text: words });
  for (const file of sending) {
    const media = { base64: await base64(file), mime: file.type || 'application/octet-stream', filename: file.name };
    await say({ media: { ...media, ...(asCaption ? { caption: words } : {}) } });
  }
}

const changes = new EventSource('/_phone/events');
changes.addEventListener('message', ({ data }) => {
  if (JSON.parse(data).number === person.number) void showChat();
  void showNumbers();
});
changes.addEventListener('open', () => void choose(person));
