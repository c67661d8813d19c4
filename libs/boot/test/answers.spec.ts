import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, SignJWT } from 'jose';
import { internalFetch, serviceToken, startService, type RunningService } from '#boot';
import { demoModule } from './demo-service.js';

const nik = '6503990101900001';

let console_: { url: string; key: KeyObject; server: Server };
let service: RunningService;
const peer = generateKeyPairSync('ed25519');
const nextOfPeer = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');

async function startConsole() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'EdDSA', use: 'sig' }] });
  const server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(jwks));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('no address');
  return { url: `http://127.0.0.1:${bound.port}/jwks`, key: privateKey, server };
}

type Token = {
  roles?: string[];
  iss?: string;
  aud?: string;
  lives?: number;
  issued?: number;
  key?: KeyObject;
  kid?: string;
};

function token({
  roles = ['reviewer'],
  iss = 'loket-ops-console',
  aud = 'loket',
  lives = 600,
  issued,
  key,
  kid = 'k1',
}: Token = {}) {
  const iat = issued ?? Math.floor(Date.now() / 1000);
  return new SignJWT({ roles, office: 'nunukan' })
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setSubject('clerk-1')
    .setIssuer(iss)
    .setAudience(aud)
    .setIssuedAt(iat)
    .setExpirationTime(iat + lives)
    .sign(key ?? console_.key);
}

async function get(path: string, bearer?: string) {
  return fetch(service.url + path, bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } });
}

function post(path: string, body: string, type = 'application/json') {
  return fetch(service.url + path, { method: 'POST', body, headers: { 'content-type': type } });
}

async function problem(response: Response) {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const body = await response.json();
  expect(body).toMatchObject({ status: response.status, title: expect.any(String) });
  return body;
}

beforeAll(async () => {
  console_ = await startConsole();
  service = await startService({
    service: 'intake',
    module: demoModule(
      console_.url,
      new Map([
        // It is changing its key: both are known.
        ['document-validation', [nextOfPeer.publicKey, peer.publicKey]],
        ['notification', [stranger.publicKey]],
      ]),
    ),
    port: 0,
    version: '1.2.3',
    rawBody: true,
    bodyLimit: '4mb',
  });
});

afterAll(async () => {
  await service.stop();
  console_.server.close();
});

describe('problems', () => {
  it('lists all faults of a body at once, without the refused values', async () => {
    const body = await problem(await post('/orders', JSON.stringify({ kind: nik, copies: 9, stray: 1 })));
    expect(body).toMatchObject({ status: 400, code: 'invalid-request', type: 'urn:loket:problem:invalid-request' });
    expect(body).toMatchObject({ problems: [{ path: 'kind' }, { path: 'copies' }, { path: '' }] });
    expect(JSON.stringify(body)).not.toContain(nik);
  });

  it('takes a good body', async () => {
    const response = await post('/orders', JSON.stringify({ kind: 'HILANG', copies: 1 }));
    expect([response.status, await response.json()]).toEqual([201, { id: '1', kind: 'HILANG' }]);
  });

  it('reads a query with defaults and refuses a bad one', async () => {
    expect(await (await get('/orders')).json()).toEqual({ limit: 20 });
    expect(await problem(await get('/orders?limit=0'))).toMatchObject({
      code: 'invalid-request',
      problems: [{ path: 'limit' }],
    });
  });

  it('checks path parameters and answers with the stable code of the thrower', async () => {
    expect(await problem(await get('/orders/7'))).toMatchObject({ status: 400, code: 'invalid-request' });
    const id = '019a3c1e-0000-7000-8000-000000000001';
    expect(await problem(await get(`/orders/${id}`))).toMatchObject({
      status: 404,
      code: 'order-not-found',
      orderId: id,
    });
  });

  it('tells 400 malformed-json, 413, 404, 405 and 500 apart', async () => {
    expect(await problem(await post('/orders', '{"kind":'))).toMatchObject({ status: 400, code: 'malformed-json' });
    expect(await problem(await post('/orders', JSON.stringify({ note: 'x'.repeat(5_000_000) })))).toMatchObject({
      status: 413,
      code: 'body-too-large',
    });
    expect(await problem(await get(`/track/${nik}`))).toMatchObject({ status: 404, code: 'not-found' });
    const wrongMethod = await fetch(`${service.url}/orders`, { method: 'DELETE' });
    expect(wrongMethod.headers.get('allow')).toBe('GET, POST');
    expect(await problem(wrongMethod)).toMatchObject({ status: 405, code: 'method-not-allowed' });
    const broken = await problem(await get('/broken'));
    expect(broken).toMatchObject({ status: 500, code: 'internal-error' });
    expect(JSON.stringify(broken)).not.toContain('secret');
  });
});

