import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationDraft, ApplicationSubmitted, ApplicationWithdrawn } from '#contracts';
import { aPhoto, type IntakeAtWork, intakeAtWork, someone } from './intake-at-work.js';

let work: IntakeAtWork;
let token: string;
beforeAll(async () => {
  work = await intakeAtWork();
  token = await work.bench.clerkToken(['clerk'], 'nunukan', 'clerk-1');
}, 60_000);
afterAll(() => work.close(), 30_000);

interface Answer {
  readonly applicationId: string;
  readonly ticket: string;
  readonly code: string;
  readonly problems: { field: string; code: string }[];
  readonly warnings: { code: string }[];
}

function aRequest(changed: object = {}) {
  const { nik, familyCard } = someone();
  return {
    kind: 'RUSAK',
    nik,
    familyCardNumber: familyCard,
    name: 'Siti Aminah',
    village: 'Binusan',
    district: '650302',
    ...changed,
  };
}

async function open(body: object, headers: Record<string, string> = {}, as = token) {
  const response = await work.ask('/applications', { method: 'POST', token: as, body, headers });
  return { status: response.status, body: (await response.json()) as Answer };
}

async function addDocument(
  id: string,
  as: string,
  bytes: Uint8Array = aPhoto().bytes,
  type = 'image/jpeg',
  by = token,
) {
  const response = await work.ask(`/applications/${id}/documents?as=${as}`, {
    method: 'POST',
    token: by,
    body: bytes,
    headers: { 'content-type': type },
  });
  return {
    status: response.status,
    body: (await response.json()) as { documentId: string; sha256: string; code: string },
  };
}

const act = (id: string, what: string, by = token) =>
  work.ask(`/applications/${id}/${what}`, { method: 'POST', token: by });

