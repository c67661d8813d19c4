import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Received, RegisterConfirmed, RegisterDoubtful, RegisterNotRecorded } from '#contracts';
import type { Tx } from '#outbox';
import type { Fact } from './application/application.js';
import { takeFact } from './move-application.js';
import { Patience } from './patience.js';
import { atCardAge } from './reach-card-age.js';
import { Territory } from './territory.js';

type Answer =
  Received<typeof RegisterConfirmed> | Received<typeof RegisterNotRecorded> | Received<typeof RegisterDoubtful>;

/** The population register, or a clerk who looked into it, has answered. */
@Controller()
export class RegisterAnswered {
  constructor(
    private readonly patience: Patience,
    private readonly territory: Territory,
  ) {}

  @EventPattern<string>('intake.register-answered')
  async handle(@Payload() event: Answer, @Ctx() tx: Tx): Promise<void> {
    const { applicationId } = event.data;
    const fact = await atCardAge(tx, applicationId, factOf(event), this.territory.dayOf(new Date()));
    if (fact) await takeFact(tx, applicationId, fact, event.id, this.patience);
  }
}

function factOf(event: Answer): Fact {
  const { answers } = event.data;
  switch (event.type) {
    case 'register.confirmed':
    case 'register.doubtful':
      return { fact: event.type, answers };
    case 'register.not-recorded':
      return { fact: event.type, answers, cause: event.data.cause };
  }
}
