import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { CapabilityChanged as Changed, Received } from '#contracts';
import type { Tx } from '#outbox';
import { notePrintLine } from './link-changed.js';

/** The operator says that SIAK's printing is down, or works again: as if the line itself had been seen so. */
@Controller()
export class CapabilityChanged {
  @EventPattern<string>('printing-queue.capability-changed')
  async handle(@Payload() event: Received<typeof Changed>, @Ctx() tx: Tx): Promise<void> {
    const { capability, state, since } = event.data;
    if (capability === 'PRINT') await notePrintLine(tx, { seenBy: 'ops-console', since, lost: state === 'down' });
  }
}
