import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#testing';
import { sealedPlaces } from '../src/keys/sealed-places.js';
import { aPhone, aPhoto, type IntakeAtWork, intakeAtWork, requestLine, someone } from './intake-at-work.js';

let work: IntakeAtWork;
let ops: string;
beforeAll(async () => {
  work = await intakeAtWork();
  ops = await work.bench.clerkToken(['ops'], undefined, 'ops-1');
}, 60_000);
afterAll(() => work?.close(), 30_000);

interface Standing {
  readonly keyId: string;
  readonly oldKeysMayGo: boolean;
  readonly places: { place: string; done: boolean; needsOldKey: boolean }[];
}
const standing = async (method = 'GET') =>
  (await (await work.ask('/key-rotation', { token: ops, method })).json()) as Standing;

/** Everything intake seals, at least once. */
async function fillTables(): Promise<string> {
  const from = aPhone();
  await work.say({ from, text: requestLine('HILANG', who) });
  await eventually(async () => (await work.bench.query('select 1 from application')).length > 0, { what: 'a request' });
  await work.say({ from, image: { mediaId: work.graph.keep(aPhoto()) } });
  await eventually(async () => (await work.bench.query("select 1 from document where state = 'kept'")).length > 0, {
    what: 'a kept photo',
  });
  const [row] = await work.bench.query<{ id: string }>('select id from application');
  const applicationId = row?.id ?? '';
  const clerk = await work.bench.clerkToken(['clerk', 'head'], undefined, 'clerk-1');
  const body = { words: 'Petugas lama sekali melayani saya', contact: 'RT 7', applicationId };
  const lodged = await work.ask('/complaints', { method: 'POST', token: clerk, body });
  const { complaintId } = (await lodged.json()) as { complaintId: string };
  const answer = { words: 'Mohon maaf, sudah kami tindak lanjuti.' };
  await work.ask(`/complaints/${complaintId}/answer`, { method: 'POST', token: clerk, body: answer });
  const hold = { applicationId, reason: 'Laporan polisi nomor 7' };
  await work.ask('/legal-holds', { method: 'POST', token: clerk, body: hold });
  return applicationId;
}

const who = someone();
const newKey = randomBytes(32).toString('base64');

describe('the data key', () => {
  it('has every sealed column in its list', async () => {
    const rows = await work.bench.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = 'intake' and column_name like 'sealed\\_%' order by 1`,
    );
    const listed = sealedPlaces.flatMap(({ table, columns }) => Object.keys(columns).map((name) => `${table}.${name}`));
    expect(listed.toSorted()).toEqual(rows.map(({ name }) => name));
  });

  it('is changed while the office works: everything is written anew, and the old one may go', async () => {
    const applicationId = await fillTables();
    const oldKey = work.bench.environment.LOKET_KEY ?? '';
    const before = await standing();
    expect(before).toMatchObject({ oldKeysMayGo: true, isRotating: false });
    const [file] = await work.bench.query<{ store_key: string }>(
      'select store_key from document where store_key is not null',
    );
    const path = `${work.documentStore.slice('file:'.length)}/${file?.store_key.slice(0, 2)}/${file?.store_key}`;
    const sealedFile = await readFile(path);

    await work.restart({ LOKET_KEY: `${newKey},${oldKey}` });
    expect(await standing()).toMatchObject({ isRotating: true, oldKeysMayGo: false });
    const after = await eventually(
      async () => {
        const now = await standing();
        if (!now.oldKeysMayGo) throw new Error(JSON.stringify(now.places.filter(({ needsOldKey }) => needsOldKey)));
        return now;
      },
      { withinMs: 30_000, what: 'all is under the new key' },
    );
    expect(after.keyId).not.toBe(before.keyId);
    expect(after.places.map(({ place }) => place)).toEqual(
      expect.arrayContaining(['files of document', 'files of document_copy']),
    );
    const rewrittenFile = await readFile(path);
    expect(rewrittenFile.subarray(0, 14)).not.toEqual(sealedFile.subarray(0, 14));

    // Without the old key: particulars, the picture, the complaint and the hold can all be read.
    await work.restart({ LOKET_KEY: newKey });
    const token = await work.peerToken('document-validation');
    const particulars = await work.ask(`/internal/applications/${applicationId}/particulars`, { token });
    const { nik, documents } = (await particulars.json()) as { nik: string; documents: { documentId: string }[] };
    expect(nik).toBe(who.nik);
    const content = await work.ask(`/internal/documents/${documents[0]?.documentId}/content`, { token });
    expect(content.status).toBe(200);
    const head = await work.bench.clerkToken(['head'], undefined, 'head-1');
    const answered = await work.ask('/complaints?state=answered', { token: head });
    const { complaints } = (await answered.json()) as { complaints: { complaintId: string }[] };
    const complaint = await work.ask(`/complaints/${complaints[0]?.complaintId}`, { token: head });
    expect(await complaint.json()).toMatchObject({ words: 'Petugas lama sekali melayani saya', contact: 'RT 7' });
    const holds = await work.ask('/legal-holds', { token: head });
    expect(await holds.json()).toMatchObject({ holds: [{ reason: 'Laporan polisi nomor 7' }] });
  }, 90_000);

  it('is walked through again when a replica had the old setting for longer', async () => {
    const other = randomBytes(32).toString('base64');
    await work.restart({ LOKET_KEY: `${other},${newKey}` });
    await eventually(async () => (await standing()).oldKeysMayGo, { withinMs: 30_000, what: 'the first walk' });
    // What a late replica writes: under the older key, behind the walk.
    await work.restart({ LOKET_KEY: `${newKey},${other}` });
    await work.bench.query('update key_rewrite set done_at = now() where done_at is null');
    await work.say({ from: aPhone(), text: 'halo' });
    await eventually(async () => (await work.bench.query('select 1 from conversation')).length > 1, {
      what: 'a hello',
    });
    await work.restart({ LOKET_KEY: `${other},${newKey}` });
    expect(await standing()).toMatchObject({ oldKeysMayGo: false });
    await standing('POST');
    await eventually(async () => (await standing()).oldKeysMayGo, { withinMs: 30_000, what: 'the second walk' });
  }, 90_000);
});
