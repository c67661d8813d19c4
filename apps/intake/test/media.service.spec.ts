import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ApplicationExpired,
  ApplicationDraft,
  ApplicationSubmitted,
  ApplicationWithdrawn,
  ConversationReplied,
  LinkLost,
  LinkRestored,
} from '#contracts';
import { eventually } from '#testing';
import { aPhone, aPhoto, type IntakeAtWork, intakeAtWork, requestLine } from './intake-at-work.js';

let work: IntakeAtWork;
beforeAll(async () => {
  work = await intakeAtWork({ FILES_PER_HOUR: '6' });
}, 60_000);
afterAll(() => work.close(), 30_000);

interface DocumentRow {
  readonly id: string;
  readonly state: string;
  readonly file_problem: string | null;
  readonly claimed_as: string | null;
  readonly conversation_id: string;
  readonly application_id: string;
}

/** Opens a request and answers with its id and its conversation's. */
async function opened(from: string, kind = 'HILANG') {
  const before = new Set(work.saidOf(ConversationReplied).map((one) => `${one.conversationId}:${one.sequence}`));
  await work.say({ from, text: requestLine(kind) });
  const { data } = await work.bench.heard(
    ConversationReplied,
    (one) => one.messageKey === 'draft-opened' && !before.has(`${one.conversationId}:${one.sequence}`),
  );
  return {
    id: data.applicationId ?? '',
    conversationId: data.conversationId,
    ticket: String(data.variables['ticket']),
  };
}

async function documentsOf(id: string): Promise<DocumentRow[]> {
  return work.bench.query<DocumentRow>('select * from document where application_id = $1 order by sent_at, seq', [id]);
}

async function allFetched(id: string, count: number): Promise<DocumentRow[]> {
  return eventually(
    async () => {
      const rows = await documentsOf(id);
      return rows.length === count && rows.every(({ state }) => state !== 'announced') && rows;
    },
    { what: `${count} fetched documents` },
  );
}

const replied = (conversationId: string, key: string) =>
  work.bench.heard(ConversationReplied, (data) => data.conversationId === conversationId && data.messageKey === key);

const submission = (id: string) => work.bench.heard(ApplicationSubmitted, ({ applicationId }) => applicationId === id);

