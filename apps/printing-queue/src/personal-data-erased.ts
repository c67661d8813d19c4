import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { PersonalDataErased as Erased, Received } from '#contracts';
import { attribute, describeSpan } from '#observability';
import type { Tx } from '#outbox';

/** Whose card it was is forgotten: what somebody noted when they came for it goes too. The ledger of blanks stays whole. */
@Controller()
export class PersonalDataErased {
  @EventPattern<string>('printing-queue.personal-data-erased')
  async handle(@Payload() event: Received<typeof Erased>, @Ctx() tx: Tx): Promise<void> {
    const { applicationId, what } = event.data;
    describeSpan({ [attribute.applicationId]: applicationId });
    if (what !== 'particulars') return;
    await tx.query(
      `update card set note = null, authority_letter = null
        where job_id in (select id from print_job where application_id = $1)`,
      [applicationId],
    );
  }
}
