import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ApplicationSubmitted,
  ApplicationUnderReview,
  DocumentsComplete,
  ReviewDecided,
  ReviewRequested,
} from '#contracts';
import { eventually } from '#testing';
import { pdfOf, photo } from './sample-files.js';
import { nik, type ValidationBench, validationBench } from './validation-bench.js';

let bench: ValidationBench;
let first: string;
let second: string;

beforeAll(async () => {
  bench = await validationBench({ REGISTER_MODE: 'manual' });
  first = await bench.clerkToken(['reviewer'], undefined, 'reviewer-1');
  second = await bench.clerkToken(['reviewer'], undefined, 'reviewer-2');
});
afterAll(() => bench?.close());

const refusal = { verdict: 'refuse', legalReason: 'PERPRES_96_2018_17' } as const;

async function openDoubt(on = bench): Promise<{ id: string; at: string }> {
  const id = on.know({});
  await on.say(ApplicationUnderReview, on.announcement(id, 3, 'under_review'));
  const { data } = await on.heard(ReviewRequested, (said) => said.applicationId === id);
  return { id, at: `/reviews/${data.reviewId}` };
}
const decisions = (id: string, on = bench) =>
  on.allSaid().filter((one) => one.subject === id && one.type === 'review.decided');

describe('a refusal needs two people', () => {
  it('waits for a second reviewer, and says nothing until then', async () => {
    const { id, at } = await openDoubt();
    const proposed = await bench.call('POST', `${at}/decision`, refusal, first);
    expect(proposed).toMatchObject({
      status: 200,
      body: { state: 'open', outcome: null, proposal: { by: 'reviewer-1', outcome: refusal } },
    });
    // The same again changes nothing; nobody decides past it, and who proposed it cannot confirm it.
    expect((await bench.call('POST', `${at}/decision`, refusal, first)).status).toBe(200);
    for (const [body, who] of [
      [{ verdict: 'approve' }, second],
      [{ verdict: 'refuse', legalReason: 'PERPRES_96_2018_18' }, first],
      [refusal, second],
    ] as const)
      expect(await bench.call('POST', `${at}/decision`, body, who)).toMatchObject({
        status: 409,
        body: { code: 'second-reviewer-needed', proposedBy: 'reviewer-1' },
      });
    expect(await bench.call('POST', `${at}/second-opinion`, { opinion: 'confirm' }, first)).toMatchObject({
      status: 409,
      body: { code: 'same-person' },
    });
    const waiting = await bench.call('GET', '/reviews?proposed=true', undefined, second);
    expect(JSON.stringify(waiting.body)).toContain(id);
    expect(decisions(id)).toEqual([]);

    expect((await bench.call('POST', `${at}/second-opinion`, { opinion: 'confirm' }, second)).body).toMatchObject({
      state: 'settled',
      settledBy: 'reviewer-2',
      outcome: refusal,
      proposal: { by: 'reviewer-1' },
    });
    expect((await bench.heard(ReviewDecided, (said) => said.applicationId === id)).data).toEqual({
      applicationId: id,
      answers: 3,
      ...refusal,
    });
    expect((await bench.call('POST', `${at}/second-opinion`, { opinion: 'confirm' }, second)).status).toBe(200);
    expect(decisions(id)).toHaveLength(1);
    const shown = await bench.call('GET', at, undefined, second);
    expect(shown.body['acts']).toMatchObject([
      { what: 'propose-refusal', by: 'reviewer-1' },
      { what: 'decide-doubt', by: 'reviewer-2' },
      { what: 'confirm-refusal', by: 'reviewer-2' },
    ]);
  });

  it('is given back, and the doubt decided anew', async () => {
    const { id, at } = await openDoubt();
    expect((await bench.call('POST', `${at}/second-opinion`, { opinion: 'return' }, second)).body).toMatchObject({
      code: 'nothing-proposed',
    });
    await bench.call('POST', `${at}/claim`, undefined, first);
    await bench.call('POST', `${at}/decision`, refusal, first);
    // Proposing lays the review back: the second person finds it free.
    expect((await bench.call('POST', `${at}/claim`, undefined, second)).status).toBe(200);
    expect((await bench.call('POST', `${at}/second-opinion`, { opinion: 'return' }, second)).body).toMatchObject({
      state: 'open',
      proposal: null,
      claimedBy: null,
    });
    expect((await bench.call('POST', `${at}/decision`, { verdict: 'approve' }, first)).status).toBe(200);
    await bench.heard(ReviewDecided, (said) => said.applicationId === id);
    expect(decisions(id)).toMatchObject([{ data: { verdict: 'approve' } }]);
  });

  it('has one effect when many confirm at once', async () => {
    const { id, at } = await openDoubt();
    await bench.call('POST', `${at}/decision`, refusal, first);
    const others = await Promise.all(
      [2, 3, 4].map((one) => bench.clerkToken(['reviewer'], undefined, `reviewer-${one}`)),
    );
    const answers = await Promise.all(
      others.map((who) => bench.call('POST', `${at}/second-opinion`, { opinion: 'confirm' }, who)),
    );
    expect(answers.map((one) => one.status)).toEqual([200, 200, 200]);
    await bench.heard(ReviewDecided, (said) => said.applicationId === id);
    expect(decisions(id)).toHaveLength(1);
  });

  it('is an office’s choice', async () => {
    const alone = await validationBench({ REGISTER_MODE: 'manual', REVIEW_FOUR_EYES: 'off' });
    try {
      const { id, at } = await openDoubt(alone);
      const who = await alone.clerkToken(['reviewer'], undefined, 'reviewer-1');
      expect((await alone.call('POST', `${at}/decision`, refusal, who)).body).toMatchObject({ state: 'settled' });
      await alone.heard(ReviewDecided, (said) => said.applicationId === id);
    } finally {
      await alone.close();
    }
  });
});

