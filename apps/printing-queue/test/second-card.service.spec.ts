import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  PrintJobAbandoned,
  PrintJobHeld,
  PrintJobOffered,
  PrintJobReprintDecided,
  PrintJobReprintRequested,
} from '#contracts';
import { type QueueBench, queueBench } from './printing-queue.bench.js';

let bench: QueueBench;
let asking: string;
let approving: string;

beforeAll(async () => {
  bench = await queueBench();
  asking = await bench.clerkToken(['print-operator'], 'nunukan', 'operator-1');
  approving = await bench.clerkToken(['head'], undefined, 'head-1');
  await bench.call('POST', '/stations/nunukan-1/blanks', asking, { box: 'S1', from: 1, to: 20 });
}, 90_000);
afterAll(() => bench?.close(), 30_000);

async function printed() {
  const job = await bench.offered();
  await bench.call('POST', `/print-jobs/${job.jobId}/claims`, 'nunukan-1', {});
  const begun = await bench.call('POST', `/print-jobs/${job.jobId}/attempts/1/begin`, 'nunukan-1', { serial: 'next' });
  const serial = String(begun.json.serial);
  await bench.call('POST', `/print-jobs/${job.jobId}/attempts/1/complete`, 'nunukan-1', { serial });
  return job;
}
const decide = (approvalId: unknown, decision: 'approve' | 'deny', as = approving) =>
  bench.call('POST', `/approvals/${String(approvalId)}/decision`, as, { decision, note: 'sudah diperiksa' });

describe('a printed card that is none', () => {
  it('is void only when another person agrees; then the next chapter gets a card of its own', async () => {
    const { jobId, applicationId } = await printed();
    const asked = await bench.call('POST', `/print-jobs/${jobId}/void`, asking, { reason: 'cip tidak terbaca' });
    expect(asked).toMatchObject({ status: 200, json: { state: 'awaiting-approval' } });
    const { approvalId } = asked.json;
    // The same question twice is one question.
    const again = await bench.call('POST', `/print-jobs/${jobId}/void`, asking, { reason: 'cip tidak terbaca' });
    expect(again.json.approvalId).toBe(approvalId);
    await bench.heard(PrintJobReprintRequested, (said) => said.jobId === jobId && said.requestedBy === 'operator-1');
    expect((await bench.call('GET', '/approvals', approving)).json.approvals).toContainEqual(
      expect.objectContaining({ approvalId, jobId, act: 'void', askedBy: 'operator-1', decision: null }),
    );
    expect((await decide(approvalId, 'approve', asking)).json.code).toBe('same-person');
    expect((await decide(approvalId, 'approve')).json).toEqual({ decision: 'approved', jobId });
    expect((await decide(approvalId, 'approve')).status).toBe(200);
    expect((await decide(approvalId, 'deny')).json.code).toBe('already-decided');
    await bench.heard(PrintJobAbandoned, (said) => said.jobId === jobId && said.reason === 'voided');
    await bench.heard(PrintJobReprintDecided, (said) => said.jobId === jobId && said.decidedBy === 'head-1');
    const handOver = { collectedBy: 'self', oldCardTaken: false };
    const clerk = await bench.clerkToken(['clerk'], 'nunukan');
    expect((await bench.call('POST', `/print-jobs/${jobId}/hand-over`, clerk, handOver)).json.code).toBe(
      'card-not-here',
    );
    await bench.announce({ applicationId, sequence: 9 });
    const next = await bench.heard(
      PrintJobOffered,
      (said) => said.applicationId === applicationId && said.answers === 9,
    );
    expect(next.data.jobId).not.toBe(jobId);
  });

  it('stays a card when the second person says no, or its owner has it', async () => {
    const { jobId } = await printed();
    const asked = await bench.call('POST', `/print-jobs/${jobId}/void`, asking, { reason: 'warna pudar' });
    expect((await decide(asked.json.approvalId, 'deny', asking)).json.decision).toBe('denied');
    const clerk = await bench.clerkToken(['clerk'], 'nunukan');
    expect(
      (
        await bench.call('POST', `/print-jobs/${jobId}/hand-over`, clerk, {
          collectedBy: 'self',
          oldCardTaken: false,
        })
      ).status,
    ).toBe(200);
    const late = await bench.call('POST', `/print-jobs/${jobId}/void`, asking, { reason: 'warna pudar' });
    expect(late.json.code).toBe('card-handed-over');
  });
});

describe('a held job', () => {
  it('that is found spoiled is printed again only after a second person; a late good card overtakes the question', async () => {
    const { jobId } = await bench.offered();
    await bench.call('POST', `/print-jobs/${jobId}/claims`, 'nunukan-1', {});
    await bench.call('POST', `/print-jobs/${jobId}/attempts/1/begin`, 'nunukan-1', { serial: 'next' });
    await bench.call('POST', '/stations/me/journal', 'nunukan-1', {
      bootId: randomUUID(),
      entries: [{ jobId, attempt: 1, said: 'abort' }],
    });
    await bench.heard(PrintJobHeld, (said) => said.jobId === jobId);
    const settle = (outcome: string) =>
      bench.call('POST', `/print-jobs/${jobId}/settlement`, asking, { outcome, note: 'dilihat di baki' });
    const asked = await settle('spoiled');
    expect(asked.json.state).toBe('awaiting-approval');
    expect((await settle('not-fed')).json.code).toBe('approval-open');
    expect((await settle('printed')).json).toEqual({ state: 'completed' });
    expect((await decide(asked.json.approvalId, 'approve')).json.code).toBe('already-decided');
  });
});

describe('access', () => {
  it.each([
    ['GET', '/approvals', undefined],
    ['POST', `/approvals/${randomUUID()}/decision`, { decision: 'approve', note: 'abc' }],
    ['POST', `/print-jobs/${randomUUID()}/void`, { reason: 'abc' }],
  ])('%s %s is for the roles of it alone', async (method, path, body) => {
    expect((await bench.call(method, path, undefined, body)).status).toBe(401);
    expect((await bench.call(method, path, await bench.clerkToken(['reviewer']), body)).status).toBe(403);
    if (body)
      expect(
        (await bench.call(method, path, approving.length > 0 ? await bench.clerkToken(['admin']) : '', {})).status,
      ).toBe(400);
  });

  it('an approval nobody asked for is not found', async () => {
    expect((await decide(randomUUID(), 'approve')).json.code).toBe('approval-not-found');
  });
});
