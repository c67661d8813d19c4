import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationDraft, ApplicationSubmitted, ConversationReplied } from '#contracts';
import { eventually } from '#testing';
import { aPhone, aPhoto, aWamid, type IntakeAtWork, intakeAtWork, requestLine, someone } from './intake-at-work.js';

let work: IntakeAtWork;
beforeAll(async () => {
  work = await intakeAtWork({ SUBMIT_QUIET_SECONDS: '3600' });
}, 60_000);
afterAll(() => work.close(), 30_000);

interface DocumentRow {
  readonly state: string;
  readonly claimed_as: string | null;
}

/** Opens a request. @returns its id, and that of the message with its line */
async function opened(from: string, { kind = 'HILANG', person = someone() } = {}) {
  const before = work.saidOf(ApplicationDraft).length;
  const messageId = aWamid();
  await work.say({ from, id: messageId, text: requestLine(kind, person) });
  const draft = await eventually(() => work.saidOf(ApplicationDraft)[before], { what: 'the draft' });
  return { id: draft.applicationId, messageId };
}

/** Sends a photo and waits until it is kept. @returns its message's id */
async function sendsPhoto(
  from: string,
  about: { readonly photo?: ReturnType<typeof aPhoto>; readonly kept?: boolean } = {},
) {
  const id = aWamid();
  const count = async () =>
    (await work.bench.query("select 1 from document where state in ('kept', 'repeated')")).length;
  const before = await count();
  await work.say({ from, id, image: { mediaId: work.graph.keep(about.photo ?? aPhoto()) } });
  await eventually(async () => (await count()) > before, { what: 'the photo' });
  return id;
}

const documentsOf = (id: string) =>
  work.bench.query<DocumentRow>('select state, claimed_as from document where application_id = $1 order by seq', [id]);

const replies = (key: string) => work.saidOf(ConversationReplied).filter(({ messageKey }) => messageKey === key);

/** What became of the newest change. */
async function settled(): Promise<string> {
  return eventually(
    async () => {
      const rows = await work.bench.query<{ outcome: string | null }>(
        `select o.kind as outcome from webhook_message m left join message_outcome o using (id)
          where m.kind in ('edit', 'revoke') order by m.received_at desc`,
      );
      return rows.every(({ outcome }) => outcome !== null) && rows[0]?.outcome;
    },
    { what: 'the change' },
  );
}

