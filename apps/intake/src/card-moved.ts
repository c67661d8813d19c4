import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { CardArrived, CardHandedOver, Received } from '#contracts';
import type { Tx } from '#outbox';
import { takeFact } from './move-application.js';
import { Patience } from './patience.js';
import { planSurvey } from './survey/plan-survey.js';

/** The card has reached its office, or its owner. */
@Controller()
export class CardMoved {
  constructor(private readonly patience: Patience) {}

  @EventPattern<string>('intake.card-moved')
  async handle(
    @Payload() event: Received<typeof CardArrived> | Received<typeof CardHandedOver>,
    @Ctx() tx: Tx,
  ): Promise<void> {
    const { applicationId, answers } = event.data;
    const { answer } = await takeFact(tx, applicationId, { fact: event.type, answers }, event.id, this.patience);
    if (event.type === 'card.handed-over' && answer === 'moved')
      await planSurvey(tx, applicationId, this.patience.surveyAfterMinutes);
  }
}
