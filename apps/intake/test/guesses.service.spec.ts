import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ApplicationDraft,
  ApplicationSubmitted,
  ConversationReplied,
  DocumentsComplete,
  DocumentsIncomplete,
  RegisterDoubtful,
} from '#contracts';
import { eventually } from '#testing';
import { aPhone, aPhoto, aWamid, type IntakeAtWork, intakeAtWork, requestLine, type Said } from './intake-at-work.js';

let work: IntakeAtWork;
beforeAll(async () => {
  work = await intakeAtWork({ SUBMIT_QUIET_SECONDS: '3600', FILES_PER_HOUR: '100' });
}, 60_000);
afterAll(() => work.close(), 30_000);

interface DocumentRow {
  readonly id: string;
  readonly state: string;
  readonly claimed_as: string | null;
  readonly claimed_by: string | null;
  readonly superseded: boolean;
}

const documentsOf = (id: string) =>
  work.bench.query<DocumentRow>('select * from document where application_id = $1 order by sent_at, seq', [id]);
const claimsOf = async (id: string) =>
  (await documentsOf(id))
    .filter(({ state }) => state === 'kept')
    .map(({ claimed_as, claimed_by }) => `${claimed_as} by ${claimed_by}`);

/** A citizen with an open request: what they say is sent from their number. */
async function citizen(kind = 'HILANG') {
  const from = aPhone();
  const before = work.saidOf(ApplicationDraft).length;
  await work.say({ from, text: requestLine(kind) });
  const { applicationId: id } = await eventually(() => work.saidOf(ApplicationDraft)[before], { what: 'the draft' });
  const replies = (key: string) =>
    work.saidOf(ConversationReplied).filter((one) => one.applicationId === id && one.messageKey === key);
  const submissions = () => work.saidOf(ApplicationSubmitted).filter(({ applicationId }) => applicationId === id);
  await eventually(() => replies('draft-opened').length === 1, { what: 'the question for the documents' });
  const says = (...said: Said[]) => work.say(...said.map((one) => ({ ...one, from })));
  return {
    ...{ id, says, replies, submissions },
    photo: (caption?: string): Said => ({
      image: { mediaId: work.graph.keep(aPhoto()), ...(caption === undefined ? {} : { caption }) },
    }),
    replied: (key: string, count = 1) =>
      eventually(() => replies(key)[count - 1]?.variables, { what: `${count} × ${key}` }),
    submitted: (count = 1) => eventually(() => submissions()[count - 1], { what: `submission ${count}` }),
  };
}

const stateOf = (id: string, state: string) =>
  eventually(
    async () =>
      (await work.bench.query('select 1 from application where id = $1 and state = $2', [id, state])).length === 1,
    { what: state },
  );

describe('a photo that nobody named', () => {
  it('is the document that was asked for right before it', async () => {
    const one = await citizen();
    await one.says(one.photo());
    expect(await one.replied('document-received')).toMatchObject({
      ...{ document: 'SURAT_KEHILANGAN', guesses: ['SURAT_KEHILANGAN'], others: ['KK'], missing: ['KK'] },
    });
    expect(await claimsOf(one.id)).toEqual(['SURAT_KEHILANGAN by question']);
    // A photo that was named stands for itself, and the question for the other one is answered by the next.
    await one.says(one.photo());
    expect((await one.submitted()).takenAs).toEqual(['SURAT_KEHILANGAN', 'KK']);
    expect(await claimsOf(one.id)).toEqual(['SURAT_KEHILANGAN by question', 'KK by question']);
  });

  it('goes by the order of the requirements where no question was before it, and named ones are told to nobody', async () => {
    const one = await citizen();
    await one.says(one.photo(), one.photo());
    expect((await one.submitted()).takenAs).toEqual(['SURAT_KEHILANGAN', 'KK']);
    expect(await claimsOf(one.id)).toEqual(['SURAT_KEHILANGAN by question', 'KK by order']);
    const other = await citizen();
    await other.says(other.photo('surat polisi'), other.photo('KK'));
    expect((await other.submitted()).takenAs).toBeUndefined();
  });

  it('is no answer to a question that came after it was sent', async () => {
    const one = await citizen('RUSAK');
    await one.says({ ...one.photo(), at: new Date(Date.now() - 60_000) });
    expect(await one.replied('document-received')).toMatchObject({ document: 'KTP_LAMA' });
    expect(await claimsOf(one.id)).toEqual(['KTP_LAMA by order']);
  });

  it('is what its own words say, once they were read; what is asked again replaces that one', async () => {
    const one = await citizen();
    await one.says(one.photo(), one.photo());
    const { sequence } = await one.submitted();
    const [first, second] = await documentsOf(one.id);
    await work.bench.say(DocumentsIncomplete, {
      applicationId: one.id,
      answers: sequence,
      findings: [{ document: 'KK', defect: 'blurred', documentId: first?.id ?? '' }],
      recognised: [
        { documentId: first?.id ?? '', document: 'KK' },
        { documentId: second?.id ?? '', document: 'SURAT_KEHILANGAN' },
      ],
    });
    await stateOf(one.id, 'correction_requested');
    expect(await claimsOf(one.id)).toEqual(['KK by content', 'SURAT_KEHILANGAN by content']);
    await one.says(one.photo());
    await one.submitted(2);
    expect((await documentsOf(one.id)).map(({ superseded }) => superseded)).toEqual([true, false, false]);
  });
});

