import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { decryptField, parseKeyRing } from '#document-store';
import { createDataSource } from '#outbox';
import { rewriteOldSeals } from '../src/rewrite-old-seals.js';
import { placeOf, SecondFactors } from '../src/second-factor/second-factors.js';
import { type ConsoleBench, consoleBench, password } from './console-bench.js';

let console_: ConsoleBench;
beforeAll(async () => {
  console_ = await consoleBench();
}, 60_000);
afterAll(() => console_.close());

const acts = '/api/ops-console/account/second-factor';
const post = (path: string, cookie: string, form: Record<string, string>) =>
  fetch(console_.url + path, {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams(form),
    redirect: 'manual',
  });
const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
const codeAt = (secret: string, at: number) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });
const codeOf = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];

/** A new member of staff with a confirmed phone. @returns its secret and recovery codes */
async function withPhone(username: string): Promise<{ secret: string; recovery: string[]; used: string }> {
  await console_.bench.query(
    `insert into account (username, password_hash, roles, created_by)
     select $1, password_hash, '{clerk}', 'test' from account where username = 'admin'`,
    [username],
  );
  const { cookie, csrf } = await console_.signIn(username);
  const own = { cookie, 'x-csrf-token': csrf };
  const begun = (await (await console_.post(acts, {}, own)).json()) as { uri: string };
  const secret = new URL(begun.uri).searchParams.get('secret') ?? '';
  expect(await (await console_.get('/akun', { cookie })).text()).toContain('data:image/png;base64,');
  expect(await codeOf(await console_.post(`${acts}/confirmation`, { code: '000000' }, own))).toEqual([
    422,
    'wrong-code',
  ]);
  const used = codeAt(secret, Date.now());
  const confirmed = await console_.post(`${acts}/confirmation`, { code: used }, own);
  const { recoveryCodes } = (await confirmed.json()) as { recoveryCodes: string[] };
  return { secret, recovery: recoveryCodes, used };
}

describe('the second factor', () => {
  it('is asked beside the password; the password alone opens nothing', async () => {
    const { recovery, used } = await withPhone('wati');
    const first = await post('/masuk', '', { username: 'wati', password });
    expect([first.status, first.headers.get('location')]).toEqual([303, '/masuk/kode']);
    const waiting = cookieOf(first);
    expect((await console_.get('/', { cookie: waiting })).headers.get('location')).toBe('/masuk');
    expect((await console_.get('/api/ops-console/links', { cookie: waiting })).status).toBe(401);
    expect((await console_.get('/masuk/kode', { cookie: waiting })).status).toBe(200);
    // A code counts once, whoever has seen it being typed.
    expect((await post('/masuk/kode', waiting, { code: used })).status).toBe(401);
    const opened = await post('/masuk/kode', waiting, { code: recovery[0] ?? '' });
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/']);
    expect((await console_.get('/', { cookie: cookieOf(opened) })).status).toBe(200);
    expect((await console_.get('/', { cookie: waiting })).status).toBe(303);
    const again = cookieOf(await post('/masuk', '', { username: 'wati', password }));
    expect((await post('/masuk/kode', again, { code: recovery[0] ?? '' })).status).toBe(401);
    expect((await post('/masuk/kode', again, { code: (recovery[1] ?? '').toLowerCase() })).status).toBe(303);
  });

  it('takes a code of the phone once, also when it comes twice at the same time', async () => {
    const { secret } = await withPhone('dewi');
    const factors = console_.running.app.get(SecondFactors);
    const later = Date.now() + 60_000;
    const code = codeAt(secret, later);
    const spent = await Promise.all([1, 2, 3].map(() => factors.spend('dewi', code, later)));
    expect(spent.filter(Boolean)).toHaveLength(1);
    expect(await factors.spend('dewi', codeAt(secret, later - 90_000), later)).toBe(false);
  });

  it('holds off who guesses codes, and the password does not give new tries', async () => {
    await withPhone('joko');
    const cookie = cookieOf(await post('/masuk', '', { username: 'joko', password }));
    const tries = [];
    for (let at = 0; at < 6; at += 1) tries.push((await post('/masuk/kode', cookie, { code: '123456' })).status);
    expect(tries.slice(0, 3)).toEqual([401, 401, 401]);
    expect(tries.at(-1)).toBe(429);
    expect((await post('/masuk', '', { username: 'joko', password })).status).toBe(429);
  });

  it('keeps secrets sealed and recovery codes hashed, and the admin helps who lost both', async () => {
    const { secret, recovery } = await withPhone('umar');
    const kept = JSON.stringify(await console_.bench.query('select * from second_factor'));
    expect(kept).not.toContain(secret);
    for (const code of recovery) expect(kept).not.toContain(code);
    const authorization = `Bearer ${await console_.token('admin')}`;
    expect((await console_.post('/accounts/umar/second-factor-removal', {}, { authorization })).status).toBe(200);
    const opened = await post('/masuk', '', { username: 'umar', password });
    expect(opened.headers.get('location')).toBe('/');
    const [noted] = await console_.bench.query<{ n: number }>(
      "select count(*)::int as n from audit_entry where subject = 'umar' and act = 'second factor removed'",
    );
    expect(noted).toEqual({ n: 1 });
  });

  it('outlives a change of the data key: its secret is written anew, and the old key may go', async () => {
    const { secret } = await withPhone('laras');
    const [old, next] = [console_.bench.environment['LOKET_KEY'] ?? '', randomBytes(32).toString('base64')];
    const dataSource = createDataSource({ url: console_.bench.databaseUrl, applicationName: 'test' });
    await dataSource.initialize();
    const seals = () =>
      console_.bench.query<{ s: string }>('select sealed_secret as s from second_factor order by username');
    const before = await seals();
    expect(await rewriteOldSeals(dataSource, parseKeyRing(old))).toBe(0);
    const rotating = parseKeyRing(`${next},${old}`);
    expect(await rewriteOldSeals(dataSource, rotating)).toBeGreaterThanOrEqual(before.length);
    expect(await rewriteOldSeals(dataSource, rotating)).toBe(0);
    const [row] = await console_.bench.query<{ s: string }>(
      "select sealed_secret as s from second_factor where username = 'laras'",
    );
    expect(decryptField(parseKeyRing(next), row?.s ?? '', placeOf('laras'))).toBe(secret);
    await dataSource.destroy();
  });
});
