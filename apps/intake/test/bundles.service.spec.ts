import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationDraft, ApplicationSubmitted, BundleImported, NewsRelayed } from '#contracts';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { compactVerify, importJWK } from 'jose';
import type { ImportedBundle } from '../src/bundle/import-bundle.js';
import type { OfficerNews } from '../src/officer/officer-news.js';
import { aPhoto, type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';
import { type CarriedRequest, enrolled, type OfficerDevice } from './officer-device.js';

let work: IntakeAtWork;
let clerk: string;
let admin: string;
let device: OfficerDevice;
const relayed = {
  messageId: randomUUID(),
  ticket: 'L-AAAAA',
  name: 'SI*** A***',
  office: 'Loket Kecamatan Krayan',
  news: 'KTP-el siap diambil.',
  since: '2026-11-22T01:00:00.000Z',
};
let notificationIsAway = false;

beforeAll(async () => {
  work = await intakeAtWork({}, async (bench) => {
    const notification = await bench.peer('notification', (route) =>
      notificationIsAway
        ? { status: 503 }
        : route.startsWith('GET /internal/relay-lists?district=650305')
          ? { json: { entries: [relayed] } }
          : undefined,
    );
    return { NOTIFICATION_URL: notification.url };
  });
  clerk = await work.bench.clerkToken(['clerk'], 'krayan', 'clerk-1');
  admin = await work.bench.clerkToken(['admin'], undefined, 'admin');
  device = await enrolled(work, admin);
}, 60_000);
afterAll(() => work.close(), 30_000);

function aRequest(changed: object = {}, documents: readonly string[] = ['KTP_LAMA', 'KK']): CarriedRequest {
  const { nik, familyCard } = someone();
  return {
    requestId: randomUUID(),
    takenAt: '2026-11-20T08:00:00.000Z',
    particulars: {
      ...{ kind: 'RUSAK', nik, familyCardNumber: familyCard, name: 'Siti Aminah' },
      ...{ village: 'Long Midang', district: '650305' },
      ...changed,
    },
    documents: documents.map((as) => ({ as, bytes: new Uint8Array(aPhoto().bytes) })),
  };
}

async function bring(bundle: Uint8Array, token = clerk, path = '/bundles', type = 'application/vnd.loket.bundle') {
  const response = await work.ask(path, {
    method: 'POST',
    token,
    body: bundle,
    headers: { 'content-type': type },
  });
  return {
    status: response.status,
    body: (await response.json()) as ImportedBundle & { code: string; detail: string },
  };
}

const count = async (sql: string) => (await work.bench.query(sql)).length;

describe('a bundle of a village officer', () => {
  it('opens an application for each request and submits it with its documents', async () => {
    const [first, second] = [aRequest(), aRequest({ phone: '0812 0000 0001' }, ['KTP_LAMA'])];
    const madeAt = '2019-01-01T00:00:00.000Z';
    const { status, body } = await bring(await device.pack([first, second], { madeAt }));
    expect(status).toBe(200);
    // The device's clock is wrong by years: it is kept, beside ours.
    expect(body).toMatchObject({ madeAt, isRepeated: false, deviceId: device.id });
    expect(Date.now() - Date.parse(body.receivedAt)).toBeLessThan(60_000);
    const byId = new Map(body.results.map((one) => [one.requestId, one]));
    const result = byId.get(first.requestId ?? '');
    expect(result).toMatchObject({ outcome: 'opened', state: 'submitted', problems: [], takenAt: first.takenAt });
    expect(result?.ticket).toMatch(/^L-/);
    expect(byId.get(second.requestId ?? '')?.state).toBe('submitted');
    const id = result?.applicationId;
    const draft = await work.bench.heard(ApplicationDraft, ({ applicationId }) => applicationId === id);
    expect(draft.data).toMatchObject({ channel: 'village', district: '650305', office: 'krayan' });
    await work.bench.heard(ApplicationSubmitted, ({ applicationId }) => applicationId === id);
    const documents = await work.bench.query(
      'select named_as, state from document where application_id = $1 order by seq',
      [id],
    );
    expect(documents).toEqual([
      { named_as: 'KTP_LAMA', state: 'kept' },
      { named_as: 'KK', state: 'kept' },
    ]);
    const said = await work.bench.heard(BundleImported, ({ bundleId }) => bundleId === body.bundleId);
    expect(said.data).toMatchObject({ opened: 2, alreadyOpen: 0, refused: 0, via: 'stick', madeAt });
  }, 30_000);

  it('imported three times, two of them at once, changes nothing', async () => {
    const bundle = await device.pack([aRequest(), aRequest()], {
      told: [{ messageId: randomUUID(), at: new Date().toISOString() }],
    });
    const [one, two] = await Promise.all([bring(bundle), bring(bundle)]);
    const before = await count('select 1 from application');
    const three = await bring(bundle);
    expect([one.status, two.status, three.status]).toEqual([200, 200, 200]);
    expect(three.body.isRepeated).toBe(true);
    const tickets = (body: ImportedBundle) =>
      body.results.map(({ ticket }) => String(ticket)).toSorted((a, b) => a.localeCompare(b));
    expect(tickets(three.body)).toEqual(tickets(one.body));
    expect(tickets(three.body)).toEqual(tickets(two.body));
    expect(await count('select 1 from application')).toBe(before);
    await work.bench.heard(NewsRelayed, ({ deviceId }) => deviceId === device.id);
    expect(work.saidOf(BundleImported).filter(({ bundleId }) => bundleId === one.body.bundleId)).toHaveLength(1);
    expect(work.saidOf(NewsRelayed)).toHaveLength(1);
  }, 30_000);

  it('the same request in another bundle is the same request', async () => {
    const request = aRequest();
    const first = await bring(await device.pack([request]));
    const again = await bring(await device.pack([request, aRequest()]));
    expect(again.body.isRepeated).toBe(false);
    const ticketOf = (body: ImportedBundle) =>
      body.results.find(({ requestId }) => requestId === request.requestId)?.ticket;
    expect(ticketOf(again.body)).toBe(ticketOf(first.body));
    const said = await work.bench.heard(BundleImported, ({ bundleId }) => bundleId === again.body.bundleId);
    expect(said.data.opened).toBe(1);
  }, 30_000);

  it('tells what cannot be right request by request, and takes in the others', async () => {
    const wrong = aRequest({ nik: '1234', name: 'B4di' });
    const strange = aRequest({ kind: 'NONSENSE', wish: 'x' });
    const good = aRequest();
    const twin = { ...aRequest(), particulars: good.particulars };
    const { status, body } = await bring(await device.pack([wrong, strange, good, twin]));
    expect(status).toBe(200);
    const of = ({ requestId }: CarriedRequest) => body.results.find((one) => one.requestId === requestId);
    expect(of(wrong)).toMatchObject({ outcome: 'refused', applicationId: null });
    expect(of(wrong)?.problems.map(({ field, code }) => `${field} ${code}`)).toEqual([
      'nik NIK_NOT_16_DIGITS',
      expect.stringMatching(/^name /),
    ]);
    expect(of(strange)).toMatchObject({ outcome: 'refused' });
    expect(of(good)?.outcome).toBe('opened');
    expect(of(twin)).toMatchObject({ outcome: 'already-open', ticket: of(good)?.ticket });
    expect(JSON.stringify(body)).not.toMatch(/B4di|1234/);
    const shown = await work.ask(`/bundles/${body.bundleId}`, { token: clerk });
    expect(await shown.json()).toMatchObject({ officer: 'pak-desa', district: '650305', requests: 4, isDone: true });
    const listed = (await (await work.ask('/bundles?limit=1', { token: clerk })).json()) as { next: string };
    expect((await work.ask(`/bundles?limit=1&cursor=${listed.next}`, { token: clerk })).status).toBe(200);
  }, 30_000);
});

describe('a bundle is refused with a reason', () => {
  it('where any byte of it was changed, and then nothing of it is taken in', async () => {
    const bundle = await device.pack([aRequest()]);
    const before = await count('select 1 from application');
    const headerEnd = 12 + new DataView(bundle.buffer).getUint32(8);
    for (const at of [headerEnd + 3, headerEnd + 64 + 400, bundle.length - 1]) {
      const changed = new Uint8Array(bundle);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const { status, body } = await bring(changed);
      expect({ status, code: body.code }).toEqual({ status: 422, code: 'bundle-tampered' });
      expect(body.detail).toContain('tanda tangan');
    }
    const cut = await bring(bundle.slice(0, 60));
    expect([cut.status, cut.body.code]).toEqual([422, 'bundle-unreadable']);
    expect((await bring(new Uint8Array(aPhoto().bytes))).body.code).toBe('bundle-unreadable');
    expect(await count('select 1 from application')).toBe(before);
  }, 30_000);

  it('signed by another key, for another office, or under an id that was used', async () => {
    const stranger = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    const forged = await bring(await device.pack([aRequest()], { signedBy: stranger.privateKey }));
    expect([forged.status, forged.body.code]).toEqual([422, 'bundle-tampered']);
    const recipient = await identityToRecipient(await generateX25519Identity());
    const elsewhere = await bring(await device.pack([aRequest()], { recipient }));
    expect([elsewhere.status, elsewhere.body.code]).toEqual([422, 'bundle-not-for-us']);
    const bundleId = randomUUID();
    expect((await bring(await device.pack([], { bundleId }))).status).toBe(200);
    const reused = await bring(await device.pack([aRequest()], { bundleId }));
    expect([reused.status, reused.body.code]).toEqual([409, 'bundle-id-reused']);
  }, 30_000);

  it('from a device that was revoked, and without a right, a type, or a bound', async () => {
    const lost = await enrolled(work, admin);
    const bundle = await lost.pack([aRequest()]);
    const revoked = await work.ask(`/officer-devices/${lost.id}/revocation`, { method: 'POST', token: admin });
    expect(revoked.status).toBe(204);
    const { status, body } = await bring(bundle);
    expect([status, body.code]).toEqual([403, 'bundle-device-revoked']);
    expect((await bring(bundle, await lost.assertion(), '/officer-devices/me/bundles')).status).toBe(403);
    expect((await bring(bundle, '')).status).toBe(401);
    expect((await bring(bundle, await work.bench.clerkToken(['print-operator']))).status).toBe(403);
    expect((await bring(bundle, clerk, '/bundles', 'text/plain')).status).toBe(415);
    expect((await bring(new Uint8Array(16 * 1024 * 1024 + 1))).status).toBe(413);
  }, 30_000);
});

describe('a device with a line', () => {
  it('sends its bundle itself and takes its news along', async () => {
    const request = aRequest();
    const sent = await bring(await device.pack([request]), await device.assertion(), '/officer-devices/me/bundles');
    expect([sent.status, sent.body.results[0]?.outcome]).toEqual([200, 'opened']);
    const answer = await work.ask('/officer-devices/me/news', { token: await device.assertion() });
    const news = (await answer.json()) as OfficerNews;
    expect(news.relay).toEqual([relayed]);
    expect(news.setting.district).toEqual({ code: '650305', name: 'Krayan' });
    expect(news.results[0]).toMatchObject({ requestId: request.requestId, stateWords: 'berkas sedang diperiksa' });
    notificationIsAway = true;
    const without = await work.ask('/officer-devices/me/news', { token: await device.assertion() });
    notificationIsAway = false;
    expect(((await without.json()) as OfficerNews).relay).toBeNull();
  }, 30_000);

  it('is let in by a fresh assertion of its own key only', async () => {
    const news = async (token?: string) =>
      (await work.ask('/officer-devices/me/news', token === undefined ? {} : { token })).status;
    const other = await enrolled(work, admin);
    expect(await news()).toBe(401);
    expect(await news(clerk)).toBe(401);
    expect(await news(await device.assertion(new Date(Date.now() - 10 * 60_000)))).toBe(401);
    expect(await news(await device.assertion())).toBe(200);
    const foreign = await bring(
      await device.pack([aRequest()]),
      await other.assertion(),
      '/officer-devices/me/bundles',
    );
    expect(foreign.status).toBe(422);
  }, 30_000);

  it('without one gets the same news on a stick, sealed for it alone', async () => {
    const reply = await work.ask(`/officer-devices/${device.id}/reply`, { token: clerk });
    const bytes = new Uint8Array(await reply.arrayBuffer());
    const decrypter = new Decrypter();
    decrypter.addIdentity(device.identity);
    const key = await importJWK({ ...device.setting.replyKey }, 'EdDSA');
    const { payload, protectedHeader } = await compactVerify(await decrypter.decrypt(bytes, 'text'), key);
    expect(protectedHeader.typ).toBe('loket-reply');
    const news = JSON.parse(new TextDecoder().decode(payload)) as OfficerNews;
    expect(news).toMatchObject({ version: 1, relay: [relayed] });
    expect(news.results.length).toBeGreaterThan(0);
    const unknown = await work.ask(`/officer-devices/${randomUUID()}/reply`, { token: clerk });
    expect(unknown.status).toBe(404);
  }, 30_000);
});

describe('a device is enrolled', () => {
  it('once, by a code, and shown in the list', async () => {
    const registered = await work.ask('/officer-devices', {
      method: 'POST',
      token: admin,
      body: { officer: 'ibu-desa', label: 'HP kedua', district: '650307' },
    });
    expect(registered.status).toBe(201);
    const { code } = (await registered.json()) as { code: string };
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const keys = {
      signingKey: { kty: 'EC', crv: 'P-256', x: 'a'.repeat(43), y: 'b'.repeat(43) },
      recipient: await identityToRecipient(await generateX25519Identity()),
    };
    const enrol = async (body: object) =>
      (await work.ask('/officer-devices/enrolment', { method: 'POST', body })).status;
    expect(await enrol({ ...keys, code: code.toLowerCase() })).toBe(200);
    expect(await enrol({ ...keys, code })).toBe(403);
    expect(await enrol({ ...keys, code: 'WRONG' })).toBe(403);
    expect(await enrol({ code })).toBe(400);
    const listed = (await (await work.ask('/officer-devices?limit=1', { token: clerk })).json()) as {
      devices: { officer: string; enrolledAt: string | null }[];
    };
    expect(listed.devices).toMatchObject([{ officer: 'ibu-desa', enrolledAt: expect.any(String) }]);
    const asClerk = await work.ask('/officer-devices', {
      method: 'POST',
      token: clerk,
      body: { officer: 'x-y', label: 'HP', district: '650307' },
    });
    expect(asClerk.status).toBe(403);
    const nowhere = await work.ask('/officer-devices', {
      method: 'POST',
      token: admin,
      body: { officer: 'x-y', label: 'HP', district: '110101' },
    });
    expect(nowhere.status).toBe(422);
  }, 30_000);
});
