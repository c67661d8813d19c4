import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Received, ReviewDecided as Decided } from '#contracts';
import type { Tx } from '#outbox';
import type { Fact } from './application/application.js';
import { takeFact } from './move-application.js';
import { Patience } from './patience.js';
import { atCardAge } from './reach-card-age.js';
import { Territory } from './territory.js';

/** A person has decided what a machine may not. */
@Controller()
export class ReviewDecided {
  constructor(
    private readonly patience: Patience,
    private readonly territory: Territory,
  ) {}

  @EventPattern<string>('intake.review-decided')
  async handle(@Payload() event: Received<typeof Decided>, @Ctx() tx: Tx): Promise<void> {
    const { applicationId } = event.data;
    const fact = await atCardAge(tx, applicationId, factOf(event.data), this.territory.dayOf(new Date()));
    if (fact) await takeFact(tx, applicationId, fact, event.id, this.patience);
  }
}

function factOf(data: Received<typeof Decided>['data']): Fact {
  const { answers } = data;
  switch (data.verdict) {
    case 'approve':
      return { fact: 'review.approve', answers };
    case 'await-recording':
      return { fact: 'review.await-recording', answers, cause: data.cause };
    case 'correct':
      return { fact: 'review.correct', answers, findings: data.findings };
    case 'refuse':
      return { fact: 'review.refuse', answers, legalReason: data.legalReason };
  }
}
