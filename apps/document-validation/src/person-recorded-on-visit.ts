import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Received, VisitPersonRecorded } from '#contracts';
import { NotYet } from '#messaging';
import { attribute, describeSpan } from '#observability';
import type { Tx } from '#outbox';
import { standingOf } from './register/record-status.js';
import { findAwaitedRecord, noteRecordStatus } from './review/note-record-status.js';

/**
 * Officers have recorded the person where no line reaches: until SIAK shows more, the record stands as captured and not sent, and
 * nobody asks for a second recording (domain 1.4). A status that somebody has mirrored since says more than this.
 */
@Controller()
export class PersonRecordedOnVisit {
  @EventPattern<string>('document-validation.person-recorded-on-visit')
  async handle(@Payload() event: Received<typeof VisitPersonRecorded>, @Ctx() tx: Tx): Promise<void> {
    const { applicationId, visitId } = event.data;
    describeSpan({ [attribute.applicationId]: applicationId });
    const review = await findAwaitedRecord(tx, applicationId);
    if (!review) throw new NotYet('no record is awaited for this request yet');
    const [newest] = await tx.query<{ status: string }>(
      'select status from record_status where application_id = $1 order by id desc limit 1',
      [applicationId],
    );
    if (newest && standingOf(newest.status)?.waitsFor !== 'recording') return;
    await noteRecordStatus(tx, review, 'BIO_CAPTURED', `visit:${visitId}`);
  }
}
