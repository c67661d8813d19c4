import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ComplaintAnswered, ComplaintClosed, ComplaintOpened, ComplaintOverdue, ConversationReplied } from '#contracts';
import { parseSealPrivateKeys, unseal } from '#document-store';
import { aPhone, type IntakeAtWork, intakeAtWork, requestLine } from './intake-at-work.js';

let work: IntakeAtWork;
let clerk: string;
let another: string;
beforeAll(async () => {
  work = await intakeAtWork();
  clerk = await work.bench.clerkToken(['clerk'], 'nunukan', 'clerk-1');
  another = await work.bench.clerkToken(['clerk'], 'nunukan', 'clerk-2');
}, 60_000);
afterAll(() => work.close(), 30_000);

interface Listed {
  readonly complaintId: string;
  readonly number: string;
  readonly about: string;
  readonly owner: string | null;
  readonly overdue: boolean;
}
const list = async (query = '', token = clerk) => {
  const answer = await work.ask(`/complaints${query}`, { token });
  return (await answer.json()) as { complaints: Listed[]; next: string | null };
};
const act = async (id: string, what: string, body?: unknown, token = clerk) => {
  const answer = await work.ask(`/complaints/${id}/${what}`, {
    method: 'POST',
    token,
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const replyOf = (messageKey: string, conversationId?: string) =>
  work.bench.heard(
    ConversationReplied,
    (data) =>
      data.messageKey === messageKey && (conversationId === undefined || data.conversationId === conversationId),
  );

describe('a complaint by WhatsApp', () => {
  it('gets a number, a day and an owner, and its answer reaches the citizen sealed', async () => {
    const from = aPhone();
    await work.say({ from, text: requestLine() });
    const { data: opened } = await replyOf('draft-opened');
    const words = `saya mau mengadu, petugas di loket minta uang 50 ribu untuk ${String(opened.variables['ticket'])}`;
    await work.say({ from, text: words });
    const { data } = await work.bench.heard(ComplaintOpened, ({ channel }) => channel === 'whatsapp');
    expect(data).toMatchObject({ about: 'complaint', office: 'nunukan', applicationId: opened.applicationId });
    const told = await replyOf('complaint-opened', opened.conversationId);
    expect(told.data.variables).toMatchObject({ about: 'complaint', dueAt: data.dueAt });

    const id = data.complaintId;
    expect((await list()).complaints).toContainEqual(
      expect.objectContaining({ complaintId: id, number: told.data.variables['number'], owner: null, overdue: false }),
    );
    expect(await (await work.ask(`/complaints/${id}`, { token: clerk })).json()).toMatchObject({
      words,
      answersByWhatsapp: true,
      answer: null,
    });
    expect((await act(id, 'closure')).status).toBe(409);
    expect((await act(id, 'claim')).body).toMatchObject({ owner: 'clerk-1', state: 'open' });
    expect(await act(id, 'claim', undefined, another)).toMatchObject({ status: 409, body: { code: 'taken' } });
    expect((await act(id, 'answer', { words: 'x' }, another)).status).toBe(409);
    expect((await act(id, 'answer', { words: 'Mohon maaf, kami tindak lanjuti.' })).body).toMatchObject({
      state: 'answered',
    });
    await work.bench.heard(ComplaintAnswered, ({ complaintId }) => complaintId === id);
    const answer = await replyOf('free-text', opened.conversationId);
    const keys = parseSealPrivateKeys(work.bench.environment['LOKET_SEAL_PRIVATE_KEY'] ?? '');
    expect(unseal(keys, answer.data.sealedText ?? '', opened.conversationId)).toBe(
      `[${String(told.data.variables['number'])}] Mohon maaf, kami tindak lanjuti.`,
    );
    expect(answer.data.sequence).toBe(told.data.sequence + 1);
    expect((await act(id, 'closure')).body).toMatchObject({ state: 'closed' });
    expect((await act(id, 'closure')).status).toBe(200);
    await work.bench.heard(ComplaintClosed, ({ complaintId }) => complaintId === id);
    expect((await act(id, 'answer', { words: 'lagi' })).status).toBe(409);
  });

  it('is asked for its words where there are none, and a menu word is no complaint', async () => {
    const from = aPhone();
    await work.say({ from, text: 'PENGADUAN' });
    const { data } = await replyOf('complaint-words');
    await work.say({ from, text: 'MENU' });
    await replyOf('greeting', data.conversationId);
    await work.say({ from, text: 'PENGADUAN' });
    await work.bench.heard(
      ConversationReplied,
      (one) => one.conversationId === data.conversationId && one.messageKey === 'complaint-words' && one.sequence > 2,
    );
    // Read by the router this would be a question about the fee.
    await work.say({ from, text: 'kemarin di loket ditanya bayar berapa, padahal gratis' });
    await replyOf('complaint-opened', data.conversationId);
    const before = work.saidOf(ComplaintOpened).length;
    await work.say({ from, text: 'berapa biaya ktp' });
    await replyOf('fee', data.conversationId);
    expect(work.saidOf(ComplaintOpened)).toHaveLength(before);
  });
});

describe('a request about personal data', () => {
  it('is explained, lodged, and due within three days and nights', async () => {
    const from = aPhone();
    await work.say({ from, text: 'PRIVASI' });
    const { data } = await replyOf('data-rights');
    await work.say({ from, text: 'hak data: tolong hapus foto kartu keluarga yang pernah dikirim' });
    const lodged = await work.bench.heard(ComplaintOpened, ({ about }) => about === 'data-rights');
    await replyOf('complaint-opened', data.conversationId);
    const hours = (new Date(lodged.data.dueAt).getTime() - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(71.9);
    expect(hours).toBeLessThanOrEqual(72.01);
    expect((await list('?about=data-rights')).complaints.map(({ complaintId }) => complaintId)).toEqual([
      lodged.data.complaintId,
    ]);
  });
});

describe('a complaint at the counter', () => {
  const lodge = async (body: unknown, token = clerk) => {
    const answer = await work.ask('/complaints', { method: 'POST', token, body });
    return { status: answer.status, body: (await answer.json()) as { complaintId: string; number: string } };
  };

  it('is lodged, said to be overdue once, and listed first', async () => {
    const { status, body } = await lodge({ words: 'Antre tiga jam tanpa nomor', contact: 'RT 3, minta ditelepon' });
    expect(status).toBe(201);
    expect(body.number).toMatch(/^P-/);
    await work.bench.query("update complaint set due_at = now() - interval '1 minute' where id = $1", [
      body.complaintId,
    ]);
    await work.bench.heard(ComplaintOverdue, ({ complaintId }) => complaintId === body.complaintId);
    const first = (await list('?limit=1')) satisfies { complaints: Listed[] };
    expect(first.complaints[0]).toMatchObject({ complaintId: body.complaintId, overdue: true });
    const second = await list(`?limit=1&cursor=${first.next}`);
    expect(second.complaints[0]?.complaintId).not.toBe(body.complaintId);
    // Answered by word of mouth: nobody has a conversation with them.
    const replies = work.saidOf(ConversationReplied).length;
    expect((await act(body.complaintId, 'answer', { words: 'Sudah dijelaskan di loket.' })).status).toBe(200);
    expect(work.saidOf(ConversationReplied)).toHaveLength(replies);
    expect(work.saidOf(ComplaintOverdue).filter(({ complaintId }) => complaintId === body.complaintId)).toHaveLength(1);
  }, 30_000);

  it('is for staff of its office only', async () => {
    const { body } = await lodge({ words: 'Kartu salah cetak' });
    const krayan = await work.bench.clerkToken(['clerk'], 'krayan');
    expect((await work.ask(`/complaints/${body.complaintId}`, { token: krayan })).status).toBe(404);
    expect((await act(body.complaintId, 'claim', undefined, krayan)).status).toBe(404);
    expect((await work.ask('/complaints')).status).toBe(401);
    const operator = await work.bench.clerkToken(['print-operator'], 'nunukan');
    expect((await work.ask('/complaints', { token: operator })).status).toBe(403);
    expect((await lodge({ words: '' })).status).toBe(400);
    expect((await work.ask('/complaints?cursor=x', { token: clerk })).status).toBe(400);
    expect((await lodge({ words: 'abc', applicationId: body.complaintId })).status).toBe(404);
  });
});
