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
    await openTask(tx, event.data, 'mirror-record', { cause: event.data.cause });
  }
}
