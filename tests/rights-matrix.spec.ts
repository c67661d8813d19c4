import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services } from '#contracts';
import { everyRole, everyService, type Served } from './rights/every-service.js';
import { addressOf, type Route, routesOf, servedBy } from './rights/guarded-routes.js';

// Every route of every service, taken from its own OpenAPI document, asked by everybody: who has no token, a broken one, each
// role, each peer service. A route that somebody adds tomorrow is in it by itself.

/** What anybody may reach, and why. All else has a guard. */
const open: Readonly<Record<string, readonly string[]>> = {
  // Health, figures and the document itself: for the platform, no person's data. Only the proxy's public paths leave the house.
  everywhere: ['GET /health/live', 'GET /health/ready', 'GET /metrics'],
  intake: [
    // Signed by the gateway.
    'GET /webhooks/whatsapp',
    'POST /webhooks/whatsapp',
    'POST /webhooks/waha',
    // A village officer's device: with a code that counts once, and the time to sign by.
    'POST /officer-devices/enrolment',
    'GET /officer-devices/clock',
    // For citizens.
    'GET /requirements',
    'GET /track/{code}',
    'GET /assets/track.css',
    // For the devices of village officers: by a one-time code, and the time that their assertions are dated by.
    'POST /officer-devices/enrolment',
    'GET /officer-devices/clock',
  ],
  // What citizens may know of the stock (domain 4.3), without a number of pieces.
  'printing-queue': ['GET /stock/public'],
  'ops-console': [
    'GET /.well-known/jwks.json',
    // By an assertion signed with the account's key.
    'POST /tokens',
    // From private addresses, or with the collector's own token.
    'POST /v1/traces',
  ],
};

/** What the console's document leaves out because people see it as pages: who has no session is led to the sign-in. */
const signIn = ['GET /masuk', 'GET /masuk/kode', 'POST /masuk', 'POST /masuk/kode', 'POST /keluar'];

const refused = [401, 403];

/** Roles that serve every office. */
const everywhere = ['reviewer', 'head', 'admin', 'auditor'];
/** Not theirs: not there, or said to be another office's. */
const hidden = ['404 ', '403 other-office'];
/** What a route reads before it looks at whose object it is. */
const needed: Readonly<Record<string, string>> = { 'POST /applications/{id}/documents': '?as=KK' };
const rawBodies = ['POST /applications/{id}/documents'];
/** Figures of machines and of work, without a word about a person: every office may see them. */
const ofEveryOffice: readonly string[] = [];

