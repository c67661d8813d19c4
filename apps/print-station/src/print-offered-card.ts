import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { PrintJobOffered, Received } from '#contracts';
import { ClaimWork } from './claim-work.js';
import { OfficeAway } from './office-line.js';

/** An offer is a hint: acknowledged as soon as the claim is answered, whoever won. */
@Controller()
export class PrintOfferedCard {
  constructor(private readonly work: ClaimWork) {}

  @EventPattern<string>('print-station.print-offered-card')
  async handle(@Payload() event: Received<typeof PrintJobOffered>): Promise<void> {
    try {
      await this.work.claim(event.data.jobId);
    } catch (error) {
      // The hint is forgotten, the job is not: it is asked for again when the office answers.
      if (!(error instanceof OfficeAway)) throw error;
    }
  }
}