describe('a request at the counter', () => {
  it('is taken in, filled, submitted, seen masked, and withdrawn', async () => {
    const request = aRequest({ phone: '0812 3456 7890' });
    const { status, body } = await open(request);
    expect({ status, warnings: body.warnings.map(({ code }) => code) }).toEqual({
      status: 201,
      warnings: ['NIK_AREA_UNKNOWN', 'KK_AREA_UNKNOWN'],
    });
    const id = body.applicationId;
    const draft = await work.bench.heard(ApplicationDraft, ({ applicationId }) => applicationId === id);
    expect(draft.data).toMatchObject({ channel: 'counter', office: 'nunukan', sequence: 1 });
    expect((await act(id, 'submission')).status).toBe(409);
    const photo = aPhoto().bytes;
    const first = await addDocument(id, 'KTP_LAMA', photo);
    expect(first.status).toBe(201);
    expect(await addDocument(id, 'KTP_LAMA', photo)).toMatchObject({
      status: 200,
      body: { documentId: first.body.documentId },
    });
    expect((await addDocument(id, 'KK')).status).toBe(201);
    expect((await act(id, 'submission')).status).toBe(200);
    expect((await act(id, 'submission')).status).toBe(200);
    await work.bench.heard(ApplicationSubmitted, ({ applicationId }) => applicationId === id);
    expect((await addDocument(id, 'KK')).status).toBe(409);

    const shown = await work.ask(`/applications/${id}`, { token });
    const seen = await shown.text();
    expect(JSON.parse(seen)).toMatchObject({
      state: 'submitted',
      sequence: 2,
      maskedName: 'SI*** A***',
      maskedPhone: '0812****890',
    });
    expect(seen).not.toContain(request.nik);
    const listed = await work.ask('/applications?state=submitted&limit=1', { token });
    expect(await listed.json()).toMatchObject({
      applications: [{ applicationId: id, maskedNik: '650399**********' }],
      next: null,
    });

    const copy = aPhoto().bytes;
    await work.keepCopy(first.body.documentId, copy);
    const content = await work.ask(`/applications/${id}/documents/${first.body.documentId}/content?reason=check`, {
      token,
    });
    expect(content.status).toBe(200);
    expect(content.headers.get('content-disposition')).toBe('attachment');
    expect(Buffer.from(await content.arrayBuffer()).equals(copy)).toBe(true);
    expect(await work.bench.query('select clerk, reason from document_view')).toEqual([
      { clerk: 'clerk-1', reason: 'check' },
    ]);

    expect(await (await act(id, 'withdrawal')).json()).toEqual({ applicationId: id, withdrawal: 'withdrawn' });
    expect((await act(id, 'withdrawal')).status).toBe(200);
    await work.bench.heard(ApplicationWithdrawn, ({ applicationId }) => applicationId === id);
    expect((await act(id, 'submission')).status).toBe(409);
  }, 30_000);

  it('tells every mistake of the particulars with its field', async () => {
    const { status, body } = await open(
      aRequest({ nik: '1234', familyCardNumber: '6503995506150001', name: 'B4di', office: 'atlantis', phone: '12' }),
    );
    expect(status).toBe(422);
    expect(body.code).toBe('invalid-particulars');
    expect(body.problems.map(({ field }) => field).sort()).toEqual([
      'familyCardNumber',
      'name',
      'nik',
      'office',
      'phone',
    ]);
    expect((await open({ kind: 'TERBANG', extra: 1 })).status).toBe(400);
  });

  it('is opened once for a person and kind, and once for an Idempotency-Key', async () => {
    const request = aRequest();
    const headers = { 'idempotency-key': 'key-1' };
    const answers = await Promise.all([open(request, headers), open(request, headers), open(request, headers)]);
    expect(new Set(answers.map(({ body }) => body.applicationId)).size).toBe(1);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 200, 201]);
    expect(await open(aRequest(), headers)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await open(request)).toMatchObject({
      status: 409,
      body: { code: 'already-open', ticket: answers[0]?.body.ticket },
    });
    expect((await open({ ...request, kind: 'HILANG' })).status).toBe(201);
  });

  it('takes no document that is too large, empty, of another type, or for nobody', async () => {
    const { applicationId: id } = (await open(aRequest())).body;
    expect(await addDocument(id, 'KK', new Uint8Array(16 * 1024 * 1024 + 1))).toMatchObject({
      status: 413,
      body: { code: 'body-too-large' },
    });
    expect(await addDocument(id, 'KK', new Uint8Array())).toMatchObject({
      status: 400,
      body: { code: 'empty-document' },
    });
    expect((await addDocument(id, 'KK', undefined, 'text/html')).status).toBe(415);
    expect((await addDocument(id, 'SIM')).status).toBe(400);
    expect((await addDocument('0198c0de-0000-7000-8000-000000000001', 'KK')).status).toBe(404);
    expect((await addDocument('me', 'KK')).status).toBe(404);
  }, 30_000);

  it('is nobody’s business but its office’s', async () => {
    const { applicationId: id } = (await open(aRequest())).body;
    const { documentId } = (await addDocument(id, 'KK')).body;
    await work.keepCopy(documentId);
    const krayan = await work.bench.clerkToken(['clerk'], 'krayan');
    const reviewer = await work.bench.clerkToken(['reviewer'], 'krayan');
    const printer = await work.bench.clerkToken(['print-operator'], 'nunukan');
    const paths = [`/applications/${id}`, `/applications/${id}/documents/${documentId}/content`];
    for (const path of paths) {
      expect((await work.ask(path)).status).toBe(401);
      expect((await work.ask(path, { token: krayan })).status).toBe(404);
      expect((await work.ask(path, { token: reviewer })).status).toBe(200);
    }
    expect((await work.ask(paths[1] ?? '', { token: printer })).status).toBe(403);
    expect((await act(id, 'withdrawal', krayan)).status).toBe(404);
    expect((await act(id, 'submission', printer)).status).toBe(403);
    expect((await addDocument(id, 'KK', undefined, undefined, krayan)).status).toBe(404);
    expect((await open(aRequest(), {}, printer)).status).toBe(403);
    expect((await work.ask('/applications', { method: 'POST', body: aRequest() })).status).toBe(401);
    const listed = (await (await work.ask('/applications?limit=100', { token: krayan })).json()) as {
      applications: unknown[];
    };
    expect(listed.applications).toEqual([]);
  });

  it('goes on in WhatsApp when its citizen writes from the number they gave', async () => {
    const { applicationId: id } = (await open(aRequest({ phone: '+6281155501234' }))).body;
    await addDocument(id, 'KK');
    await work.say({ from: '6281155501234', image: { mediaId: work.graph.keep(aPhoto()) } });
    await work.bench.heard(ApplicationSubmitted, ({ applicationId }) => applicationId === id);
    const contact = await work.ask(`/internal/applications/${id}/contact`, {
      token: await work.peerToken('notification'),
    });
    expect(await contact.json()).toMatchObject({
      phone: '6281155501234',
      conversationId: expect.any(String),
      lastInboundAt: expect.any(String),
    });
  });

  it('is described on the OpenAPI page', async () => {
    const { paths } = (await (await work.ask('/docs-json')).json()) as { paths: object };
    expect(Object.keys(paths).sort()).toEqual(
      expect.arrayContaining([
        '/applications',
        '/applications/{id}/documents',
        '/requirements',
        '/track/{code}',
        '/webhooks/whatsapp',
        '/links',
      ]),
    );
    const links = await work.ask('/links', { token });
    expect(await links.json()).toMatchObject([{ link: 'whatsapp', way: 'primary', state: 'closed', cause: null }]);
  });

  it('is listed in pages that neither miss nor repeat a request', async () => {
    const seen: string[] = [];
    let next: string | null = null;
    do {
      const path: string = `/applications?limit=2${next ? `&cursor=${next}` : ''}`;
      const page = (await (await work.ask(path, { token })).json()) as { applications: Answer[]; next: string | null };
      seen.push(...page.applications.map(({ applicationId }) => applicationId));
      next = page.next;
    } while (next);
    const all = await work.bench.query<{ id: string }>('select id from application order by created_at desc, id desc');
    expect(seen).toEqual(all.map(({ id }) => id));
    expect((await work.ask('/applications?cursor=abc', { token })).status).toBe(400);
    expect((await work.ask('/applications?limit=1000', { token })).status).toBe(400);
  });
});

