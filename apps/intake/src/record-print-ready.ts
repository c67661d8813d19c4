import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Received, RecordPrintReady as PrintReady } from '#contracts';
import type { Tx } from '#outbox';
import { takeFact } from './move-application.js';
import { Patience } from './patience.js';
import { atCardAge } from './reach-card-age.js';
import { Territory } from './territory.js';

/** The biometric record has become print-ready: what waited for it may be printed. */
@Controller()
export class RecordPrintReady {
  constructor(
    private readonly patience: Patience,
    private readonly territory: Territory,
  ) {}

  @EventPattern<string>('intake.record-print-ready')
  async handle(@Payload() event: Received<typeof PrintReady>, @Ctx() tx: Tx): Promise<void> {
    const { applicationId, answers } = event.data;
    const ready = { fact: 'record.print-ready', answers } as const;
    const fact = await atCardAge(tx, applicationId, ready, this.territory.dayOf(new Date()));
    if (fact) await takeFact(tx, applicationId, fact, event.id, this.patience);
  }
}
