import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type {
  PrintingDeferred,
  PrintingResumed,
  PrintJobAbandoned,
  PrintJobCompleted,
  PrintJobStarted,
  PrintJobWithdrawalRefused,
  Received,
} from '#contracts';
import { Permanent } from '#messaging';
import type { Tx } from '#outbox';
import type { Fact } from './application/application.js';
import { takeFact } from './move-application.js';
import { Patience } from './patience.js';
import { lockConversationOf, replyToCitizen } from './reply-to-citizen.js';

type Moved =
  | Received<typeof PrintJobStarted>
  | Received<typeof PrintJobCompleted>
  | Received<typeof PrintJobAbandoned>
  | Received<typeof PrintJobWithdrawalRefused>
  | Received<typeof PrintingDeferred>
  | Received<typeof PrintingResumed>;

/** What printing-queue reports of a card: begun, printed, given up, put off. */
@Controller()
export class PrintingMoved {
  constructor(private readonly patience: Patience) {}

  @EventPattern<string>('intake.printing-moved')
  async handle(@Payload() event: Moved, @Ctx() tx: Tx): Promise<void> {
    const { applicationId } = event.data;
    const [application] = await tx.query<{ office: string; ticket: string }>(
      'select office, ticket from application where id = $1',
      [applicationId],
    );
    if (!application) throw new Permanent('no such application');
    const refused = event.type === 'print-job.withdrawal-refused';
    const conversationId = refused ? await lockConversationOf(tx, applicationId) : undefined;
    const fact = factOf(event, application.office);
    const { answer } = await takeFact(tx, applicationId, fact, event.id, this.patience);
    if (answer === 'moved' && conversationId) {
      await replyToCitizen(
        tx,
        conversationId,
        { messageKey: 'withdrawal-refused', ticket: application.ticket },
        applicationId,
      );
    }
  }
}

function factOf(event: Moved, pickupOffice: string): Fact {
  const { answers } = event.data;
  switch (event.type) {
    case 'print-job.started':
    case 'print-job.withdrawal-refused':
      return { fact: event.type, answers };
    case 'print-job.completed': {
      const isHere = event.data.office === (event.data.pickupOffice ?? pickupOffice);
      return { fact: isHere ? 'print-job.completed here' : 'print-job.completed elsewhere', answers };
    }
    case 'print-job.abandoned':
      return {
        fact:
          event.data.reason === 'withdrawn' || event.data.reason === 'voided'
            ? `print-job.abandoned as ${event.data.reason}`
            : 'print-job.abandoned',
        answers,
      };
    case 'printing.deferred':
    case 'printing.resumed':
      return { fact: event.type, answers, cause: event.data.cause };
  }
}
