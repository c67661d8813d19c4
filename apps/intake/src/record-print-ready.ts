import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Received, RecordPrintReady as PrintReady } from '#contracts';
import type { Tx } from '#outbox';
import { takeFact } from './move-application.js';
import { Patience } from './patience.js';

/** The biometric record has become print-ready: what waited for it may be printed. */
@Controller()
export class RecordPrintReady {
  constructor(private readonly patience: Patience) {}

  @EventPattern<string>('intake.record-print-ready')
  async handle(@Payload() event: Received<typeof PrintReady>, @Ctx() tx: Tx): Promise<void> {
    const { applicationId, answers } = event.data;
    await takeFact(tx, applicationId, { fact: 'record.print-ready', answers }, event.id, this.patience.expireAfterDays);
  }
}
