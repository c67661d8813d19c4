import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodBody, ZodParams } from '#boot';
import { PrintJobReprintDecided } from '#contracts';
import { attribute, counter, inSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { getAndLockCard } from '../card/locked-card.js';
import { findAndLockJob, type LockedJob } from '../print-job/act-on-print-job.js';
import { noSuchJob } from '../print-job/job-problems.js';
import { factsOf } from '../print-job/offer-or-defer.js';
import { settleNow } from './settle-now.js';
import { voidNow } from './void-now.js';

const decided = counter('loket_second_cards_decided_total', 'Second cards approved or denied', ['decision', 'office']);
const path = z.object({ id: z.uuid() });
const body = z.object({ decision: z.enum(['approve', 'deny']), note: z.string().trim().min(3).max(500) });
const answer = z.object({ decision: z.enum(['approved', 'denied']), jobId: z.uuid() });

interface Approval {
  readonly id: string;
  readonly jobId: string;
  readonly act: 'settle' | 'void';
  readonly found: 'spoiled' | 'not-fed' | null;
  readonly serial: string | null;
  readonly reason: string;
  readonly askedBy: string;
  readonly decision: 'approved' | 'denied' | null;
  readonly decidedBy: string | null;
}

/** The second person says yes or no, from whatever office: a small one has only one operator on duty. */
@ApiTags('second cards')
@Controller()
export class DecideSecondCard {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Post('approvals/:id/decision')
  @HttpCode(200)
  @Roles('print-operator', 'head', 'admin')
  @ApiZodResponse(200, answer)
  @ApiProblems({
    404: 'approval-not-found',
    409: 'same-person, already-decided, not-held, card-not-here, blank-not-in-stock',
  })
  decide(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(body) given: z.infer<typeof body>,
    @Req() request: Request,
  ): Promise<z.infer<typeof answer>> {
    const clerk = clerkOf(request);
    const decision = given.decision === 'approve' ? ('approved' as const) : ('denied' as const);
    return this.unitOfWork.run(async (tx) => {
      const job = await this.lockJobOf(tx, id);
      const approval = await getApproval(tx, id);
      const { applicationId, traceparent } = job.row;
      const about = { [attribute.applicationId]: applicationId, [attribute.printJobId]: job.row.id };
      return inSpan('decide second card', { attributes: about, links: [traceparent ?? undefined] }, async () => {
        if (approval.decision !== null) {
          if (approval.decision === decision && approval.decidedBy === clerk.id)
            return { decision, jobId: approval.jobId };
          throw new ProblemError(409, 'already-decided', 'Somebody has decided this already');
        }
        if (approval.askedBy === clerk.id && decision === 'approved')
          throw new ProblemError(409, 'same-person', 'Another person than the one who asked must approve');
        await tx.query(
          'update approval set decision = $2, decided_by = $3, decided_at = now(), decision_note = $4 where id = $1',
          [id, decision, clerk.id, given.note],
        );
        if (decision === 'approved') await this.carryOut(tx, job, approval);
        decided.inc({ decision, office: job.row.office });
        await tx.emit(PrintJobReprintDecided, {
          ...factsOf(job.row),
          approvalId: id,
          decision,
          decidedBy: clerk.id,
        });
        return { decision, jobId: approval.jobId };
      });
    });
  }

  /** The job's lock comes first, as everywhere. */
  private async lockJobOf(tx: Tx, approvalId: string): Promise<LockedJob> {
    const { jobId } = await getApproval(tx, approvalId);
    const job = await findAndLockJob(tx, jobId);
    if (!job) throw noSuchJob();
    return job;
  }

  private async carryOut(tx: Tx, job: LockedJob, approval: Approval): Promise<void> {
    if (approval.act === 'void') return voidNow(tx, job, await getAndLockCard(tx, approval.jobId));
    const { found, serial, reason, askedBy } = approval;
    if (found === null) throw new Error('a settlement says what was found');
    await settleNow(tx, job, { found, serial }, askedBy, reason);
  }
}

async function getApproval(tx: Tx, id: string): Promise<Approval> {
  const [approval] = await tx.query<Approval>(
    `select id, job_id as "jobId", act, found, serial, reason, asked_by as "askedBy", decision, decided_by as "decidedBy"
       from approval where id = $1`,
    [id],
  );
  if (!approval) throw new ProblemError(404, 'approval-not-found', 'Nobody has asked this');
  return approval;
}
