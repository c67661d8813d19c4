import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodParams } from '#boot';
import { attribute, describeSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import { z } from 'zod';
import { causeOf, type Outgoing } from './outgoing.js';
import { queueMessage } from './queue-message.js';

const params = z.object({ id: z.uuid() });
const resent = z.object({ messageId: z.uuid() });

/** How many resends of one message may follow one another. */
const suffix = /~(\d+)$/;

/**
 * A person decides that a message which failed, or of which nobody knows, is to be sent: a new message with their name on
 * it. The old one stays as it is, and each can be sent anew once.
 */
@ApiTags('messages')
@Controller('messages')
export class ResendMessage {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Post(':id/resend')
  @HttpCode(202)
  @Roles('clerk', 'reviewer', 'head', 'ops')
  @ApiOperation({ summary: 'Send a failed or unknown message anew, under the name of who asks for it' })
  @ApiZodResponse(202, resent)
  @ApiProblems({ 404: 'message-not-found', 409: 'message-not-resendable, already-resent' })
  async resend(
    @ZodParams(params) { id }: z.infer<typeof params>,
    @Req() request: Request,
  ): Promise<z.infer<typeof resent>> {
    const clerk = clerkOf(request);
    const message = await this.find(id);
    if (message.application_id !== null) describeSpan({ [attribute.applicationId]: message.application_id });
    const cause = causeOf(message);
    const messageId = await this.unitOfWork.run(
      (tx) =>
        queueMessage(tx, {
          about: message.about,
          aboutKind: message.about_kind,
          applicationId: message.application_id ?? undefined,
          fact: nextFact(message.fact),
          messageKey: message.message_key,
          sequence: message.sequence,
          variables: message.variables,
          sealedText: message.sealed_text ?? undefined,
          announcedAt: message.announced_at,
          lane: message.lane,
          causedBy: cause.id,
          correlationId: message.correlation_id,
          superseded: false,
          resentFrom: { id, by: clerk.id },
        }),
      cause,
    );
    if (messageId === undefined) throw new ProblemError(409, 'already-resent', 'This message was sent anew already');
    return { messageId };
  }

  private async find(id: string): Promise<Outgoing> {
    const [message] = await this.unitOfWork.run((tx) =>
      tx.query<Outgoing>('select * from outgoing where id = $1', [id]),
    );
    if (!message) throw new ProblemError(404, 'message-not-found', 'There is no such message');
    if (message.state !== 'failed' && message.state !== 'unknown') {
      throw new ProblemError(
        409,
        'message-not-resendable',
        'Only a failed or unknown message can be sent anew',
        message.state,
      );
    }
    return message;
  }
}

/** `application.printing#7` → `application.printing#7~1` → `…~2`: a fact of its own, so that each is told once. */
function nextFact(fact: string): string {
  const times = Number(suffix.exec(fact)?.[1] ?? 0);
  return `${fact.replace(suffix, '')}~${times + 1}`;
}
