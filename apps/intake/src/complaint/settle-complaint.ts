import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, type Clerk, clerkOf, ProblemError, Roles, ZodBody } from '#boot';
import { ComplaintAnswered, ComplaintClosed } from '#contracts';
import { counter, inSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { officeOf } from '../clerk-sees.js';
import { PersonalData } from '../personal-data.js';
import { ReplyAsClerk } from '../reply-as-clerk.js';
import { complaintFacts, type ComplaintRow } from './complaint.row.js';
import { noSuchComplaint } from './list-complaints.js';

const settled = counter('loket_complaints_settled_total', 'Complaints answered and closed, and whether in time', [
  'about',
  'what',
  'in_time',
]);
const words = z.strictObject({ words: z.string().trim().min(1).max(4_000) });
const standing = z.object({ complaintId: z.uuid(), state: z.string(), owner: z.string().nullable() });
type Standing = z.output<typeof standing>;

/** A complaint has one owner at a time: who claims it answers it, and who answered it closes it. */
@ApiTags('complaints')
@Controller('complaints')
export class SettleComplaint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly personalData: PersonalData,
    private readonly replyAsClerk: ReplyAsClerk,
  ) {}

  @Post(':id/claim')
  @HttpCode(200)
  @Roles('clerk', 'reviewer', 'head', 'admin')
  @ApiOperation({ summary: 'Become the owner; the head and the admin may take one over' })
  @ApiZodResponse(200, standing)
  @ApiProblems({ 404: 'complaint-not-found', 409: 'taken or wrong-state' })
  claim(@Param('id') id: string, @Req() request: Request): Promise<Standing> {
    return this.act('claim complaint', id, clerkOf(request), async (tx, row, clerk) => {
      if (row.state === 'closed') throw closed();
      const mayTakeOver = clerk.roles.some((role) => role === 'head' || role === 'admin');
      if (row.owner !== null && row.owner !== clerk.id && !mayTakeOver) throw taken();
      await tx.query('update complaint set owner = $2 where id = $1', [row.id, clerk.id]);
      return { complaintId: row.id, state: row.state, owner: clerk.id };
    });
  }

  @Post(':id/answer')
  @HttpCode(200)
  @Roles('clerk', 'reviewer', 'head', 'admin')
  @ApiOperation({
    summary: 'Answer in your own words: by WhatsApp where the citizen wrote, else as told at the counter',
  })
  @ApiZodResponse(200, standing)
  @ApiProblems({ 400: 'invalid-request', 404: 'complaint-not-found', 409: 'taken or wrong-state' })
  answer(
    @Param('id') id: string,
    @ZodBody(words) input: z.output<typeof words>,
    @Req() request: Request,
  ): Promise<Standing> {
    return this.act('answer complaint', id, clerkOf(request), async (tx, row, clerk) => {
      if (row.state === 'closed') throw closed();
      if (row.owner !== null && row.owner !== clerk.id) throw taken();
      const [now] = await tx.query<ComplaintRow & { answered_at: Date }>(
        `update complaint set state = 'answered', owner = $2, sealed_answer = $3, answered_at = coalesce(answered_at, now())
          where id = $1 returning *`,
        [row.id, clerk.id, this.personalData.seal(input.words, `complaint.answer:${row.id}`)],
      );
      if (!now) throw noSuchComplaint();
      if (row.conversation_id !== null) {
        await this.replyAsClerk.say(tx, row.conversation_id, `[${row.number}] ${input.words}`, clerk.id);
      }
      if (row.state === 'open') {
        await tx.emit(ComplaintAnswered, { ...complaintFacts(now), answeredAt: now.answered_at.toISOString() });
        count(tx, now, 'answered', now.answered_at);
      }
      return { complaintId: row.id, state: now.state, owner: clerk.id };
    });
  }

  @Post(':id/closure')
  @HttpCode(200)
  @Roles('clerk', 'reviewer', 'head', 'admin')
  @ApiOperation({ summary: 'Nothing more is to be done; only an answered complaint is closed' })
  @ApiZodResponse(200, standing)
  @ApiProblems({ 404: 'complaint-not-found', 409: 'wrong-state' })
  close(@Param('id') id: string, @Req() request: Request): Promise<Standing> {
    return this.act('close complaint', id, clerkOf(request), async (tx, row) => {
      // Said twice is said once.
      if (row.state === 'closed') return { complaintId: row.id, state: row.state, owner: row.owner };
      if (row.state !== 'answered') throw wrongState('Only an answered complaint is closed');
      const [now] = await tx.query<ComplaintRow & { closed_at: Date }>(
        "update complaint set state = 'closed', closed_at = now() where id = $1 returning *",
        [row.id],
      );
      if (!now) throw noSuchComplaint();
      await tx.emit(ComplaintClosed, { ...complaintFacts(now), closedAt: now.closed_at.toISOString() });
      count(tx, now, 'closed', now.closed_at);
      return { complaintId: row.id, state: now.state, owner: row.owner };
    });
  }

  private act(
    what: string,
    id: string,
    clerk: Clerk,
    work: (tx: Tx, row: ComplaintRow, clerk: Clerk) => Promise<Standing>,
  ): Promise<Standing> {
    return this.unitOfWork.run(async (tx) => {
      // The conversation before what hangs on it, as everywhere: an answer counts its replies.
      await tx.query(
        'select 1 from conversation where id = (select conversation_id from complaint where id::text = $1) for update',
        [id],
      );
      const [row] = await tx.query<ComplaintRow>(
        'select * from complaint where id::text = $1 and ($2::text is null or office = $2) for update',
        [id, officeOf(clerk)],
      );
      if (!row) throw noSuchComplaint();
      return inSpan(what, { links: [row.traceparent ?? undefined] }, () => work(tx, row, clerk));
    });
  }
}

function count(tx: Tx, row: ComplaintRow, what: string, at: Date): void {
  tx.afterCommit(() => settled.inc({ about: row.about, what, in_time: at <= row.due_at ? 'yes' : 'no' }));
}

function taken(): ProblemError {
  return new ProblemError(409, 'taken', 'A colleague has claimed this one');
}

function closed(): ProblemError {
  return wrongState('The complaint is closed');
}

function wrongState(title: string): ProblemError {
  return new ProblemError(409, 'wrong-state', title);
}