describe.each(Object.keys(everyService))('%s', (name) => {
  let served: Served;
  let routes: Route[];
  const tokens = new Map<string, string>();
  beforeAll(async () => {
    const start = everyService[name];
    if (!start) throw new Error(`no such service: ${name}`);
    served = await start();
    routes = routesOf(await (await fetch(`${served.url}/docs-json`)).json());
    for (const role of everyRole) tokens.set(role, await served.tokenOf(role));
  }, 90_000);
  afterAll(() => served.close(), 60_000);

  async function statusOf({ method, path }: Route, bearer?: string): Promise<number> {
    const answer = await fetch(served.url + addressOf(path), {
      method,
      headers: {
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
      },
      ...(method === 'GET' ? {} : { body: '{}' }),
      redirect: 'manual',
    });
    // A live page streams on for as long as somebody reads.
    await answer.body?.cancel();
    return answer.status;
  }
  /** Status and problem code of a request to that object. */
  async function codeOf({ method, path, body }: Route, bearer: string, id: string): Promise<string> {
    const asFile = rawBodies.includes(`${method} ${path}`);
    const query = needed[`${method} ${path}`] ?? '';
    const answer = await fetch(served.url + addressOf(path.replace(/\{\w+\}/, id)) + query, {
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(method === 'GET' ? {} : { 'content-type': asFile ? 'image/jpeg' : 'application/json' }),
      },
      ...(method === 'GET' ? {} : { body: asFile ? 'x' : JSON.stringify(body ?? {}) }),
    });
    const text = await answer.text();
    const [, code = ''] = /"code":"([a-z-]+)"/.exec(text) ?? [];
    return `${answer.status} ${code}`;
  }
  const names = (list: readonly Route[]) => list.map(({ method, path }) => `${method} ${path}`);

  it('leaves open what is listed here, and nothing else', () => {
    const listed = [...(open['everywhere'] ?? []), ...(open[name] ?? [])];
    expect(names(routes.filter(({ guard }) => guard.by === 'nobody')).filter((one) => !listed.includes(one))).toEqual(
      [],
    );
    expect(routes.length).toBeGreaterThan(3);
  });

  it('serves nothing that its document does not name, but pages that lead to the sign-in', async () => {
    const documented = names(routes).map((one) => one.replaceAll(/\{(\w+)\}/g, ':$1'));
    const known = [...documented, ...(open['everywhere'] ?? []), ...(open[name] ?? []), ...signIn];
    const wrong: string[] = [];
    for (const one of servedBy(served.app).filter(
      (route) => !known.includes(route) && !route.startsWith('GET /docs'),
    )) {
      const path = one.replace(/^GET /, '').replaceAll(/:\w+/g, '0198c0de-0000-7000-8000-00000000dead');
      const answer = await fetch(served.url + path, { redirect: 'manual' });
      await answer.body?.cancel();
      if (answer.status !== 303 || answer.headers.get('location') !== '/masuk') wrong.push(`${one}: ${answer.status}`);
    }
    expect(wrong).toEqual([]);
  });

  it('answers 401 without a token and with one that was tampered with', async () => {
    const broken = `${tokens.get('admin')?.slice(0, -6)}AAAAAA`;
    const wrong: string[] = [];
    for (const route of routes.filter(({ guard }) => guard.by !== 'nobody')) {
      for (const bearer of [undefined, 'nonsense', broken])
        if ((await statusOf(route, bearer)) !== 401) wrong.push(`${route.method} ${route.path}`);
    }
    expect(wrong).toEqual([]);
  });

  it('answers 403 to every role that the route does not name, and lets in the ones it names', async () => {
    const wrong: string[] = [];
    for (const route of routes) {
      if (route.guard.by !== 'role') continue;
      for (const role of everyRole) {
        const status = await statusOf(route, tokens.get(role));
        const isNamed = route.guard.roles.includes(role);
        if (isNamed ? refused.includes(status) : status !== 403)
          wrong.push(`${route.method} ${route.path} as ${role}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('answers peers by their own tokens only, and staff not at all where peers are meant', async () => {
    const wrong: string[] = [];
    for (const route of routes) {
      if (route.guard.by === 'nobody' || route.guard.by === 'role') continue;
      for (const role of ['admin', 'clerk'])
        if ((await statusOf(route, tokens.get(role))) !== 401) wrong.push(`${route.method} ${route.path} as ${role}`);
      if (route.guard.by === 'station' || !served.peerToken) continue;
      for (const service of services) {
        const status = await statusOf(route, await served.peerToken(service));
        const isNamed = route.guard.services.includes(service);
        if (isNamed ? refused.includes(status) : status !== 403)
          wrong.push(`${route.method} ${route.path} by ${service}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  it('keeps one office’s objects from the clerks of another', async () => {
    const objects = await served.objects();
    const wrong: string[] = [];
    let asked = 0;
    for (const route of routes) {
      const [, collection = ''] = route.path.split('/');
      const id = objects[collection];
      if (route.guard.by !== 'role' || id === undefined || !route.path.includes('{')) continue;
      if (ofEveryOffice.includes(`${route.method} ${route.path}`)) continue;
      for (const role of route.guard.roles.filter((one) => !everywhere.includes(one))) {
        asked += 1;
        const foreign = await codeOf(route, await served.tokenOf(role, 'krayan'), id);
        if (!hidden.some((one) => foreign.startsWith(one)))
          wrong.push(`${route.method} ${route.path} as ${role} of krayan: ${foreign}`);
        // Without this a route that is closed to all would look right. What changes is not done, its body being empty.
        if (route.method !== 'GET') continue;
        const own = await codeOf(route, await served.tokenOf(role, 'nunukan'), id);
        if (own === foreign) wrong.push(`${route.method} ${route.path} as ${role} of nunukan: ${own}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(asked > 0).toBe(Object.keys(objects).length > 0);
  }, 60_000);
});
