import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { PersonalDataErased as Erased, Received } from '#contracts';
import { attribute, describeSpan } from '#observability';
import type { Tx } from '#outbox';

/** Whose request it was is forgotten: the words of its messages go too. That they were sent, and when, stays. */
@Controller()
export class PersonalDataErased {
  @EventPattern<string>('notification.personal-data-erased')
  async handle(@Payload() event: Received<typeof Erased>, @Ctx() tx: Tx): Promise<void> {
    const { applicationId, what } = event.data;
    describeSpan({ [attribute.applicationId]: applicationId });
    if (what !== 'particulars') return;
    await tx.query(
      "update outgoing set sealed_text = null where application_id = $1 and state not in ('queued', 'sending')",
      [applicationId],
    );
  }
}
