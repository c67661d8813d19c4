import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Received, RecordWaitChanged as WaitChanged } from '#contracts';
import type { Tx } from '#outbox';
import { takeFact } from './move-application.js';
import { Patience } from './patience.js';

/** A clerk has seen in SIAK that the record waits for something else than it was thought to: the citizen and the clock are told. */
@Controller()
export class RecordWaitChanged {
  constructor(private readonly patience: Patience) {}

  @EventPattern<string>('intake.record-wait-changed')
  async handle(@Payload() event: Received<typeof WaitChanged>, @Ctx() tx: Tx): Promise<void> {
    const { applicationId, answers, cause } = event.data;
    const known = await tx.query('select 1 from hold where application_id = $1 and cause = $2 and ended_at is null', [
      applicationId,
      cause,
    ]);
    if (known.length > 0) return;
    await takeFact(tx, applicationId, { fact: 'record.wait-changed', answers, cause }, event.id, this.patience);
  }
}
