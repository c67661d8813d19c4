import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Received, VisitPersonRecorded } from '#contracts';
import { NotYet } from '#messaging';
import { attribute, describeSpan } from '#observability';
import type { Tx } from '#outbox';
import { standingOf } from './register/record-status.js';
import { noteAct } from './review/settle-review.js';

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
    const known = await tx.query('select 1 from application where id = $1 for update', [applicationId]);
    if (known.length === 0) throw new NotYet('the request that was on the visit is not known here yet');
    const [newest] = await tx.query<{ status: string }>(
      'select status from record_status where application_id = $1 order by id desc limit 1',
      [applicationId],
    );
    if (newest && standingOf(newest.status)?.waitsFor !== 'recording') return;
    const by = `visit:${visitId}`;
    await tx.query("insert into record_status (application_id, status, noted_by) values ($1, 'BIO_CAPTURED', $2)", [
      applicationId,
      by,
    ]);
    await noteAct(tx, applicationId, null, 'note-record-status', by);
  }
}
