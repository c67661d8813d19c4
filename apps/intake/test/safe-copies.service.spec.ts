import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDataSource, UnitOfWork } from '#outbox';
import type { DataSource } from 'typeorm';
import type { DueWork } from '../src/poll.js';
import { ForgetOriginals } from '../src/retention/forget-originals.js';
import { ForgetPictures } from '../src/retention/forget-pictures.js';
import { loadTerritory } from '../src/territory.js';
import { aPhoto, type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';

let work: IntakeAtWork;
let clerk: string;
let validation: string;
let dataSource: DataSource;
let originals: DueWork;
let pictures: DueWork;
beforeAll(async () => {
  work = await intakeAtWork();
  dataSource = createDataSource({ url: work.bench.databaseUrl, applicationName: 'test' });
  await dataSource.initialize();
  const unitOfWork = new UnitOfWork(dataSource, 'intake');
  const territory = await loadTerritory('infra/region/nunukan.json');
  originals = new ForgetOriginals(dataSource, unitOfWork, territory);
  pictures = new ForgetPictures(dataSource, unitOfWork, territory);
  clerk = await work.bench.clerkToken(['clerk'], 'nunukan', 'clerk-1');
  validation = await work.peerToken('document-validation');
}, 60_000);
afterAll(async () => {
  await dataSource?.destroy();
  await work?.close();
}, 30_000);

interface Opened {
  readonly applicationId: string;
  readonly documentId: string;
  /** What a member of staff would ask for. */
  readonly view: string;
  readonly original: Uint8Array;
}

async function aDocument(): Promise<Opened> {
  const { nik, familyCard } = someone();
  const opened = await work.ask('/applications', {
    method: 'POST',
    token: clerk,
    body: {
      kind: 'RUSAK',
      nik,
      familyCardNumber: familyCard,
      name: 'Siti Aminah',
      village: 'Binusan',
      district: '650302',
    },
  });
  const { applicationId } = (await opened.json()) as { applicationId: string };
  const original = aPhoto().bytes;
  const kept = await work.ask(`/applications/${applicationId}/documents?as=KK`, {
    method: 'POST',
    token: clerk,
    body: original,
    headers: { 'content-type': 'image/jpeg' },
  });
  const { documentId } = (await kept.json()) as { documentId: string };
  return {
    applicationId,
    documentId,
    original,
    view: `/applications/${applicationId}/documents/${documentId}/content`,
  };
}

const put = (path: string, body?: Uint8Array, token = validation) =>
  work.ask(`/internal/documents/${path}`, { method: 'PUT', token, ...(body ? { body } : {}) });
const look = async (path: string) => {
  const answer = await work.ask(path, { token: clerk });
  return { status: answer.status, type: answer.headers.get('content-type'), answer };
};
const code = async (path: string) => {
  const { status, answer } = await look(path);
  return { status, code: ((await answer.json()) as { code: string }).code };
};
const viewsOf = async (documentId: string) =>
  (await work.bench.query('select 1 from document_view where document_id = $1', [documentId])).length;
const keysOf = async (documentId: string) =>
  work.bench.query<{ store_key: string }>('select store_key from document_copy where document_id = $1 order by page', [
    documentId,
  ]);

describe('what staff see of a document', () => {
  it('is the copy of each page, never the file that was sent', async () => {
    const { documentId, view, original } = await aDocument();
    expect(await code(view)).toEqual({ status: 409, code: 'no-safe-copy' });
    expect(await viewsOf(documentId)).toBe(0);
    const [first, second] = [aPhoto().bytes, aPhoto().bytes];
    expect((await put(`${documentId}/copies/1?of=2`, first)).status).toBe(204);
    expect((await put(`${documentId}/copies/2?of=2`, second)).status).toBe(204);
    for (const [page, bytes] of [first, second].entries()) {
      const seen = await look(`${view}?page=${page + 1}`);
      expect([seen.status, seen.type]).toEqual([200, 'image/jpeg']);
      expect(seen.answer.headers.get('loket-pages')).toBe('2');
      const shown = Buffer.from(await seen.answer.arrayBuffer());
      expect(shown.equals(bytes)).toBe(true);
      expect(shown.equals(original)).toBe(false);
    }
    expect(await code(`${view}?page=3`)).toEqual({ status: 404, code: 'page-not-found' });
    expect(await viewsOf(documentId)).toBe(2);
  });

  it('is replaced by a newer copy, and the older one’s bytes are gone from the store', async () => {
    const { documentId, view } = await aDocument();
    await work.keepCopy(documentId);
    const [older] = await keysOf(documentId);
    const newer = aPhoto().bytes;
    await work.keepCopy(documentId, newer);
    const keys = await keysOf(documentId);
    expect(keys).toHaveLength(1);
    expect(keys).not.toEqual([older]);
    expect(Buffer.from(await (await look(view)).answer.arrayBuffer()).equals(newer)).toBe(true);
    expect(await work.isStored(older?.store_key ?? '')).toBe(false);
    expect(await work.isStored(keys[0]?.store_key ?? '')).toBe(true);
  });

  it('takes copies from document-validation alone, and only of documents there are', async () => {
    const { documentId } = await aDocument();
    expect((await put(`${documentId}/copies/1?of=1`, aPhoto().bytes, clerk)).status).toBe(401);
    const printing = await work.peerToken('printing-queue');
    expect((await put(`${documentId}/copies/1?of=1`, aPhoto().bytes, printing)).status).toBe(403);
    expect((await put(`${documentId}/copies/3?of=2`, aPhoto().bytes)).status).toBe(400);
    expect((await put(`${documentId}/copies/1?of=2000`, aPhoto().bytes)).status).toBe(400);
    const nobodys = '0198c0de-0000-7000-8000-000000000009';
    expect((await put(`${nobodys}/copies/1?of=1`, aPhoto().bytes)).status).toBe(404);
    expect((await put(`${nobodys}/quarantine`)).status).toBe(404);
    expect(await keysOf(documentId)).toEqual([]);
  });
});

describe('an infected document', () => {
  it('is given to nobody any more: no clerk, no service, no export; what was drawn of it is gone', async () => {
    const { applicationId, documentId, view } = await aDocument();
    await work.keepCopy(documentId);
    const [copy] = await keysOf(documentId);
    expect((await put(`${documentId}/quarantine`)).status).toBe(204);
    expect((await put(`${documentId}/quarantine`)).status).toBe(204);
    expect(await code(view)).toEqual({ status: 409, code: 'document-quarantined' });
    expect((await work.ask(`/internal/documents/${documentId}/content`, { token: validation })).status).toBe(404);
    expect((await put(`${documentId}/copies/1?of=1`, aPhoto().bytes)).status).toBe(404);
    expect(await work.isStored(copy?.store_key ?? '')).toBe(false);
    const particulars = await work.ask(`/internal/applications/${applicationId}/particulars`, { token: validation });
    expect(await particulars.json()).toMatchObject({
      documents: [{ documentId, fileProblem: 'infected', copies: false }],
    });
    const metrics = await (await work.ask('/metrics')).text();
    expect(metrics).toMatch(/loket_documents_quarantined_total\{[^}]*\} 1/);
  });
});

