import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { ApplicationWithdrawn as Withdrawn, Received } from '#contracts';
import type { Tx } from '#outbox';
import { noteAnnouncement } from './note-announcement.js';

/** The citizen has taken the request back: its open tasks close. */
@Controller()
export class ApplicationWithdrawn {
  @EventPattern<string>('document-validation.application-withdrawn')
  async handle(@Payload() event: Received<typeof Withdrawn>, @Ctx() tx: Tx): Promise<void> {
    await noteAnnouncement(tx, event.data);
  }
}
