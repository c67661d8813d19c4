import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { assertionOf, type ConsoleBench, consoleBench, password } from './console-bench.js';

let console_: ConsoleBench;
beforeAll(async () => {
  console_ = await consoleBench();
}, 60_000);
afterAll(() => console_.close());

const signInAs = (username: string, secret: string, headers: Record<string, string> = {}) =>
  fetch(`${console_.url}/masuk`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ username, password: secret }),
    redirect: 'manual',
  });
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];

describe('tokens', () => {
  it('are given for an assertion of the account’s key, for one role and five minutes', async () => {
    const answer = await console_.post('/tokens', {
      assertion: await assertionOf(console_.adminKey, { role: 'clerk' }),
    });
    const { token } = (await answer.json()) as { token: string };
    const jwks = (await (await console_.get('/.well-known/jwks.json')).json()) as JSONWebKeySet;
    const verify = (at?: Date) =>
      jwtVerify(token, createLocalJWKSet(jwks), {
        issuer: 'loket-ops-console',
        audience: 'loket',
        ...(at ? { currentDate: at } : {}),
      });
    const { payload } = await verify();
    expect(payload).toMatchObject({ sub: 'admin', roles: ['clerk'] });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
    await expect(verify(new Date(Date.now() + 301_000))).rejects.toThrow(/exp/);
    expect(JSON.stringify(jwks)).not.toContain('"d"');
  });

  it('are refused for another key, an old or long-lived assertion, a second use, and an unknown account', async () => {
    const stranger = generateKeyPairSync('ed25519').privateKey;
    const ask = async (assertion: string) => codeOf(await console_.post('/tokens', { assertion }));
    const refused = [401, 'bad-assertion'];
    expect(await ask(await assertionOf(stranger, { role: 'clerk' }))).toEqual(refused);
    expect(await ask(await assertionOf(console_.adminKey, { role: 'clerk', lives: -1 }))).toEqual(refused);
    expect(await ask(await assertionOf(console_.adminKey, { role: 'clerk', lives: 600 }))).toEqual(refused);
    expect(await ask(await assertionOf(console_.adminKey, { role: 'clerk', sub: 'nobody' }))).toEqual(refused);
    expect(await ask('not a token')).toEqual(refused);
    const once = await assertionOf(console_.adminKey, { role: 'clerk', jti: randomUUID() });
    expect((await console_.post('/tokens', { assertion: once })).status).toBe(200);
    expect(await ask(once)).toEqual(refused);
    expect((await console_.post('/tokens', {})).status).toBe(400);
  });

  it('open what their role opens, and nothing with a token that was tampered with', async () => {
    const clerk = await console_.token('clerk');
    const get = async (path: string, token?: string) =>
      (await console_.get(path, token ? { authorization: `Bearer ${token}` } : {})).status;
    expect(await get('/applications', clerk)).toBe(200);
    expect(await get('/applications')).toBe(401);
    expect(await get('/applications', `${clerk.slice(0, -4)}AAAA`)).toBe(401);
    expect(await get('/accounts', clerk)).toBe(403);
    expect(await get('/accounts', await console_.token('admin'))).toBe(200);
    expect(await get('/applications?limit=1000', clerk)).toBe(400);
  });
});