describe('files of citizens', () => {
  it('are fetched again when their address has expired, and once for the same photo twice', async () => {
    const from = aPhone();
    const { id, conversationId } = await opened(from);
    const photo = aPhoto();
    const [one, same] = [work.graph.keep(photo), work.graph.keep(photo)];
    work.graph.expireAddressOnce(one);
    await work.say({ from, image: { mediaId: one, caption: 'surat polisi' } });
    await allFetched(id, 1);
    expect((await replied(conversationId, 'document-received')).data.variables).toMatchObject({
      document: 'SURAT_KEHILANGAN',
      missing: ['KK'],
    });
    await work.say({ from, image: { mediaId: same } });
    expect((await allFetched(id, 2)).map(({ state }) => state)).toEqual(['kept', 'repeated']);
  });

  it.each([
    ['whose id has expired', () => 'gone-long-ago', undefined, 'unreadable-file'],
    [
      'of another type',
      () => work.graph.keep({ bytes: Buffer.from('MZ'), mimeType: 'application/x-msdownload' }),
      undefined,
      'wrong-type',
    ],
    [
      'that are too large',
      () => work.graph.keep({ bytes: Buffer.alloc(16 * 1024 * 1024 + 1), mimeType: 'image/jpeg' }),
      undefined,
      'too-large',
    ],
  ])(
    '%s are noted, counted, and leave the request open',
    async (_, mediaId, __, problem) => {
      const from = aPhone();
      const { id } = await opened(from);
      await work.say({ from, image: { mediaId: mediaId() } }, { from, image: { mediaId: work.graph.keep(aPhoto()) } });
      const rows = await allFetched(id, 2);
      expect(rows.map(({ file_problem }) => file_problem).filter(Boolean)).toEqual([problem]);
      await submission(id);
      const particulars = await work.ask(`/internal/applications/${id}/particulars`, {
        token: await work.peerToken('document-validation'),
      });
      const { documents } = (await particulars.json()) as { documents: { fileProblem?: string; documentId: string }[] };
      const bad = documents.find(({ fileProblem }) => fileProblem === problem);
      expect(documents).toHaveLength(2);
      const content = await work.ask(`/internal/documents/${bad?.documentId}/content`, {
        token: await work.peerToken('document-validation'),
      });
      expect(content.status).toBe(404);
    },
    30_000,
  );

  it.each([
    ['300 letters', `${'nama-'.repeat(60)}.jpg`],
    ['a word that is written backwards', 'kk-\u202Egpj.exe'],
    ['a way out of the folder', '../../../etc/passwd'],
    ['markup', '<img src=x onerror=alert(1)>.jpg'],
  ])('are kept without their name: %s', async (_, filename) => {
    const from = aPhone();
    const { id } = await opened(from);
    await work.say({ from, file: { mediaId: work.graph.keep(aPhoto()), filename, mimeType: 'image/jpeg' } });
    const [document] = await allFetched(id, 1);
    expect(document?.state).toBe('kept');
    await work.keepCopy(document?.id ?? '');
    const token = await work.bench.clerkToken(['clerk'], 'nunukan');
    const shown = await work.ask(`/applications/${id}/documents/${document?.id}/content`, { token });
    expect(shown.headers.get('content-disposition')).toBe('attachment');
    const [kept] = await work.bench.query<{ all: string }>(
      `select (select json_agg(d) from document d)::text || (select json_agg(o) from outbox o)::text
              || (select json_agg(r) from message_outcome r)::text as all`,
    );
    expect(kept?.all).not.toContain(JSON.stringify(filename).slice(1, -1));
  });

  it('are answered when they can be no document at all', async () => {
    const from = aPhone();
    const { conversationId } = await opened(from);
    await work.say({ from, audio: { mediaId: 'x' } });
    expect((await replied(conversationId, 'file-unusable')).data.variables).toEqual({ problem: 'audio' });
  });

  it('are not fetched above what one person may send in an hour', async () => {
    const from = aPhone();
    const { conversationId } = await opened(from);
    const ignored = "select 1 from message_outcome where kind = 'ignored'";
    await work.say(...Array.from({ length: 9 }, () => ({ from, image: { mediaId: work.graph.keep(aPhoto()) } })));
    await eventually(async () => (await work.bench.query(ignored)).length === 3, { what: 'three ignored files' });
    const files = await work.bench.query('select 1 from document where conversation_id = $1', [conversationId]);
    expect(files).toHaveLength(6);
  });

  it('may bring their request in the caption', async () => {
    const from = aPhone();
    await work.say({ from, image: { mediaId: work.graph.keep(aPhoto()), caption: requestLine('RUSAK') } });
    const { data } = await work.bench.heard(
      ConversationReplied,
      ({ messageKey, variables }) => messageKey === 'draft-opened' && String(variables['missing']) === 'KK',
    );
    const [document] = await allFetched(data.applicationId ?? '', 1);
    expect(document).toMatchObject({ state: 'kept', claimed_as: 'KTP_LAMA' });
  });

  it('wait in their queue while WhatsApp is out of reach; requests and answers go on', async () => {
    const from = aPhone();
    const { id } = await opened(from, 'RUSAK');
    work.graph.failWith = 503;
    const photos = [0, 1, 2, 3].map(() => ({ from, image: { mediaId: work.graph.keep(aPhoto()) } }));
    await work.say(...photos.slice(0, 2));
    // A second citizen's photos help the circuit to see that it is the network.
    const other = aPhone();
    const second = await opened(other);
    await work.say(...photos.slice(2).map((photo) => ({ ...photo, from: other })));
    await work.bench.heard(LinkLost, ({ link }) => link === 'whatsapp');
    await eventually(async () => (await work.bench.queue('intake.fetch-media')).consumers === 0, {
      what: 'the pause of fetch-media',
    });
    expect((await work.bench.queue('intake.take-message')).consumers).toBe(1);
    const third = await opened(aPhone());
    expect(third.id).not.toBe('');
    // Quiet for longer than the quiet time, and yet not submitted without its documents.
    expect((await documentsOf(id)).every(({ state }) => state === 'announced')).toBe(true);
    work.graph.failWith = undefined;
    await work.bench.heard(LinkRestored, ({ link }) => link === 'whatsapp', 30_000);
    await submission(id);
    await submission(second.id);
    expect(work.bench.parked()).toHaveLength(0);
  }, 90_000);
});