describe('a citizen who says what a photo is', () => {
  it('is heard while the file is open: the rest is asked for anew', async () => {
    const one = await citizen();
    await one.says(one.photo());
    await one.replied('document-received');
    await one.says({ text: 'itu KK bukan surat polisi' });
    expect(await one.replied('document-renamed')).toMatchObject({
      ...{ nth: '1', document: 'KK', looks: 'still-open', missing: ['SURAT_KEHILANGAN'] },
    });
    await one.says(one.photo());
    await one.submitted();
    expect(await claimsOf(one.id)).toEqual(['KK by name', 'SURAT_KEHILANGAN by question']);
  });

  it.each([
    ['by a choice below the receipt', { tapped: { id: 'say:FOTO 1 KK', title: 'Ini KK' } }],
    ['by the same photo with a word below it', 'again'],
    ['by quoting it', 'quoted'],
  ] as const)('is heard %s', async (_, how) => {
    const one = await citizen();
    const [photo, wamid] = [one.photo(), aWamid()];
    await one.says({ ...photo, id: wamid });
    await one.replied('document-received');
    if (how === 'quoted') {
      // Quoting says which one, whatever was sent after it.
      await one.says(one.photo());
      await one.submitted();
      await one.says({ text: 'ini kk pak', quotes: wamid });
    } else if (how === 'again') {
      await one.says({ image: { mediaId: photo.image?.mediaId ?? '', caption: 'kartu keluarga' } });
    } else await one.says(how);
    await eventually(async () => (await claimsOf(one.id))[0] === 'KK by name', { what: 'the new name' });
  });

  it('is asked what it is, where they only say what it is not', async () => {
    const one = await citizen();
    await one.says(one.photo());
    await one.replied('document-received');
    await one.says({ text: 'itu bukan surat polisi' });
    expect(await one.replied('which-document')).toMatchObject({ nth: '1', others: ['KK'] });
  });

  it('has the file checked anew while it is being checked, and while the register is asked; older answers change nothing', async () => {
    const one = await citizen();
    await one.says(one.photo(), one.photo());
    const first = await one.submitted();
    await one.says({ text: 'yang kedua surat polisi' });
    const second = await one.submitted(2);
    expect(second).toMatchObject({ sequence: first.sequence + 1, takenAs: ['KK', 'SURAT_KEHILANGAN'] });
    await work.bench.say(DocumentsIncomplete, {
      applicationId: one.id,
      answers: first.sequence,
      findings: [{ document: 'KK', defect: 'missing' }],
    });
    await work.bench.say(DocumentsComplete, { applicationId: one.id, answers: second.sequence });
    await stateOf(one.id, 'checking_register');
    await one.says({ text: 'foto 1 surat polisi' });
    const third = await one.submitted(3);
    expect(third).toMatchObject({ sequence: second.sequence + 2, takenAs: ['SURAT_KEHILANGAN', 'SURAT_KEHILANGAN'] });
    await work.bench.say(DocumentsIncomplete, {
      applicationId: one.id,
      answers: third.sequence,
      findings: [{ document: 'KK', defect: 'missing' }],
    });
    await stateOf(one.id, 'correction_requested');
    // Back again: the photo is handed in anew under its right name.
    await one.says({ text: 'maaf foto 1 KK' });
    // Nothing is guessed any more.
    expect((await one.submitted(4)).takenAs).toBeUndefined();
    const particulars = await work.ask(`/internal/applications/${one.id}/particulars`, {
      token: await work.peerToken('document-validation'),
    });
    expect(await particulars.json()).toMatchObject({
      documents: [
        { claimedAs: 'KK', claimedBy: 'name' },
        { claimedAs: 'SURAT_KEHILANGAN', claimedBy: 'name' },
      ],
    });
    expect(work.bench.parked()).toEqual([]);
  });

  it('is noted for the person who has it under review already', async () => {
    const one = await citizen();
    await one.says(one.photo(), one.photo());
    const { sequence } = await one.submitted();
    await work.bench.say(DocumentsComplete, { applicationId: one.id, answers: sequence });
    await stateOf(one.id, 'checking_register');
    await work.bench.say(RegisterDoubtful, {
      applicationId: one.id,
      answers: sequence + 1,
      way: 'primary' as const,
      checkedAt: new Date().toISOString(),
      doubts: ['name-differs'] as 'name-differs'[],
    });
    await stateOf(one.id, 'under_review');
    await one.says({ text: 'yang pertama KK' });
    expect(await one.replied('document-renamed')).toMatchObject({ looks: 'noted', document: 'KK' });
    expect((await claimsOf(one.id))[0]).toBe('KK by name');
    expect(one.submissions()).toHaveLength(1);
  });

  it('means something else where there is no photo', async () => {
    const from = aPhone();
    const before = work.saidOf(ConversationReplied).length;
    await work.say({ from, text: 'itu KK bukan KTP' });
    const reply = await eventually(() => work.saidOf(ConversationReplied)[before], { what: 'a reply' });
    expect(reply.messageKey).not.toBe('document-renamed');
  });
});