describe('the file as it was sent', () => {
  const end = (applicationId: string, daysAgo: number, state = 'handed_over') =>
    work.bench.query(
      'update application set state = $2, last_moved_at = now() - make_interval(days => $3) where id = $1',
      [applicationId, state, daysAgo],
    );
  const originalOf = async (documentId: string) =>
    (
      await work.bench.query<{ store_key: string | null }>('select store_key from document where id = $1', [documentId])
    )[0]?.store_key;
  async function sweep(due: DueWork) {
    for (const { id } of await due.find(50)) await due.handle(id);
  }

  it('ends a week after its request where copies are kept; what has none, is held by law or under way stays', async () => {
    const [due, young, uncopied, held, underWay] = [
      await aDocument(),
      await aDocument(),
      await aDocument(),
      await aDocument(),
      await aDocument(),
    ];
    for (const { documentId } of [due, young, held, underWay]) await work.keepCopy(documentId);
    await end(due.applicationId, 8);
    await end(young.applicationId, 6);
    await end(uncopied.applicationId, 8);
    await end(held.applicationId, 8);
    await end(underWay.applicationId, 8, 'ready_for_pickup');
    const head = await work.bench.clerkToken(['head'], undefined, 'head-1');
    const placed = await work.ask('/legal-holds', {
      method: 'POST',
      token: head,
      body: { applicationId: held.applicationId, scope: 'request', reason: 'Sengketa di PTUN, surat nomor 12' },
    });
    expect(placed.status).toBe(201);
    const key = await originalOf(due.documentId);
    await sweep(originals);
    await originals.handle(due.documentId);
    expect(await originalOf(due.documentId)).toBeNull();
    expect(await work.bench.query('select 1 from file_to_remove where store_key = $1', [key])).toHaveLength(1);
    for (const { documentId } of [young, uncopied, held, underWay]) expect(await originalOf(documentId)).toBeTruthy();
    // The copy goes on to be seen, and serves the service that checks.
    expect((await look(due.view)).status).toBe(200);
    const given = await work.ask(`/internal/documents/${due.documentId}/content`, { token: validation });
    expect([given.status, given.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  });

  it('that is infected ends a month after it was found, whatever its request does', async () => {
    const [fresh, old] = [await aDocument(), await aDocument()];
    for (const { documentId } of [fresh, old]) await put(`${documentId}/quarantine`);
    await work.bench.query("update document set quarantined_at = now() - interval '31 days' where id = $1", [
      old.documentId,
    ]);
    await sweep(originals);
    expect([await originalOf(fresh.documentId), await originalOf(old.documentId)]).toEqual([expect.any(String), null]);
    expect(await code(old.view)).toEqual({ status: 409, code: 'document-quarantined' });
  });

  it('takes its copies along when the pictures of a request are erased', async () => {
    const { applicationId, documentId } = await aDocument();
    await work.keepCopy(documentId);
    const [copy] = await keysOf(documentId);
    await end(applicationId, 91);
    await sweep(pictures);
    expect(await keysOf(documentId)).toEqual([]);
    expect(await work.bench.query('select 1 from file_to_remove where store_key = $1', [copy?.store_key])).toHaveLength(
      1,
    );
  });
});