describe('raw bodies', () => {
  it('hands a webhook over as the bytes that came, even when they are no JSON', async () => {
    const text = '{ "a":"\\u00e9", }';
    expect(await (await post('/webhooks/whatsapp', text)).json()).toEqual({ same: true, bytes: text.length, text });
    expect(await (await post('/webhooks/whatsapp', text, 'text/plain')).json()).toMatchObject({ text });
  });

  it('refuses a webhook over the limit', async () => {
    expect(await problem(await post('/webhooks/whatsapp', 'x'.repeat(4 * 1024 * 1024 + 1)))).toMatchObject({
      status: 413,
    });
  });

  it('keeps the bytes beside the parsed body elsewhere', async () => {
    expect(await (await post('/echo', '{ "a": 1 }')).json()).toEqual({ raw: '{ "a": 1 }', parsed: { a: 1 } });
  });
});

describe('clerks', () => {
  it('come in with a token of the console and one of the roles', async () => {
    const response = await get('/reviews', await token());
    expect(await response.json()).toEqual({ id: 'clerk-1', roles: ['reviewer'], office: 'nunukan' });
  });

  it('are 401 without a token, 403 without the right', async () => {
    const none = await get('/reviews');
    expect(none.headers.get('www-authenticate')).toBe('Bearer');
    expect(await problem(none)).toMatchObject({ status: 401, code: 'unauthorized' });
    expect(await problem(await get('/reviews', await token({ roles: ['clerk', 'invented'] })))).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
  });

  const now = Math.floor(Date.now() / 1000);
  it.each<[string, Token]>([
    ['another issuer', { iss: 'someone' }],
    ['another audience', { aud: 'intake' }],
    ['a life over ten minutes', { lives: 601 }],
    ['its time gone', { issued: now - 700 }],
    ['a time to come', { issued: now + 300 }],
    ['another signature', { key: stranger.privateKey }],
    ['an unknown key', { kid: 'k2', key: stranger.privateKey }],
  ])('are refused with %s', async (_, options) => {
    expect(await problem(await get('/reviews', await token(options)))).toMatchObject({
      status: 401,
      code: 'unauthorized',
    });
  });

  it('are refused with a token that no key signed', async () => {
    const [, claims] = (await token()).split('.');
    const head = Buffer.from('{"alg":"none"}').toString('base64url');
    expect((await get('/reviews', `${head}.${claims}.`)).status).toBe(401);
  });

  it('still come in when the console is down, and a service that never saw its keys says 503', async () => {
    const bearer = await token();
    expect((await get('/reviews', bearer)).status).toBe(200);
    console_.server.closeAllConnections();
    await new Promise((resolve) => console_.server.close(resolve));
    expect((await get('/reviews', bearer)).status).toBe(200);
    const late = await startService({
      service: 'intake',
      module: demoModule(console_.url, new Map()),
      port: 0,
      version: '1',
    });
    const response = await fetch(`${late.url}/reviews`, { headers: { authorization: `Bearer ${bearer}` } });
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await problem(response)).toMatchObject({ status: 503, code: 'console-unreachable' });
    await late.stop();
  });
});

describe('services', () => {
  const url = () => `${service.url}/internal/particulars`;

  it('call each other with a token of their own', async () => {
    const response = await internalFetch('document-validation', peer.privateKey)(url(), { audience: 'intake' });
    expect(await response.json()).toMatchObject({ caller: 'document-validation' });
  });

  it('change their key without a refused call: the old and the new one are both known meanwhile', async () => {
    for (const { privateKey } of [peer, nextOfPeer]) {
      const response = await internalFetch('document-validation', privateKey)(url(), { audience: 'intake' });
      expect([response.status, await response.json()]).toMatchObject([200, { caller: 'document-validation' }]);
    }
  });

  it('are 403 when the route is not for them', async () => {
    expect((await internalFetch('notification', stranger.privateKey)(url(), { audience: 'intake' })).status).toBe(403);
  });

  it('are 401 for another audience, in another name, unsigned, or with a token of a clerk', async () => {
    const tokens = [
      await serviceToken('document-validation', 'printing-queue', peer.privateKey),
      await serviceToken('document-validation', 'intake', stranger.privateKey),
      await serviceToken('unknown', 'intake', stranger.privateKey),
      await new SignJWT().setProtectedHeader({ alg: 'EdDSA', kid: 'notification' }).setIssuer('document-validation')
        .setAudience('intake').setIssuedAt().setExpirationTime('60s').sign(stranger.privateKey),
      await token(),
    ]; // prettier-ignore
    for (const one of tokens) expect((await get('/internal/particulars', one)).status).toBe(401);
    expect((await get('/internal/particulars')).status).toBe(401);
  });
});