describe('what a citizen writes about a request', () => {
  it('asks for its state, and hears of nobody else’s', async () => {
    const from = aPhone();
    const { conversationId, ticket } = await opened(from);
    await work.say({ from, text: 'cek status' });
    expect((await replied(conversationId, 'status-report')).data.variables).toEqual({
      lines: [expect.stringContaining(ticket)],
    });
    const stranger = aPhone();
    await work.say({ from: stranger, text: `status ${ticket}` });
    await work.bench.heard(ConversationReplied, ({ messageKey }) => messageKey === 'status-none');
  });

  it('says it is done: what is there is submitted at once', async () => {
    const from = aPhone();
    const { id } = await opened(from);
    await work.say({ from, image: { mediaId: work.graph.keep(aPhoto()) } });
    await allFetched(id, 1);
    const began = Date.now();
    await work.say({ from, text: 'selesai' });
    await submission(id);
    expect(Date.now() - began).toBeLessThan(1_500);
  });

  it('says it is done while a photo is still on its way: nothing is submitted without it', async () => {
    const from = aPhone();
    const { id } = await opened(from);
    const late = work.graph.keep(aPhoto());
    const release = work.graph.holdBack(late);
    await work.say(
      { from, image: { mediaId: work.graph.keep(aPhoto()), caption: 'kk' } },
      { from, image: { mediaId: late } },
    );
    await eventually(async () => (await documentsOf(id)).filter(({ state }) => state === 'kept').length === 1, {
      what: 'the first photo',
    });
    await work.say({ from, text: 'selesai' });
    await eventually(
      async () => {
        const rows = await work.bench.query('select 1 from application where id = $1 and said_done', [id]);
        return rows.length === 1;
      },
      { what: 'the word that it is done' },
    );
    expect(work.saidOf(ApplicationSubmitted).filter(({ applicationId }) => applicationId === id)).toEqual([]);
    release();
    await submission(id);
    expect((await documentsOf(id)).map(({ state }) => state)).toEqual(['kept', 'kept']);
  }, 30_000);

  it('takes it back, by name where there are several', async () => {
    const from = aPhone();
    const one = await opened(from);
    const two = await opened(from, 'RUSAK');
    await work.say({ from, text: 'BATAL' });
    expect(String((await replied(one.conversationId, 'status-report')).data.variables['lines'])).toContain('BATAL L-');
    await work.say({ from, text: `batal ${two.ticket}` });
    await work.bench.heard(ApplicationWithdrawn, ({ applicationId }) => applicationId === two.id);
    await work.say({ from, text: 'batal' });
    await work.bench.heard(ApplicationWithdrawn, ({ applicationId }) => applicationId === one.id);
    await work.say({ from, text: 'batal' });
    await replied(one.conversationId, 'nothing-to-withdraw');
  });

  it('asks twice for the same: the open request is named', async () => {
    const from = aPhone();
    const line = requestLine();
    await work.say({ from, text: line });
    const { data } = await work.bench.heard(ConversationReplied, ({ messageKey }) => messageKey === 'draft-opened');
    await work.say({ from: aPhone(), text: line });
    await work.bench.heard(
      ConversationReplied,
      ({ messageKey, conversationId }) => messageKey === 'already-open' && conversationId !== data.conversationId,
    );
  });

  it('is silent until it expires; a photo wakes it up with its history', async () => {
    const from = aPhone();
    const { id } = await opened(from);
    await work.bench.query("update application set deadline = now() - interval '1 second' where id = $1", [id]);
    await work.bench.heard(ApplicationExpired, ({ applicationId }) => applicationId === id);
    await work.say({ from, image: { mediaId: work.graph.keep(aPhoto()) } });
    expect(
      (await work.bench.heard(ApplicationDraft, (data) => data.applicationId === id && data.sequence === 3)).data.state,
    ).toBe('draft');
    await submission(id);
  }, 30_000);
});
