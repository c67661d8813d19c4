import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { NoteAdded } from '#contracts';
import { eventually } from '#testing';
import { mostNotes } from '../src/note/note.row.js';
import { type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';

let work: IntakeAtWork;
let clerk: string;
let reviewer: string;
beforeAll(async () => {
  work = await intakeAtWork();
  clerk = await work.bench.clerkToken(['clerk'], 'nunukan', 'clerk-1');
  reviewer = await work.bench.clerkToken(['reviewer'], 'nunukan', 'reviewer-1');
}, 60_000);
afterAll(() => work?.close(), 30_000);

interface Notes {
  readonly notes: { noteId: string; words: string; by: string; at: string }[];
  readonly next: string | null;
}
const words = 'Ibunya menunggu di rumah, jangan telepon sebelum sore.';

async function openedFor({ nik, familyCard }: ReturnType<typeof someone>): Promise<string> {
  const body = {
    kind: 'RUSAK',
    nik,
    familyCardNumber: familyCard,
    name: 'Siti',
    village: 'Binusan',
    district: '650302',
  };
  const opened = await work.ask('/applications', { method: 'POST', token: clerk, body });
  return ((await opened.json()) as { applicationId: string }).applicationId;
}
async function write(applicationId: string, body: object, token = clerk) {
  const answer = await work.ask(`/applications/${applicationId}/notes`, { method: 'POST', token, body });
  return { status: answer.status, body: (await answer.json()) as { noteId: string; code: string } };
}
async function notesOf(applicationId: string, query = '', token = clerk): Promise<Notes> {
  return (await (await work.ask(`/applications/${applicationId}/notes${query}`, { token })).json()) as Notes;
}

describe('notes on a request', () => {
  it('are kept sealed with who wrote them and when, and said without their words', async () => {
    const applicationId = await openedFor(someone());
    const first = await write(applicationId, { words: `  ${words}  ` });
    expect(first.status).toBe(201);
    await write(applicationId, { words: 'Sudah ditelepon.' }, reviewer);
    const { notes, next } = await notesOf(applicationId);
    expect(next).toBeNull();
    expect(notes).toMatchObject([
      { words: 'Sudah ditelepon.', by: 'reviewer-1' },
      { noteId: first.body.noteId, words, by: 'clerk-1' },
    ]);
    const [row] = await work.bench.query<{ row: string }>(
      'select row_to_json(n)::text as row from application_note n where id = $1',
      [first.body.noteId],
    );
    expect(row?.row).toContain(first.body.noteId);
    expect(row?.row).not.toContain('Ibunya');
    const mine = () => work.saidOf(NoteAdded).filter((one) => one.applicationId === applicationId);
    await eventually(() => mine().length === 2, { what: 'an event of each note' });
    expect(JSON.stringify(mine())).not.toContain('Ibunya');
  });

  it('sent twice are one, and an id of another request’s note is refused', async () => {
    const [one, other] = [await openedFor(someone()), await openedFor(someone())];
    const noteId = randomUUID();
    for (const status of [201, 201])
      expect(await write(one, { noteId, words })).toMatchObject({ status, body: { noteId } });
    expect((await notesOf(one)).notes).toHaveLength(1);
    const events = await work.bench.query(
      `select 1 from outbox where type = 'note.added' and body::jsonb->>'noteId' = $1`,
      [noteId],
    );
    expect(events).toHaveLength(1);
    expect(await write(other, { noteId, words })).toMatchObject({ status: 409, body: { code: 'note-id-taken' } });
  });

  it('come page by page, and no request has more than somebody would read', async () => {
    const applicationId = await openedFor(someone());
    for (const text of ['satu', 'dua', 'tiga']) await write(applicationId, { words: text });
    const first = await notesOf(applicationId, '?limit=2');
    const second = await notesOf(applicationId, `?limit=2&cursor=${first.next}`);
    expect([...first.notes, ...second.notes].map((note) => note.words)).toEqual(['tiga', 'dua', 'satu']);
    expect(second.next).toBeNull();
    await work.bench.query(
      `insert into application_note (id, application_id, sealed_words, clerk)
       select gen_random_uuid(), $1, 'sealed', 'clerk-1' from generate_series(4, $2::int)`,
      [applicationId, mostNotes],
    );
    expect(await write(applicationId, { words })).toMatchObject({ status: 409, body: { code: 'too-many-notes' } });
  });

  it('are the office’s own, and not for those who only run the machines', async () => {
    const applicationId = await openedFor(someone());
    await write(applicationId, { words });
    const elsewhere = await work.bench.clerkToken(['clerk'], 'krayan', 'clerk-2');
    const ops = await work.bench.clerkToken(['ops'], undefined, 'ops-1');
    const path = `/applications/${applicationId}/notes`;
    expect((await write(applicationId, { words }, elsewhere)).status).toBe(404);
    expect((await work.ask(path, { token: elsewhere })).status).toBe(404);
    expect([
      (await write(applicationId, { words }, ops)).status,
      (await work.ask(path, { token: ops })).status,
    ]).toEqual([403, 403]);
    expect((await write(applicationId, { words: '  ' })).status).toBe(400);
    expect((await write(randomUUID(), { words })).status).toBe(404);
  });

  it('are in the copy of one’s data, and end with one’s particulars', async () => {
    const person = someone();
    const applicationId = await openedFor(person);
    await write(applicationId, { words });
    const subject = { nik: person.nik, familyCardNumber: person.familyCard, identityCheckedWith: 'ktp' };
    const copied = await work.ask('/subject-exports', { method: 'POST', token: reviewer, body: subject });
    expect(await copied.json()).toMatchObject({ requests: [{ notes: [{ words, by: 'clerk-1' }] }] });
    await work.bench.query("update application set state = 'withdrawn' where id = $1", [applicationId]);
    const lodged = await work.ask('/complaints', {
      method: 'POST',
      token: clerk,
      body: { about: 'data-rights', words: 'Tolong hapus data saya.' },
    });
    const { complaintId } = (await lodged.json()) as { complaintId: string };
    const erased = await work.ask(`/complaints/${complaintId}/erasures`, {
      method: 'POST',
      token: reviewer,
      body: subject,
    });
    expect(await erased.json()).toMatchObject({ requests: [{ applicationId, particulars: 'erased' }] });
    expect(await work.bench.query('select 1 from application_note where application_id = $1', [applicationId])).toEqual(
      [],
    );
    expect(await write(applicationId, { words })).toMatchObject({ status: 409, body: { code: 'particulars-erased' } });
  });
});
