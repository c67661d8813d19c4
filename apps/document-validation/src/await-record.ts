import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { ApplicationAwaitingRecording, Received } from '#contracts';
import type { Tx } from '#outbox';
import { noteAnnouncement } from './note-announcement.js';
import { openTask } from './review/open-task.js';

/** The record is not print-ready: somebody mirrors its status from SIAK until it is. */
@Controller()
export class AwaitRecord {
  @EventPattern<string>('document-validation.await-record')
  async handle(@Payload() event: Received<typeof ApplicationAwaitingRecording>, @Ctx() tx: Tx): Promise<void> {
    if ((await noteAnnouncement(tx, event.data)) === 'overtaken') return;
    const { applicationId, sequence, cause } = event.data;
    // Announced again for another cause: it is the same task. Settled meanwhile: the record is print-ready, and said so.
    const [same] = await tx.query<{ closed_as: string }>(
      `update review set answers = case when closed_as = 'superseded' then $2 else answers end, cause = $3,
              closed_at = case when closed_as = 'superseded' then null else closed_at end, closed_as = nullif(closed_as, 'superseded')
        where application_id = $1 and task = 'mirror-record' and answers < $2 returning 1`,
      [applicationId, sequence, cause],
    );
    if (!same) await openTask(tx, event.data, 'mirror-record', { cause });
  }
}
