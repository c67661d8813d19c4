import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ApplicationCheckingRegister,
  ApplicationCorrectionRequested,
  ApplicationDraft,
  ApplicationHandedOver,
  ApplicationPrinting,
  ApplicationReadyForPickup,
  ApplicationReadyToPrint,
  ApplicationSubmitted,
  CardHandedOver,
  ConversationContacted,
  ConversationReplied,
  DocumentsComplete,
  DocumentsIncomplete,
  PrintJobCompleted,
  PrintJobStarted,
  RegisterConfirmed,
} from '#contracts';
import { eventually } from '#testing';
import { aPhone, aPhoto, type IntakeAtWork, intakeAtWork, requestLine } from './intake-at-work.js';

let work: IntakeAtWork;
beforeAll(async () => {
  work = await intakeAtWork();
}, 60_000);
afterAll(() => work.close(), 30_000);

const jobId = '0198c0de-0000-7000-8000-0000000000b1';

describe('a request by WhatsApp', () => {
  it('goes from one message and two photos to the hand-over', async () => {
    const { bench } = work;
    const from = aPhone();
    const [letter, card] = [work.graph.keep(aPhoto()), work.graph.keep(aPhoto())];
    expect(await work.say({ from, text: requestLine() })).toBe(200);
    const draft = (await bench.heard(ApplicationDraft)).data;
    expect(draft).toMatchObject({
      sequence: 1,
      kind: 'HILANG',
      channel: 'whatsapp',
      district: '650302',
      office: 'nunukan',
    });
    const { applicationId } = draft;
    const opened = await bench.heard(ConversationReplied, ({ messageKey }) => messageKey === 'draft-opened');
    expect(opened.data.variables).toMatchObject({ missing: ['SURAT_KEHILANGAN', 'KK'] });
    expect(opened.data.applicationId).toBe(applicationId);
    await bench.heard(ConversationContacted, ({ conversationId }) => conversationId === opened.data.conversationId);

    await work.say({ from, image: { mediaId: card, caption: 'KK saya' } }, { from, image: { mediaId: letter } });
    const mine = <D extends { applicationId: string }>(data: D) => data.applicationId === applicationId;
    const submitted = (await bench.heard(ApplicationSubmitted, mine)).data;
    expect(submitted.sequence).toBe(2);

    const particulars = await work.ask(`/internal/applications/${applicationId}/particulars`, {
      token: await work.peerToken('document-validation'),
    });
    expect(particulars.status).toBe(200);
    const file = (await particulars.json()) as { nik: string; documents: { claimedAs: string; documentId: string }[] };
    expect(file).toMatchObject({ name: 'BUDI SANTOSO', village: 'Nunukan Timur', nationality: 'WNI' });
    expect(file.documents.map(({ claimedAs }) => claimedAs).sort()).toEqual(['KK', 'SURAT_KEHILANGAN']);

    await bench.say(DocumentsComplete, { applicationId, answers: 2 });
    expect((await bench.heard(ApplicationCheckingRegister, mine)).data.sequence).toBe(3);
    await bench.say(RegisterConfirmed, {
      applicationId,
      answers: 3,
      way: 'primary' as const,
      checkedAt: new Date().toISOString(),
    });
    expect((await bench.heard(ApplicationReadyToPrint, mine)).data.sequence).toBe(4);
    const job = { jobId, applicationId, answers: 4, office: 'nunukan' };
    // The later fact first: it waits for the one it has overtaken.
    await bench.say(PrintJobCompleted, { ...job, stationId: 'nunukan-1', attempt: 1, pickupOffice: 'nunukan' });
    await bench.say(PrintJobStarted, { ...job, stationId: 'nunukan-1', attempt: 1 });
    expect((await bench.heard(ApplicationPrinting, mine)).data.sequence).toBe(5);
    expect((await bench.heard(ApplicationReadyForPickup, mine)).data.sequence).toBe(6);
    await bench.say(CardHandedOver, { ...job, collectedBy: 'self' as const, oldCardTaken: false });
    expect((await bench.heard(ApplicationHandedOver, mine)).data.sequence).toBe(7);
    expect(bench.parked()).toEqual([]);
  }, 60_000);

  it('asks once for what is missing, takes only that, and starts its clock when it is complete', async () => {
    const { bench } = work;
    const from = aPhone();
    await work.say({ from, text: requestLine('RUSAK') });
    await work.say({ from, image: { mediaId: work.graph.keep(aPhoto()), caption: 'ktp rusak' } });
    // The KK never comes: the file goes quiet and is taken as sent.
    const first = await bench.heard(ApplicationSubmitted, ({ kind }) => kind === 'RUSAK');
    const { applicationId } = first.data;
    const mine = <D extends { applicationId: string }>(data: D) => data.applicationId === applicationId;
    await bench.say(DocumentsIncomplete, {
      applicationId,
      answers: 2,
      findings: [{ document: 'KK', defect: 'missing' as const }],
    });
    const asked = await bench.heard(ApplicationCorrectionRequested, mine);
    expect(asked.data).toMatchObject({ sequence: 3, findings: [{ document: 'KK', defect: 'missing' }] });
    await work.say({ from, image: { mediaId: work.graph.keep(aPhoto()) } });
    const again = await bench.heard(ApplicationSubmitted, (data) => mine(data) && data.sequence === 4);
    expect(again.data.state).toBe('submitted');
    await bench.say(DocumentsComplete, { applicationId, answers: 4 });
    const complete = await bench.heard(ApplicationCheckingRegister, mine);
    const [row] = await bench.query<{ after: boolean; documents: string }>(
      `select a.complete_since > h.at as after, (select string_agg(claimed_as, ',' order by sent_at) from document d where d.application_id = a.id) as documents
         from application a join application_history h on h.application_id = a.id and h.sequence = 4 where a.id = $1`,
      [applicationId],
    );
    expect(row).toEqual({ after: true, documents: 'KTP_LAMA,KK' });
    expect(new Date(complete.data.completeSince).getTime()).toBeLessThanOrEqual(Date.now());
    const holds = await bench.query('select cause from hold where application_id = $1 and ended_at is not null', [
      applicationId,
    ]);
    expect(holds).toEqual([{ cause: 'citizen' }]);
  }, 60_000);

  it('takes what came while the file was being checked, without another word from the citizen', async () => {
    const { bench } = work;
    const from = aPhone();
    const before = new Set(bench.allSaid().map(({ subject }) => subject));
    await work.say({ from, text: requestLine('RUSAK') });
    await work.say({ from, image: { mediaId: work.graph.keep(aPhoto()), caption: 'ktp rusak' } });
    await work.say({ from, text: 'SELESAI' });
    const { applicationId } = (await bench.heard(ApplicationDraft, (data) => !before.has(data.applicationId))).data;
    const mine = <D extends { applicationId: string }>(data: D) => data.applicationId === applicationId;
    await bench.heard(ApplicationSubmitted, mine);
    await work.say({ from, image: { mediaId: work.graph.keep(aPhoto()), caption: 'KK' } });
    await eventually(async () => {
      const fetched = await bench.query(`select 1 from document where application_id = $1 and state = 'kept'`, [
        applicationId,
      ]);
      return fetched.length === 2;
    });
    // The check knew only of what was there before.
    await bench.say(DocumentsIncomplete, {
      applicationId,
      answers: 2,
      findings: [{ document: 'KK', defect: 'missing' as const }],
    });
    await bench.heard(ApplicationCorrectionRequested, mine);
    const again = await bench.heard(ApplicationSubmitted, (data) => mine(data) && data.sequence === 4);
    expect(again.data.state).toBe('submitted');
  }, 60_000);

  it('tells all mistakes of a request line together, in Indonesian, without repeating a number', async () => {
    const from = aPhone();
    await work.say({ from, text: '#KTP#650399#6503990506150001##Desa#Kota Hantu#TERBANG' });
    const { data } = await work.bench.heard(ConversationReplied, ({ messageKey }) => messageKey === 'format-problem');
    expect(data.variables).toEqual({
      problems: expect.arrayContaining([expect.stringContaining('Kecamatan'), expect.stringContaining('Keperluan')]),
    });
    expect(JSON.stringify(data)).not.toMatch(/650399/);
  });

  it('asks which service is meant when only photos come, once', async () => {
    const from = aPhone();
    await work.say(
      { from, image: { mediaId: work.graph.keep(aPhoto()) } },
      { from, image: { mediaId: work.graph.keep(aPhoto()) } },
    );
    const asked = await work.bench.heard(ConversationReplied, ({ messageKey }) => messageKey === 'which-service');
    await work.say({ from, text: requestLine() });
    // The photos that came before the request are its documents.
    const [row] = await eventually(
      async () => {
        const rows = await work.bench.query<{ id: string }>(
          "select id from application where conversation_id = $1 and state = 'submitted'",
          [asked.data.conversationId],
        );
        return rows.length > 0 && rows;
      },
      { what: 'the submission' },
    );
    expect(row).toBeDefined();
    expect(work.saidOf(ConversationReplied).filter(({ messageKey }) => messageKey === 'which-service')).toHaveLength(1);
  }, 30_000);
});