describe('a message that is edited', () => {
  it('is read as it stands now where it is a request line that was refused before', async () => {
    const from = aPhone();
    const id = aWamid();
    const line = requestLine();
    const before = work.saidOf(ApplicationDraft).length;
    const refused = replies('format-problem').length;
    await work.say({ from, id, text: line.replace(/#6503(\d{11})\d#/, '#6503$1#') });
    await eventually(() => replies('format-problem').length === refused + 1, { what: 'the refusal' });
    await work.say({ from, edits: { id, text: line } });
    await eventually(() => work.saidOf(ApplicationDraft).length === before + 1, { what: 'the draft' });
    expect(await settled()).toBe('taken');
  });

  it('changes nothing that is registered, and its sender is told once how to go on', async () => {
    const from = aPhone();
    const { id, messageId } = await opened(from);
    const before = await work.bench.query('select * from application where id = $1', [id]);
    const noted = replies('change-noted').length;
    for (const kind of ['RUSAK', 'BARU']) await work.say({ from, edits: { id: messageId, text: requestLine(kind) } });
    await eventually(() => replies('change-noted').length === noted + 1, { what: 'the note' });
    await settled();
    expect(replies('change-noted')).toHaveLength(noted + 1);
    expect(await work.bench.query('select * from application where id = $1', [id])).toEqual(before);
    const [{ texts } = { texts: 0 }] = await work.bench.query<{ texts: number }>(
      "select count(sealed_event)::int as texts from webhook_message where kind in ('message', 'edit') and occurred_at > now() - interval '1 minute'",
    );
    expect(texts).toBeGreaterThanOrEqual(3);
  });

  it('is filed where nobody knows the message, or it did nothing', async () => {
    const from = aPhone();
    await work.say({ from, edits: { id: aWamid(), text: requestLine() } });
    expect(await settled()).toBe('filed');
    await work.say({ from, deletes: aWamid() });
    expect(await settled()).toBe('filed');
    expect(work.bench.parked()).toEqual([]);
  });
});

describe('a photo that is deleted', () => {
  it('counts no more while the file is not handed in; only its document is asked for again', async () => {
    const from = aPhone();
    const { id } = await opened(from);
    const photo = await sendsPhoto(from);
    const told = replies('photo-taken-back').length;
    await work.say({ from, deletes: photo });
    await eventually(() => replies('photo-taken-back').length === told + 1, { what: 'the answer' });
    expect(replies('photo-taken-back').at(-1)?.variables).toMatchObject({ missing: ['SURAT_KEHILANGAN', 'KK'] });
    expect(await documentsOf(id)).toEqual([{ state: 'revoked', claimed_as: null }]);
    // Deleted twice is deleted once, and the next two photos make the file whole.
    await work.say({ from, deletes: photo });
    await sendsPhoto(from);
    await sendsPhoto(from);
    await work.bench.heard(ApplicationSubmitted, ({ applicationId }) => applicationId === id);
    expect((await documentsOf(id)).map(({ claimed_as }) => claimed_as)).toEqual([null, 'SURAT_KEHILANGAN', 'KK']);
    expect(replies('photo-taken-back')).toHaveLength(told + 1);
  }, 30_000);

  it('stays where it was sent twice and one of the two is deleted', async () => {
    const from = aPhone();
    const { id } = await opened(from);
    const photo = aPhoto();
    const first = await sendsPhoto(from, { photo });
    await sendsPhoto(from, { photo });
    await work.say({ from, deletes: first });
    await settled();
    expect((await documentsOf(id)).map(({ state }) => state)).toEqual(['kept', 'revoked']);
  });

  it('stays with the file that is handed in already, and its sender is told', async () => {
    const from = aPhone();
    const { id } = await opened(from);
    const photo = await sendsPhoto(from);
    await sendsPhoto(from);
    await work.bench.heard(ApplicationSubmitted, ({ applicationId }) => applicationId === id);
    const noted = replies('change-noted').length;
    await work.say({ from, deletes: photo });
    await eventually(() => replies('change-noted').length === noted + 1, { what: 'the note' });
    expect(replies('change-noted').at(-1)?.variables).toMatchObject({ change: 'revoke', ticket: expect.any(String) });
    expect((await documentsOf(id)).map(({ state }) => state)).toEqual(['kept', 'kept']);
  });

  it('is not kept when it is deleted before it was fetched', async () => {
    const from = aPhone();
    const { id } = await opened(from);
    const photo = aWamid();
    const mediaId = work.graph.keep(aPhoto());
    const release = work.graph.holdBack(mediaId);
    await work.say({ from, id: photo, image: { mediaId } });
    await eventually(async () => (await documentsOf(id)).length === 1, { what: 'the announced photo' });
    await work.say({ from, deletes: photo });
    await settled();
    release();
    await sendsPhoto(from);
    expect((await documentsOf(id)).map(({ state }) => state)).toEqual(['revoked', 'kept']);
  }, 30_000);
});

describe('three people on one phone', () => {
  it('have a request each; photos go to the one begun last, or to the one that a caption names', async () => {
    const from = aPhone();
    const people = [await opened(from), await opened(from, { kind: 'RUSAK' }), await opened(from)];
    expect(new Set(people.map(({ id }) => id)).size).toBe(3);
    const [row] = await work.bench.query<{ ticket: string }>('select ticket from application where id = $1', [
      people[0]?.id,
    ]);
    await sendsPhoto(from);
    const caption = `ini KK untuk ${row?.ticket}`;
    await work.say({ from, image: { mediaId: work.graph.keep(aPhoto()), caption } });
    await eventually(async () => (await documentsOf(people[0]?.id ?? ''))[0]?.state === 'kept', {
      what: 'the named photo',
    });
    const claimed = await Promise.all(
      people.map(async ({ id }) => (await documentsOf(id)).map((one) => one.claimed_as)),
    );
    expect(claimed).toEqual([['KK'], [], ['SURAT_KEHILANGAN']]);
    const [{ conversations } = { conversations: 0 }] = await work.bench.query<{ conversations: number }>(
      'select count(distinct conversation_id)::int as conversations from application where id = any($1)',
      [people.map(({ id }) => id)],
    );
    expect(conversations).toBe(1);
  }, 30_000);

  it('have one open request per person and kind, whoever asks', async () => {
    const from = aPhone();
    const person = someone();
    await opened(from, { person });
    const before = work.saidOf(ApplicationDraft).length;
    const open = replies('already-open').length;
    await work.say({ from: aPhone(), text: requestLine('HILANG', person) });
    await eventually(() => replies('already-open').length === open + 1, { what: 'the open request' });
    expect(work.saidOf(ApplicationDraft)).toHaveLength(before);
    await opened(from, { person, kind: 'RUSAK' });
  });
});
