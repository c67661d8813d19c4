import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { ApplicationUnderReview, Received } from '#contracts';
import type { Tx } from '#outbox';
import { noteAnnouncement } from './note-announcement.js';
import { openTask } from './review/open-task.js';

/** A doubt has come up: a person decides it, with what the register said before their eyes. */
@Controller()
export class OpenReview {
  @EventPattern<string>('document-validation.open-review')
  async handle(@Payload() event: Received<typeof ApplicationUnderReview>, @Ctx() tx: Tx): Promise<void> {
    if ((await noteAnnouncement(tx, event.data)) === 'overtaken') return;
    const [answer] = await tx.query<{ doubts: string[] }>(
      'select doubts from register_answer where application_id = $1 and answers <= $2 order by answers desc limit 1',
      [event.data.applicationId, event.data.sequence],
    );
    await openTask(tx, event.data, 'decide-doubt', { doubts: answer?.doubts ?? [] });
  }
}
