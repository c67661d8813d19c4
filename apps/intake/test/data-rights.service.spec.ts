import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PersonalDataErased } from '#contracts';
import { eventually } from '#testing';
import { aPhone, aPhoto, type IntakeAtWork, intakeAtWork, requestLine, someone } from './intake-at-work.js';

let work: IntakeAtWork;
let clerk: string;
let reviewer: string;
beforeAll(async () => {
  work = await intakeAtWork();
  clerk = await work.bench.clerkToken(['clerk'], 'nunukan', 'clerk-1');
  reviewer = await work.bench.clerkToken(['reviewer'], 'nunukan', 'reviewer-1');
}, 60_000);
afterAll(() => work.close(), 30_000);

interface Export {
  readonly requests: { ticket: string; nik: string; name: string; processing: { state: string; by: string }[] }[];
  readonly documents: { name: string; file: string; base64?: string; views: { by: string; reason: string }[] }[];
  readonly exports: { by: string }[];
  readonly messages: { from: string; text: string | null; kind: string }[];
  readonly messagesWithheld: boolean;
}

const who = someone();
const numbers = { nik: who.nik, familyCardNumber: who.familyCard };

async function exportOf(body: object, token = reviewer) {
  const answer = await work.ask('/subject-exports', { method: 'POST', token, body });
  return { status: answer.status, body: (await answer.json()) as Export & { code: string } };
}

describe('a copy of one’s data', () => {
  const photos = { KK: aPhoto(), KTP_LAMA: aPhoto() };

  it('holds every request, document and step, and withholds pictures that show others', async () => {
    const opened = await work.ask('/applications', {
      method: 'POST',
      token: clerk,
      body: { kind: 'RUSAK', ...numbers, name: 'Siti Aminah', village: 'Binusan', district: '650302' },
    });
    const { applicationId, ticket } = (await opened.json()) as { applicationId: string; ticket: string };
    for (const [as, { bytes }] of Object.entries(photos)) {
      const kept = await work.ask(`/applications/${applicationId}/documents?as=${as}`, {
        method: 'POST',
        token: clerk,
        body: bytes,
        headers: { 'content-type': 'image/jpeg' },
      });
      const { documentId } = (await kept.json()) as { documentId: string };
      await work.keepCopy(documentId);
      await work.ask(`/applications/${applicationId}/documents/${documentId}/content?reason=check`, { token: clerk });
    }
    const { status, body } = await exportOf({ ...numbers, identityCheckedWith: 'ktp' });
    expect(status).toBe(200);
    expect(body.requests).toMatchObject([
      { ticket, nik: who.nik, name: 'SITI AMINAH', processing: [{ state: 'draft', by: 'clerk-1' }] },
    ]);
    const old = body.documents.find(({ name }) => name.includes('KTP-el'));
    expect(body.documents.find(({ name }) => name.includes('KK'))?.file).toBe('shows-others');
    expect(old).toMatchObject({ file: 'included', views: [{ by: 'clerk-1', reason: 'check' }] });
    expect(old?.base64).toBe(photos.KTP_LAMA.bytes.toString('base64'));
    // Nothing of the family card's picture leaves, under whatever name.
    expect(JSON.stringify(body)).not.toContain(photos.KK.bytes.toString('base64').slice(0, 60));
    expect(body.exports).toMatchObject([{ by: 'reviewer-1' }]);
  });

  it('is refused without the second number, and tells nobody who is in here', async () => {
    const wrong = await exportOf({ ...numbers, familyCardNumber: someone().familyCard, identityCheckedWith: 'ktp' });
    const unknown = await exportOf({
      nik: someone().nik,
      familyCardNumber: someone().familyCard,
      identityCheckedWith: 'ktp',
    });
    expect([wrong.status, unknown.status]).toEqual([404, 404]);
    expect(wrong.body.code).toBe(unknown.body.code);
  });

  it('is a reviewer’s act, with sixteen digits and a look at who asks', async () => {
    const body = { ...numbers, identityCheckedWith: 'ktp' };
    expect((await exportOf(body, clerk)).status).toBe(403);
    expect((await exportOf({ ...body, nik: '12' })).status).toBe(422);
    expect((await exportOf(numbers)).status).toBe(400);
  });
});

