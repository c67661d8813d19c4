import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, type Clerk, clerkOf, ProblemError, Roles, ZodBody } from '#boot';
import { attribute, inSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { officeOf } from '../clerk-sees.js';
import { ReplyAsClerk } from '../reply-as-clerk.js';
import { handBack, type HandoverRow } from './hand-over.js';
import { noSuchHandover } from './list-handovers.js';

const words = z.strictObject({ words: z.string().trim().min(1).max(4_000) });
const standing = z.object({ handoverId: z.uuid(), owner: z.string().nullable(), closed: z.boolean() });
type Standing = z.output<typeof standing>;

/** A member of staff takes a conversation on, answers in it, and gives it back to the machine. */
@ApiTags('handovers')
@Controller('handovers')
export class AnswerHandover {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly replyAsClerk: ReplyAsClerk,
  ) {}

  @Post(':id/claim')
  @HttpCode(200)
  @Roles('clerk', 'reviewer', 'head', 'admin')
  @ApiOperation({ summary: 'Take the conversation on' })
  @ApiZodResponse(200, standing)
  @ApiProblems({ 404: 'handover-not-found', 409: 'taken or handed-back' })
  claim(@Param('id') id: string, @Req() request: Request): Promise<Standing> {
    return this.act('claim handover', id, clerkOf(request), async (tx, row, clerk) => {
      if (row.owner !== null && row.owner !== clerk.id) throw taken();
      await tx.query('update handover set owner = $2 where id = $1', [row.id, clerk.id]);
      return { handoverId: row.id, owner: clerk.id, closed: false };
    });
  }

  @Post(':id/answer')
  @HttpCode(200)
  @Roles('clerk', 'reviewer', 'head', 'admin')
  @ApiOperation({ summary: 'Write to the citizen; the words travel sealed. Who answers first has claimed it' })
  @ApiZodResponse(200, standing)
  @ApiProblems({ 400: 'invalid-request', 404: 'handover-not-found', 409: 'taken or handed-back' })
  answer(
    @Param('id') id: string,
    @ZodBody(words) input: z.output<typeof words>,
    @Req() request: Request,
  ): Promise<Standing> {
    return this.act('answer handover', id, clerkOf(request), async (tx, row, clerk) => {
      if (row.owner !== null && row.owner !== clerk.id) throw taken();
      await tx.query('update handover set owner = $2, last_word_at = now() where id = $1', [row.id, clerk.id]);
      await this.replyAsClerk.say(tx, row.conversation_id, input.words, clerk.id);
      return { handoverId: row.id, owner: clerk.id, closed: false };
    });
  }

  @Post(':id/return')
  @HttpCode(200)
  @Roles('clerk', 'reviewer', 'head', 'admin')
  @ApiOperation({ summary: 'Give the conversation back to the machine' })
  @ApiZodResponse(200, standing)
  @ApiProblems({ 404: 'handover-not-found', 409: 'taken or handed-back' })
  giveBack(@Param('id') id: string, @Req() request: Request): Promise<Standing> {
    return this.act('hand back', id, clerkOf(request), async (tx, row, clerk) => {
      const mayForAnother = clerk.roles.some((role) => role === 'head' || role === 'admin');
      if (row.owner !== null && row.owner !== clerk.id && !mayForAnother) throw taken();
      await handBack(tx, row, 'clerk');
      return { handoverId: row.id, owner: row.owner, closed: true };
    });
  }

  private act(
    what: string,
    id: string,
    clerk: Clerk,
    work: (tx: Tx, row: HandoverRow, clerk: Clerk) => Promise<Standing>,
  ): Promise<Standing> {
    return this.unitOfWork.run(async (tx) => {
      // The conversation before what hangs on it, as everywhere.
      await tx.query(
        'select 1 from conversation where id = (select conversation_id from handover where id::text = $1) for update',
        [id],
      );
      const [row] = await tx.query<HandoverRow>(
        'select * from handover where id::text = $1 and ($2::text is null or office = $2) for update',
        [id, officeOf(clerk)],
      );
      if (!row) throw noSuchHandover();
      if (row.closed_at !== null) {
        throw new ProblemError(409, 'handed-back', 'The machine answers this conversation again');
      }
      const about = { [attribute.conversationId]: row.conversation_id };
      return inSpan(what, { links: [row.traceparent ?? undefined], attributes: about }, () => work(tx, row, clerk));
    });
  }
}

function taken(): ProblemError {
  return new ProblemError(409, 'taken', 'A colleague has taken this conversation on');
}