describe('what other services read', () => {
  it('is given to them alone', async () => {
    const request = aRequest({ phone: '+62 811-2222-333' });
    const { applicationId: id } = (await open(request)).body;
    const photo = aPhoto().bytes;
    const { documentId } = (await addDocument(id, 'KK', photo)).body;
    const peers = {
      validation: await work.peerToken('document-validation'),
      printing: await work.peerToken('printing-queue'),
      notification: await work.peerToken('notification'),
    };
    const status = async (path: string, by?: string) =>
      (await work.ask(path, by === undefined ? {} : { token: by })).status;
    const particulars = `/internal/applications/${id}/particulars`;
    expect(await status(particulars)).toBe(401);
    expect(await status(particulars, token)).toBe(401);
    expect(await status(particulars, peers.notification)).toBe(403);
    expect(await (await work.ask(particulars, { token: peers.printing })).json()).toMatchObject({
      nik: request.nik,
      familyCardNumber: request.familyCardNumber,
      name: 'SITI AMINAH',
      district: '650302',
      documents: [{ documentId, claimedAs: 'KK', contentType: 'image/jpeg', size: photo.length, copies: false }],
    });
    const content = await work.ask(`/internal/documents/${documentId}/content`, { token: peers.validation });
    expect(content.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await content.arrayBuffer()).equals(photo)).toBe(true);
    expect(await status(`/internal/documents/${documentId}/content`, peers.printing)).toBe(403);
    expect(await status('/internal/documents/nothing/content', peers.validation)).toBe(404);
    const contact = await work.ask(`/internal/applications/${id}/contact`, { token: peers.notification });
    expect(await contact.json()).toMatchObject({
      phone: '628112222333',
      conversationId: null,
      lastInboundAt: null,
      maskedName: 'SI*** A***',
      office: { code: 'nunukan', hours: null },
      trackUrl: expect.stringMatching(/^http:\/\/loket\.test\/track\/[0-9A-HJKMNP-TV-Z]{26}$/),
    });
    expect(await status(`/internal/applications/${id}/contact`, peers.validation)).toBe(403);
    expect(
      await status('/internal/applications/0198c0de-0000-7000-8000-000000000009/contact', peers.notification),
    ).toBe(404);
    expect(
      await status('/internal/conversations/0198c0de-0000-7000-8000-000000000009/contact', peers.notification),
    ).toBe(404);
    expect(await status(`/internal/conversations/x/contact`, peers.printing)).toBe(403);
  });
});