interface Person {
  readonly nik: string;
  readonly familyCardNumber: string;
}
const aPerson = (): Person => {
  const { nik, familyCard } = someone();
  return { nik, familyCardNumber: familyCard };
};

async function requestOf(person: Person, state: string, kind = 'RUSAK'): Promise<string> {
  const body = { kind, ...person, name: 'Siti Aminah', village: 'Binusan', district: '650302' };
  const opened = await work.ask('/applications', { method: 'POST', token: clerk, body });
  const { applicationId } = (await opened.json()) as { applicationId: string };
  await work.ask(`/applications/${applicationId}/documents?as=KK`, {
    method: 'POST',
    token: clerk,
    body: aPhoto().bytes,
    headers: { 'content-type': 'image/jpeg' },
  });
  await work.bench.query('update application set state = $2 where id = $1', [applicationId, state]);
  return applicationId;
}

async function ticketOf(about = 'data-rights'): Promise<string> {
  const body = { about, words: 'Tolong perbaiki atau hapus data saya.' };
  const lodged = await work.ask('/complaints', { method: 'POST', token: clerk, body });
  return ((await lodged.json()) as { complaintId: string }).complaintId;
}

async function act(path: string, body: object, token = reviewer) {
  const answer = await work.ask(path, { method: 'POST', token, body: { identityCheckedWith: 'ktp', ...body } });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function particularsOf(applicationId: string) {
  const token = await work.peerToken('printing-queue');
  const answer = await work.ask(`/internal/applications/${applicationId}/particulars`, { token });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
const actsOf = (applicationId: string) =>
  work.bench.query<Record<string, unknown>>(
    'select act, what, ground, clerk, identity_checked_with from data_right_act where application_id = $1 order by id',
    [applicationId],
  );

describe('a correction', () => {
  it('changes what a request holds, is written down, and shows in the next copy', async () => {
    const person = aPerson();
    const applicationId = await requestOf(person, 'submitted');
    const ticket = await ticketOf();
    const newKk = someone().familyCard;
    const change = {
      name: 'Siti Aminah Rahma',
      newFamilyCardNumber: newKk,
      phone: '0811 7700 123',
      village: 'Selisun',
    };
    const done = await act(`/complaints/${ticket}/corrections`, { ...person, applicationId, change });
    expect(done).toMatchObject({ status: 200, body: { outcome: 'corrected', ground: null } });
    expect((await particularsOf(applicationId)).body).toMatchObject({
      ...{ nik: person.nik, name: 'SITI AMINAH RAHMA', familyCardNumber: newKk, village: 'Selisun' },
    });
    expect(await actsOf(applicationId)).toEqual([
      {
        act: 'corrected',
        what: ['name', 'newFamilyCardNumber', 'phone', 'village'],
        ground: null,
        clerk: 'reviewer-1',
        identity_checked_with: 'ktp',
      },
    ]);
    const copy = await exportOf({ nik: person.nik, familyCardNumber: newKk, identityCheckedWith: 'ktp' });
    expect(copy.body.requests).toMatchObject([
      { name: 'SITI AMINAH RAHMA', rights: [{ act: 'corrected', by: 'reviewer-1', ground: null }] },
    ]);
  });

  it('of what the register is comparing right now is refused with its reason; a phone number is not', async () => {
    const person = aPerson();
    const applicationId = await requestOf(person, 'checking_register');
    const ticket = await ticketOf();
    const path = `/complaints/${ticket}/corrections`;
    const refused = await act(path, { ...person, applicationId, change: { name: 'Lain' } });
    expect(refused).toMatchObject({ status: 200, body: { outcome: 'kept', ground: 'in-check' } });
    expect(refused.body.words).toContain('dicocokkan');
    expect((await particularsOf(applicationId)).body).toMatchObject({ name: 'SITI AMINAH' });
    expect((await act(path, { ...person, applicationId, change: { phone: '081177000123' } })).body).toMatchObject({
      outcome: 'corrected',
    });
    expect((await actsOf(applicationId)).map((one) => one.act)).toEqual(['kept', 'corrected']);
  });

  it('needs both numbers, a ticket about data that is open, a reviewer, and a value that can be', async () => {
    const person = aPerson();
    const applicationId = await requestOf(person, 'submitted');
    const [ticket, complaint] = [await ticketOf(), await ticketOf('complaint')];
    const input = { ...person, applicationId, change: { village: 'Selisun' } };
    const path = `/complaints/${ticket}/corrections`;
    expect((await act(path, input, clerk)).status).toBe(403);
    expect((await act(path, { ...input, familyCardNumber: someone().familyCard })).status).toBe(404);
    expect((await act(`/complaints/${complaint}/corrections`, input)).status).toBe(409);
    expect((await act(path, { ...input, applicationId: await requestOf(aPerson(), 'submitted') })).status).toBe(404);
    expect((await act(path, { ...input, change: { newFamilyCardNumber: '12' } })).status).toBe(422);
    expect((await act(path, { ...input, change: {} })).status).toBe(400);
    expect((await act(path, { ...input, change: { nik: person.nik } })).status).toBe(400);
    expect(await actsOf(applicationId)).toEqual([]);
  });
});

describe('an erasure', () => {
  it('takes what the law does not keep, and says why the rest stays, request by request', async () => {
    const person = aPerson();
    const [withdrawn, handedOver, open, held] = [
      await requestOf(person, 'withdrawn'),
      await requestOf(person, 'handed_over'),
      await requestOf(person, 'submitted'),
      await requestOf(person, 'expired', 'HILANG'),
    ];
    const head = await work.bench.clerkToken(['head'], undefined, 'head-1');
    const hold = { applicationId: held, reason: 'Laporan polisi nomor 7' };
    expect((await work.ask('/legal-holds', { method: 'POST', token: head, body: hold })).status).toBe(201);

    const ticket = await ticketOf();
    const { status, body } = await act(`/complaints/${ticket}/erasures`, person);
    expect(status).toBe(200);
    expect(body.requests).toMatchObject([
      { applicationId: withdrawn, documents: 'erased', particulars: 'erased', ground: null },
      { applicationId: handedOver, documents: 'erased', particulars: 'kept', ground: 'archive-duty' },
      { applicationId: open, documents: 'kept', particulars: 'kept', ground: 'open-request' },
      { applicationId: held, documents: 'kept', particulars: 'kept', ground: 'legal-hold' },
    ]);
    for (const word of ['arsip negara', 'masih berjalan', 'proses hukum', 'sudah kami hapus']) {
      expect(body.words).toContain(word);
    }
    expect((await particularsOf(withdrawn)).status).toBe(404);
    expect((await particularsOf(open)).body).toMatchObject({ nik: person.nik });
    const states = await work.bench.query<{ application_id: string; state: string }>(
      'select application_id, state from document where application_id = any($1)',
      [[withdrawn, handedOver, open, held]],
    );
    expect(new Map(states.map((row) => [row.application_id, row.state]))).toEqual(
      new Map([
        [withdrawn, 'erased'],
        [handedOver, 'erased'],
        [open, 'kept'],
        [held, 'kept'],
      ]),
    );
    expect((await actsOf(handedOver)).map(({ act: did, ground }) => [did, ground])).toEqual([
      ['erased', null],
      ['kept', 'archive-duty'],
    ]);

    // Twice is once: what is gone is nobody's any more.
    const again = await act(`/complaints/${ticket}/erasures`, person);
    expect((again.body.requests as object[]).length).toBe(3);
    expect(
      await work.bench.query('select 1 from outbox where type = $1 and subject = $2', [
        PersonalDataErased.type,
        handedOver,
      ]),
    ).toHaveLength(1);
  });

  it('takes the words of the conversation too, once nothing of it goes on', async () => {
    const from = aPhone();
    const numbersOfOne = someone();
    const person = { nik: numbersOfOne.nik, familyCardNumber: numbersOfOne.familyCard };
    await work.say({ from, text: requestLine('HILANG', numbersOfOne) });
    const [row] = await eventually(
      async () => {
        const rows = await work.bench.query<{ id: string; conversation_id: string }>(
          "select id, conversation_id from application where channel = 'whatsapp'",
        );
        return rows.length > 0 && rows;
      },
      { what: 'the request is opened' },
    );
    if (!row) throw new Error('no request');
    const texts = () =>
      work.bench.query(
        `select 1 from webhook_message m join message_outcome o on o.id = m.id
          where o.conversation_id = $1 and m.sealed_event is not null`,
        [row.conversation_id],
      );
    expect(await texts()).not.toEqual([]);
    const copy = await exportOf({ ...person, identityCheckedWith: 'ktp' });
    expect(copy.body.messages).toContainEqual(expect.objectContaining({ from: 'citizen', kind: 'text' }));
    expect(copy.body.messages.map(({ from: by }) => by)).toContain('machine');
    expect(copy.body.messagesWithheld).toBe(false);
    // A brother writes from the same phone: then the conversation shows him too.
    await work.say({ from, text: requestLine('HILANG', someone()) });
    await eventually(
      async () => (await work.bench.query("select 1 from application where channel = 'whatsapp'")).length === 2,
      { what: 'the brother’s request' },
    );
    const withBrother = await exportOf({ ...person, identityCheckedWith: 'ktp' });
    expect(withBrother.body).toMatchObject({ messages: [], messagesWithheld: true });
    await work.bench.query("update application set conversation_id = null where channel = 'whatsapp' and id <> $1", [
      row.id,
    ]);
    const ticket = await ticketOf();
    expect((await act(`/complaints/${ticket}/erasures`, person)).body).toMatchObject({ messages: 0 });
    expect(await texts()).not.toEqual([]);
    await work.bench.query("update application set state = 'withdrawn' where id = $1", [row.id]);
    expect((await act(`/complaints/${ticket}/erasures`, person)).body).toMatchObject({ messages: 2 });
    expect(await texts()).toEqual([]);
    expect(
      await work.bench.query('select 1 from conversation_reply where conversation_id = $1', [row.conversation_id]),
    ).toEqual([]);
  });
});

describe('whose data was touched', () => {
  const hour = 3_600_000;
  const asked = (more: object = {}) => ({
    from: new Date(Date.now() - hour).toISOString(),
    until: new Date(Date.now() + hour).toISOString(),
    reason: 'Kata sandi petugas bocor',
    ...more,
  });
  interface Page {
    readonly subjects: { applicationId: string; ways: string[]; times: number; reachableBy: string }[];
    readonly next: string | null;
  }
  const ask = async (body: object, token: string) => {
    const answer = await work.ask('/touched-subjects', { method: 'POST', token, body });
    return { status: answer.status, page: (await answer.json()) as Page };
  };

  it('is told by time, by clerk and by way, page by page; the question is written down and names nobody', async () => {
    const admin = await work.bench.clerkToken(['admin'], undefined, 'admin-1');
    const snoop = await work.bench.clerkToken(['clerk'], 'nunukan', 'snoop-1');
    const [seen, unseen] = [await requestOf(aPerson(), 'submitted'), await requestOf(aPerson(), 'submitted')];
    const [document] = await work.bench.query<{ id: string }>('select id from document where application_id = $1', [
      seen,
    ]);
    await work.keepCopy(document?.id ?? '');
    await work.ask(`/applications/${seen}/documents/${document?.id}/content?reason=other`, { token: snoop });
    await work.ask(`/applications/${seen}/receipt`, { token: snoop });

    const mine = await ask(asked({ clerk: 'snoop-1' }), admin);
    expect(mine.page.subjects).toMatchObject([
      { applicationId: seen, ways: ['document-view', 'receipt'], times: 2, reachableBy: 'counter' },
    ]);
    expect((await ask(asked({ clerk: 'snoop-1', ways: ['export'] }), admin)).page.subjects).toEqual([]);
    const past = { from: '2020-01-01T00:00:00Z', until: '2020-02-01T00:00:00Z' };
    expect((await ask(asked(past), admin)).page.subjects).toEqual([]);

    const all: string[] = [];
    let after: string | undefined;
    do {
      const { page } = await ask(asked({ everybody: true, limit: 3, ...(after ? { after } : {}) }), admin);
      all.push(...page.subjects.map(({ applicationId }) => applicationId));
      after = page.next ?? undefined;
    } while (after);
    expect(all).toEqual(expect.arrayContaining([seen, unseen]));
    expect(new Set(all).size).toBe(all.length);

    const questions = await work.bench.query<{ clerk: string; reason: string }>(
      'select clerk, reason from touched_query',
    );
    expect(questions).toHaveLength(4);
    expect(questions[0]).toEqual({ clerk: 'admin-1', reason: 'Kata sandi petugas bocor' });
    expect((await ask(asked(), reviewer)).status).toBe(403);
    expect((await ask({ ...asked(), reason: '' }, admin)).status).toBe(400);
  });
});