describe('sessions', () => {
  it('begin with the right password, in a cookie that scripts and other sites do not get', async () => {
    const answer = await signInAs('admin', password);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    const cookie = answer.headers.getSetCookie()[0] ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const [row] = await console_.bench.query<{ token_hash: string }>('select token_hash from session limit 1');
    expect(cookie).not.toContain(row?.token_hash);
  });

  it('are needed for every page and every call', async () => {
    for (const path of ['/', `/permohonan/${randomUUID()}`, '/cetak', '/sistem', '/pesan', '/permohonan-baru']) {
      const answer = await console_.get(path);
      expect([answer.status, answer.headers.get('location')]).toEqual([303, '/masuk']);
    }
    expect(await codeOf(await console_.get('/api/ops-console/links'))).toEqual([401, 'not-signed-in']);
    expect(
      await codeOf(await console_.get('/api/ops-console/links', { cookie: `loket_session=${'A'.repeat(43)}` })),
    ).toEqual([401, 'not-signed-in']);
  });

  it('act only from their own pages', async () => {
    const { cookie, csrf } = await console_.signIn();
    const act = (headers: Record<string, string>) =>
      console_.post('/api/ops-console/projections/rebuild', {}, { cookie, ...headers });
    expect(await codeOf(await act({}))).toEqual([403, 'foreign-act']);
    expect(await codeOf(await act({ 'x-csrf-token': 'A'.repeat(csrf.length) }))).toEqual([403, 'foreign-act']);
    expect(await codeOf(await act({ 'x-csrf-token': csrf, 'sec-fetch-site': 'cross-site' }))).toEqual([
      403,
      'foreign-act',
    ]);
    expect((await act({ 'x-csrf-token': csrf })).status).toBe(200);
    const other = await console_.signIn();
    expect(await codeOf(await act({ 'x-csrf-token': other.csrf }))).toEqual([403, 'foreign-act']);
    expect((await signInAs('admin', password, { 'sec-fetch-site': 'cross-site' })).status).toBe(400);
  });

  it('end when they are signed out, when they are over, and when the account is disabled', async () => {
    const admin = { authorization: `Bearer ${await console_.token('admin')}` };
    const made = await console_.post(
      '/accounts',
      { username: 'siti', password: 'sandi-siti-yang-panjang', roles: ['clerk'], office: 'nunukan' },
      admin,
    );
    expect(made.status).toBe(201);
    expect(JSON.stringify(await made.json())).not.toContain('argon2');
    expect(
      await codeOf(
        await console_.post('/accounts', { username: 'siti', password: 'x'.repeat(12), roles: ['clerk'] }, admin),
      ),
    ).toEqual([409, 'username-taken']);
    const [first, second, third] = [
      await console_.signIn('siti', 'sandi-siti-yang-panjang'),
      await console_.signIn('siti', 'sandi-siti-yang-panjang'),
      await console_.signIn('siti', 'sandi-siti-yang-panjang'),
    ];
    const alive = async ({ cookie }: { cookie: string }) =>
      (await console_.get('/api/ops-console/links', { cookie })).status === 200;
    expect(await alive(first)).toBe(true);
    await console_.post('/keluar', {}, { cookie: first.cookie, 'x-csrf-token': first.csrf });
    expect(await alive(first)).toBe(false);
    await console_.bench.query(
      "update session set seen_at = now() - interval '61 minutes' where username = 'siti' and created_at = (select min(created_at) from session where username = 'siti')",
    );
    expect([await alive(second), await alive(third)]).toEqual([false, true]);
    expect((await console_.post('/accounts/siti/disablement', {}, admin)).status).toBe(200);
    expect(await alive(third)).toBe(false);
    expect((await signInAs('siti', 'sandi-siti-yang-panjang')).status).toBe(401);
    expect(await codeOf(await console_.post('/accounts/admin/disablement', {}, admin))).toEqual([409, 'own-account']);
  });

  it('hold off who tries passwords, and do not tell who has an account', async () => {
    const wrong = await signInAs('budi', 'salah-semua-pokoknya');
    const page = await wrong.text();
    expect(wrong.status).toBe(401);
    expect(page).toContain('Nama pengguna atau kata sandi salah');
    const tries = await Promise.all(Array.from({ length: 12 }, () => signInAs('budi', 'salah-semua-pokoknya')));
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(4);
    const later = await signInAs('budi', 'salah-semua-pokoknya');
    expect(later.status).toBe(429);
    expect(Number(later.headers.get('retry-after'))).toBeGreaterThan(800);
    expect((await signInAs('admin', password)).status).toBe(303);
  });

  it('give the person’s own rights and no more', async () => {
    const admin = { authorization: `Bearer ${await console_.token('admin')}` };
    await console_.post(
      '/accounts',
      { username: 'rina', password: 'sandi-rina-yang-panjang', roles: ['clerk'] },
      admin,
    );
    const { cookie, csrf } = await console_.signIn('rina', 'sandi-rina-yang-panjang');
    expect((await console_.get('/api/ops-console/applications', { cookie })).status).toBe(200);
    expect((await console_.get('/api/ops-console/accounts', { cookie })).status).toBe(403);
    expect(
      (await console_.post('/api/ops-console/projections/rebuild', {}, { cookie, 'x-csrf-token': csrf })).status,
    ).toBe(403);
    const answer = await console_.post('/tokens', {
      assertion: await assertionOf(console_.adminKey, { sub: 'rina', role: 'admin' }),
    });
    expect(answer.status).toBe(401);
    expect(decodeJwt(await console_.token('head')).roles).toEqual(['head']);
  });
});
