// The page without a line: every file of one build is kept when it is installed, and taken from there ever after. What the page
// asks of the office (bundles, news) goes past this worker. The build fills in its name and its files.
const cacheName = 'loket-petugas-(this build)';
const files = [/* its files */];

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(cacheName)
      .then((cache) => cache.addAll(files.map((file) => new Request(file, { cache: 'reload' }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const drop = (names) =>
    names.filter((name) => name.startsWith('loket-petugas-') && name !== cacheName).map((name) => caches.delete(name));
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(drop(names)))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const scope = new URL(self.registration.scope).pathname;
  if (request.method !== 'GET' || !new URL(request.url).pathname.startsWith(scope)) return;
  event.respondWith(
    caches
      .open(cacheName)
      .then((cache) => cache.match(request, { ignoreSearch: true }))
      .then((kept) => kept ?? fetch(request)),
  );
});