describe('the order of the day', () => {
  it('goes by what was promised soonest, then by age; and shows what is free', async () => {
    const opened = [await openDoubt(), await openDoubt(), await openDoubt(), await openDoubt()];
    const [oldest, late, soon, free] = opened.map((one) => one.id);
    for (const [id, promise] of [
      [late, '2026-11-27T08:00:00Z'],
      [soon, '2026-11-25T08:00:00Z'],
    ])
      await bench.query('update review set promised_for = $2 where application_id = $1', [id, promise]);
    const list = async (asked: string) => {
      const ids: string[] = [];
      let after = '';
      for (;;) {
        const { body } = await bench.call(
          'GET',
          `/reviews?task=decide-doubt&limit=1&${asked}${after}`,
          undefined,
          first,
        );
        const reviews = body['reviews'];
        if (!Array.isArray(reviews)) throw new Error('no list');
        ids.push(...reviews.map((one: { applicationId: string }) => one.applicationId));
        if (typeof body['next'] !== 'string') return ids.filter((id) => opened.some((one) => one.id === id));
        after = `&after=${body['next']}`;
      }
    };
    expect(await list('order=promise')).toEqual([soon, late, oldest, free]);
    expect(await list('order=age')).toEqual([oldest, late, soon, free]);
    const [claimed, released] = opened;
    await bench.call('POST', `${claimed?.at}/claim`, undefined, second);
    await bench.call('POST', `${released?.at ?? ''}/claim`, undefined, second);
    expect(await bench.call('POST', `${released?.at ?? ''}/release`, undefined, first)).toMatchObject({ status: 409 });
    await bench.call('POST', `${released?.at ?? ''}/release`, undefined, second);
    expect(await list('free=true')).toEqual([late, soon, free]);
    const [plan] = await bench.query<{ plan: string }>(
      `select string_agg(indexname, ' ') as plan from pg_indexes where indexname in ('review_promised', 'review_open')`,
      [],
    );
    expect(plan?.plan).toContain('review_promised');
  });
});

describe('side by side', () => {
  it('shows what was typed, what was found in the file and what the register said, and keeps the look', async () => {
    const documents = [
      { claimedAs: 'SURAT_KEHILANGAN', bytes: await pdfOf({ pages: 1 }) },
      { claimedAs: 'KK', bytes: await photo({ format: 'jpeg' }) },
    ].map((one, at) => ({ ...one, documentId: `0198c0de-0000-7000-8000-00000000000${at + 1}` }));
    const id = bench.know({ documents });
    await bench.say(ApplicationSubmitted, bench.announcement(id, 1, 'submitted'));
    await bench.heard(DocumentsComplete, (said) => said.applicationId === id);
    await bench.query(
      `insert into register_answer (application_id, answers, way, result, doubts, elements, request_id, checked_at, other_way)
       values ($1, 2, 'primary', 'doubtful', '{ways-disagree}', $2, gen_random_uuid(), now(), $3)`,
      [
        id,
        JSON.stringify({ NAMA_LGKP: { agrees: true, similarity: 100 } }),
        JSON.stringify({
          way: 'backup',
          result: { result: 'doubtful', doubts: ['name-differs'] },
          elements: { NAMA_LGKP: { agrees: false, similarity: 20 } },
        }),
      ],
    );
    await bench.say(ApplicationUnderReview, bench.announcement(id, 3, 'under_review'));
    const { data } = await bench.heard(ReviewRequested, (said) => said.applicationId === id);
    const look = await bench.call('POST', `/reviews/${data.reviewId}/look-up`, undefined, first);
    expect(look.body).toMatchObject({
      nik,
      fields: [
        { field: 'nik', typed: nik, primary: null, backup: null },
        {
          field: 'name',
          typed: 'CONTOH WARGA',
          primary: { agrees: true, similarity: 100 },
          backup: { agrees: false, similarity: 20 },
        },
        { field: 'familyCardNumber', primary: null, backup: null },
      ],
      documents: documents.map(({ documentId, claimedAs }) => ({
        documentId,
        claimedAs,
        check: { documentId, defects: [] },
        view: `/applications/${id}/documents/${documentId}/content`,
      })),
    });
    await eventually(
      async () =>
        (await bench.query("select 1 from act where review_id = $1 and what = 'look-up-person'", [data.reviewId]))
          .length === 1,
    );
    // Without a name or a number the review itself shows both ways as well.
    const shown = await bench.call('GET', `/reviews/${data.reviewId}`, undefined, first);
    expect(shown.body['register']).toMatchObject({
      way: 'primary',
      otherWay: { way: 'backup', doubts: ['name-differs'] },
    });
    expect(JSON.stringify(shown.body)).not.toContain(nik);
  });
});
