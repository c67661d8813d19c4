import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { PersonalDataErased as Erased, Received } from '#contracts';
import { attribute, describeSpan } from '#observability';
import type { Tx } from '#outbox';

/** Intake has erased what belonged to a person: what was read from it here goes too. What was decided, and by whom, stays. */
@Controller()
export class PersonalDataErased {
  @EventPattern<string>('document-validation.personal-data-erased')
  async handle(@Payload() event: Received<typeof Erased>, @Ctx() tx: Tx): Promise<void> {
    const { applicationId, what } = event.data;
    describeSpan({ [attribute.applicationId]: applicationId });
    switch (what) {
      case 'documents':
        return forgetFiles(tx, applicationId);
      case 'particulars':
        await forgetFiles(tx, applicationId);
        return forgetAnswers(tx, applicationId);
    }
  }
}

/** A file's hash is as good as the file to whoever has it. What another request came with too is still needed there. */
async function forgetFiles(tx: Tx, applicationId: string): Promise<void> {
  await tx.query(
    `with gone as (delete from document_sight where application_id = $1 returning sha256)
     delete from document_reading r using gone
      where r.sha256 = gone.sha256
        and not exists (select 1 from document_sight other where other.sha256 = gone.sha256 and other.application_id <> $1)`,
    [applicationId],
  );
  await tx.query("update file_check set documents = '[]' where application_id = $1", [applicationId]);
}

async function forgetAnswers(tx: Tx, applicationId: string): Promise<void> {
  await tx.query("update register_answer set elements = '{}', other_way = null where application_id = $1", [
    applicationId,
  ]);
}
