import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { findAnnouncementMessage } from '../catalogue/catalogue.js';
import type { Setting } from '../catalogue/message.js';
import { closing } from '../catalogue/phrases.js';
import { ReadContact } from '../sending/read-contact.js';
import { SETTING } from '../show-catalogue.js';
import { findUndelivered, type Place } from './find-undelivered.js';

export const relayEntry = z.object({
  messageId: z.uuid(),
  applicationId: z.uuid(),
  ticket: z.string(),
  /** Masked, as everywhere outside the counter. */
  name: z.string(),
  office: z.string(),
  /** What is to be told, in the words of the message; without the citizen's own tracking link. */
  news: z.string(),
  since: z.iso.datetime(),
  state: z.string(),
  /** Why it did not arrive, where the gateway has said it. */
  reason: z.string().nullable(),
});
export type RelayEntry = z.output<typeof relayEntry>;

/** The news of a place that reached nobody, in the words of their messages. */
@Injectable()
export class ReadRelayList {
  constructor(
    private readonly dataSource: DataSource,
    private readonly readContact: ReadContact,
    @Inject(SETTING) private readonly setting: Setting,
  ) {}

  async read(asked: { place: Place; afterHours: number; limit: number }): Promise<RelayEntry[]> {
    const entries: RelayEntry[] = [];
    for (const message of await findUndelivered(this.dataSource, asked)) {
      const application = (await this.readContact.find(message))?.application;
      const words = findAnnouncementMessage(message.message_key);
      if (!application || !words) continue;
      const { text } = words.word(message.variables, { at: message.announced_at, setting: this.setting, application });
      entries.push({
        messageId: message.id,
        applicationId: message.about,
        ticket: application.ticket,
        name: application.maskedName,
        office: application.office.name,
        news: text.replace(closing(application), '').trim(),
        since: message.created_at.toISOString(),
        state: message.state,
        reason: message.error_class,
      });
    }
    return entries;
  }
}
