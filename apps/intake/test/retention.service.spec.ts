import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PersonalDataErased } from '#contracts';
import { openDocumentStore } from '#document-store';
import { createDataSource, UnitOfWork } from '#outbox';
import { eventually } from '#testing';
import type { DataSource } from 'typeorm';
import type { DueWork } from '../src/poll.js';
import { ForgetConversations } from '../src/retention/forget-conversations.js';
import { ForgetLooseFiles } from '../src/retention/forget-loose-files.js';
import { ForgetParticulars } from '../src/retention/forget-particulars.js';
import { ForgetPictures } from '../src/retention/forget-pictures.js';
import { RemoveErasedFiles } from '../src/retention/remove-erased-files.js';
import { loadTerritory } from '../src/territory.js';
import { aPhone, aPhoto, type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';

let work: IntakeAtWork;
let clerk: string;
let head: string;
let dataSource: DataSource;
let pictures: DueWork;
let particulars: DueWork;
let conversations: DueWork;
let loose: DueWork;
let files: DueWork;

beforeAll(async () => {
  work = await intakeAtWork();
  clerk = await work.bench.clerkToken(['clerk'], 'nunukan', 'clerk-1');
  head = await work.bench.clerkToken(['head'], undefined, 'head-1');
  dataSource = createDataSource({ url: work.bench.databaseUrl, applicationName: 'test' });
  await dataSource.initialize();
  const unitOfWork = new UnitOfWork(dataSource, 'intake');
  const territory = await loadTerritory('infra/region/nunukan.json');
  pictures = new ForgetPictures(dataSource, unitOfWork, territory);
  particulars = new ForgetParticulars(dataSource, unitOfWork, territory);
  conversations = new ForgetConversations(dataSource, unitOfWork, territory);
  loose = new ForgetLooseFiles(dataSource, unitOfWork, territory);
  files = new RemoveErasedFiles(
    dataSource,
    openDocumentStore({ url: work.documentStore, keys: work.bench.environment.LOKET_KEY ?? '' }),
  );
}, 60_000);
afterAll(async () => {
  await dataSource?.destroy();
  await work?.close();
}, 30_000);

/** One round of a sweeper, as poll.ts does it. @returns how many rows were due */
async function sweep(due: DueWork): Promise<number> {
  const rows = await due.find(50);
  for (const { id } of rows) await due.handle(id);
  return rows.length;
}

interface Request {
  readonly applicationId: string;
  readonly code: string;
  readonly storeKeys: string[];
}

/** A request of the counter with two documents that ended so many days ago. */
async function endedRequest(daysAgo: number, state = 'handed_over', who = someone()): Promise<Request> {
  const opened = await work.ask('/applications', {
    method: 'POST',
    token: clerk,
    body: {
      kind: 'RUSAK',
      nik: who.nik,
      familyCardNumber: who.familyCard,
      name: 'Siti Aminah',
      village: 'Binusan',
      district: '650302',
    },
  });
  const { applicationId } = (await opened.json()) as { applicationId: string };
  for (const as of ['KK', 'KTP_LAMA']) {
    const kept = await work.ask(`/applications/${applicationId}/documents?as=${as}`, {
      method: 'POST',
      token: clerk,
      body: aPhoto().bytes,
      headers: { 'content-type': 'image/jpeg' },
    });
    expect(kept.status).toBe(201);
  }
  await work.bench.query(
    `update application set state = $2, last_moved_at = now() - make_interval(days => $3) where id = $1`,
    [applicationId, state, daysAgo],
  );
  const rows = await work.bench.query<{ store_key: string }>(
    'select store_key from document where application_id = $1',
    [applicationId],
  );
  const token = await work.peerToken('notification');
  const contact = await work.ask(`/internal/applications/${applicationId}/contact`, { token });
  const { trackUrl } = (await contact.json()) as { trackUrl: string };
  return { applicationId, code: trackUrl.split('/').at(-1) ?? '', storeKeys: rows.map((row) => row.store_key) };
}

const rowOf = async (id: string) =>
  (await work.bench.query<Record<string, unknown>>('select * from application where id = $1', [id]))[0] ?? {};
const documentsOf = (id: string) =>
  work.bench.query<{ state: string; store_key: string | null; sha256: string | null }>(
    'select state, store_key, sha256 from document where application_id = $1',
    [id],
  );
const erasedOf = (id: string) => work.saidOf(PersonalDataErased).filter(({ applicationId }) => applicationId === id);

async function hold(applicationId: string, scope: 'request' | 'person' = 'request'): Promise<string> {
  const answer = await work.ask('/legal-holds', {
    method: 'POST',
    token: head,
    body: { applicationId, scope, reason: 'Sengketa di PTUN, surat nomor 12' },
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { holdId: string }).holdId;
}

describe('pictures, 90 days after the end of a request', () => {
  it('go with their hashes and files, once; what is held, younger or under way stays', async () => {
    const due = await endedRequest(91);
    const young = await endedRequest(89);
    const held = await endedRequest(91);
    const underWay = await endedRequest(400, 'ready_for_pickup');
    await hold(held.applicationId);

    await sweep(pictures);
    await sweep(files);
    expect(await documentsOf(due.applicationId)).toEqual([
      { state: 'erased', store_key: null, sha256: null },
      { state: 'erased', store_key: null, sha256: null },
    ]);
    for (const key of due.storeKeys) expect(await work.isStored(key)).toBe(false);
    for (const kept of [young, held, underWay]) {
      expect((await documentsOf(kept.applicationId)).map(({ state }) => state)).toEqual(['kept', 'kept']);
      for (const key of kept.storeKeys) expect(await work.isStored(key)).toBe(true);
    }
    await eventually(() => erasedOf(due.applicationId).length > 0, { what: 'the erasure is said' });

    // Twice is once: nothing is due, and a late handle finds nothing to do.
    expect((await pictures.find(50)).map(({ id }) => id)).not.toContain(due.applicationId);
    await pictures.handle(due.applicationId);
    await sweep(files);
    expect(erasedOf(due.applicationId)).toEqual([
      { applicationId: due.applicationId, what: 'documents', because: 'retention', files: 2 },
    ]);
    // Who made the request is still known.
    expect(await rowOf(due.applicationId)).toMatchObject({ particulars_erased_at: null });
  });

  it('are listed until the store has really removed them', async () => {
    const { storeKeys, applicationId } = await endedRequest(120);
    await sweep(pictures);
    expect(await work.bench.query('select 1 from file_to_remove where store_key = any($1)', [storeKeys])).toHaveLength(
      2,
    );
    const away = new RemoveErasedFiles(dataSource, {
      put: () => Promise.reject(new Error('away')),
      get: () => Promise.reject(new Error('away')),
      getWithType: () => Promise.reject(new Error('away')),
      rewrite: () => Promise.reject(new Error('away')),
      delete: () => Promise.reject(new Error('away')),
    });
    await expect(sweep(away)).rejects.toThrow('away');
    expect(await work.bench.query('select 1 from file_to_remove where store_key = any($1)', [storeKeys])).toHaveLength(
      2,
    );
    await sweep(files);
    expect(await work.bench.query('select 1 from file_to_remove')).toEqual([]);
    expect((await documentsOf(applicationId)).every(({ store_key }) => store_key === null)).toBe(true);
  });
});

describe('particulars, five years after the end of a request', () => {
  it('go with everything that says whose it was; its kind, place and dates stay, and its code says archived', async () => {
    const { applicationId, code } = await endedRequest(1_826);
    expect((await work.ask(`/track/${code}`)).status).toBe(200);
    await sweep(particulars);
    const row = await rowOf(applicationId);
    expect(row).toMatchObject({
      kind: 'RUSAK',
      office: 'nunukan',
      state: 'handed_over',
      sealed_nik: null,
      nik_index: null,
      sealed_name: null,
      sealed_family_card: null,
      sealed_phone: null,
      sealed_tracking_code: null,
      village: null,
      conversation_id: null,
    });
    expect((await documentsOf(applicationId)).map(({ state }) => state)).toEqual(['erased', 'erased']);

    const gone = await work.ask(`/track/${code}`, { headers: { accept: 'application/json' } });
    expect(gone.status).toBe(410);
    expect(await gone.json()).toMatchObject({ code: 'archived' });
    const page = await work.ask(`/track/${code}`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(410);
    expect(await page.text()).toContain('diarsipkan');

    // Staff still see the request in the list and on its page, nameless; the services are told that it is gone.
    const shown = await work.ask(`/applications/${applicationId}`, { token: clerk });
    expect(await shown.json()).toMatchObject({ maskedName: '—', maskedNik: '—', erasedAt: expect.any(String) });
    expect((await work.ask('/applications', { token: clerk })).status).toBe(200);
    for (const [service, path] of [
      ['document-validation', 'particulars'],
      ['notification', 'contact'],
      ['notification', 'receipt'],
    ] as const) {
      const token = await work.peerToken(service);
      expect((await work.ask(`/internal/applications/${applicationId}/${path}`, { token })).status).toBe(404);
    }
    await eventually(() => erasedOf(applicationId).length === 2, { what: 'both erasures are said' });
    expect(erasedOf(applicationId).map(({ what }) => what)).toEqual(['documents', 'particulars']);

    await particulars.handle(applicationId);
    expect(await rowOf(applicationId)).toMatchObject({ particulars_erased_at: row.particulars_erased_at });
  });

  it('stay while a person is held, for all their requests, and go when the reason is over', async () => {
    const who = someone();
    const first = await endedRequest(3_000, 'withdrawn', who);
    const holdId = await hold(first.applicationId, 'person');
    const second = await endedRequest(2_500, 'handed_over', who);
    await sweep(particulars);
    expect(await rowOf(first.applicationId)).toMatchObject({ particulars_erased_at: null });
    expect(await rowOf(second.applicationId)).toMatchObject({ particulars_erased_at: null });

    for (const round of [1, 2]) {
      const lifted = await work.ask(`/legal-holds/${holdId}/lift`, { method: 'POST', token: head });
      expect([round, lifted.status]).toEqual([round, 200]);
    }
    await sweep(particulars);
    expect(await rowOf(first.applicationId)).toMatchObject({ sealed_nik: null });
    expect(await rowOf(second.applicationId)).toMatchObject({ sealed_nik: null });
    const late = await work.ask('/legal-holds', {
      method: 'POST',
      token: head,
      body: { applicationId: first.applicationId, reason: 'too late' },
    });
    expect(late.status).toBe(409);
  });

  it('are held by the head and nobody below, with a reason that lies sealed', async () => {
    const { applicationId } = await endedRequest(1);
    const body = { applicationId, reason: 'Permintaan penyidik' };
    expect((await work.ask('/legal-holds', { method: 'POST', token: clerk, body })).status).toBe(403);
    expect((await work.ask('/legal-holds', { method: 'POST', token: head, body: { applicationId } })).status).toBe(400);
    await hold(applicationId);
    const listed = await work.ask('/legal-holds?limit=1', { token: head });
    const { holds, next } = (await listed.json()) as { holds: { reason: string }[]; next: string | null };
    expect(holds[0]).toMatchObject({ applicationId, reason: 'Sengketa di PTUN, surat nomor 12', placedBy: 'head-1' });
    expect(next).not.toBeNull();
    const open = await work.bench.query<{ sealed_reason: string }>('select sealed_reason from legal_hold');
    expect(open.some(({ sealed_reason }) => sealed_reason.includes('PTUN'))).toBe(false);
  });
});

describe('what never came to a request', () => {
  it('a photo goes after 30 days, a number two years after the last word; who comes back is met anew', async () => {
    const from = aPhone();
    const mediaId = work.graph.keep(aPhoto());
    await work.say({ from, image: { mediaId } });
    const [document] = await eventually(
      async () => {
        const rows = await work.bench.query<{ id: string; store_key: string; conversation_id: string }>(
          "select id, store_key, conversation_id from document where application_id is null and state = 'kept'",
        );
        return rows.length > 0 && rows;
      },
      { what: 'the photo is kept' },
    );
    if (!document) throw new Error('no document');
    await sweep(loose);
    expect(await work.isStored(document.store_key)).toBe(true);
    await work.bench.query("update document set received_at = now() - interval '31 days' where id = $1", [document.id]);
    await sweep(loose);
    await sweep(files);
    expect(await work.isStored(document.store_key)).toBe(false);

    const conversation = async () =>
      (
        await work.bench.query<Record<string, unknown>>('select * from conversation where id = $1', [
          document.conversation_id,
        ])
      )[0];
    await sweep(conversations);
    expect(await conversation()).toMatchObject({ forgotten_at: null });
    await work.bench.query("update conversation set last_inbound_at = now() - interval '731 days' where id = $1", [
      document.conversation_id,
    ]);
    await sweep(conversations);
    expect(await conversation()).toMatchObject({ sealed_phone: null, phone_index: null });
    expect(await sweep(conversations)).toBe(0);

    await work.say({ from, text: 'halo' });
    await eventually(
      async () => (await work.bench.query('select 1 from conversation where forgotten_at is null')).length > 0,
      { what: 'the citizen is met anew' },
    );
  });
});
