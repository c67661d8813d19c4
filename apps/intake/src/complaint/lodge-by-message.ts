import { Injectable } from '@nestjs/common';
import type { ComplaintAbout } from '#contracts';
import type { Tx } from '#outbox';
import { ticketIn } from '../conversation/read-meaning.js';
import { Patience } from '../patience.js';
import { PersonalData } from '../personal-data.js';
import { replyToCitizen } from '../reply-to-citizen.js';
import type { StoredMessage } from '../stored-message.js';
import { Territory } from '../territory.js';
import { WorkingHours } from '../working-hours.js';
import { dueOf, saysWhat } from './complaint.js';
import { lodgeComplaint } from './lodge-complaint.js';

/** One word, or a digit of the menu: the citizen has changed their mind. */
const isMenuWord = (text: string) => /^\s*(\p{L}{1,12}|\d)\s*[.!]?\s*$/u.test(text);

/** A complaint or a data-rights request in a conversation: lodged at once where its words are there, asked for where not. */
@Injectable()
export class LodgeByMessage {
  constructor(
    private readonly personalData: PersonalData,
    private readonly territory: Territory,
    private readonly hours: WorkingHours,
    private readonly patience: Patience,
  ) {}

  /** A message whose wish is to complain, or to use a right over personal data. */
  async begin(
    tx: Tx,
    conversationId: string,
    about: ComplaintAbout,
    message: StoredMessage,
    text: string,
    also: readonly string[],
  ): Promise<'taken' | 'answered'> {
    if (saysWhat(text)) return this.lodge(tx, conversationId, about, message, text, also);
    if (about === 'data-rights' && /privasi|privacy/i.test(text)) {
      await replyToCitizen(tx, conversationId, { messageKey: 'data-rights' }, undefined, also);
      return 'answered';
    }
    await tx.query("update conversation set words_for = $2, words_until = now() + interval '1 hour' where id = $1", [
      conversationId,
      about,
    ]);
    await replyToCitizen(tx, conversationId, { messageKey: 'complaint-words', about }, undefined, also);
    return 'answered';
  }

  /** The message after such a question is what they have to say. @returns undefined where it is not */
  async takeWords(tx: Tx, conversationId: string, message: StoredMessage): Promise<'taken' | undefined> {
    if (message.content.kind !== 'text') return undefined;
    const { text } = message.content;
    const [row] = await tx.query<{ about: ComplaintAbout; fresh: boolean }>(
      `with asked as (select id, words_for as about, words_until > now() as fresh from conversation
                       where id = $1 and words_for is not null)
       update conversation c set words_for = null, words_until = null from asked where c.id = asked.id
       returning asked.about, asked.fresh`,
      [conversationId],
    );
    if (!row?.fresh || isMenuWord(text) || text.trimStart().startsWith('#')) return undefined;
    await this.lodge(tx, conversationId, row.about, message, text, []);
    return 'taken';
  }

  private async lodge(
    tx: Tx,
    conversationId: string,
    about: ComplaintAbout,
    message: StoredMessage,
    text: string,
    also: readonly string[],
  ): Promise<'taken'> {
    // The request it names, or their newest one for the office; another's ticket says nothing here.
    const [request] = await tx.query<{ id: string; office: string; named: boolean }>(
      `select id, office, ticket = $2 as named from application where conversation_id = $1
        order by (ticket = $2) desc nulls last, last_moved_at desc limit 1`,
      [conversationId, ticketIn(text) ?? null],
    );
    const office = request?.office ?? this.territory.mainOffice.code;
    const calendar = await this.hours.of(office);
    const dueAt = dueOf(about, message.occurredAt, this.patience.complaintWorkingDays, calendar);
    const applicationId = request?.named ? request.id : undefined;
    const row = await lodgeComplaint(
      tx,
      { about, channel: 'whatsapp', office, words: text.slice(0, 4_096), dueAt, conversationId, applicationId },
      this.personalData,
    );
    const { number } = row;
    const reply = { messageKey: 'complaint-opened', number, about, dueAt: dueAt.toISOString() } as const;
    await replyToCitizen(tx, conversationId, reply, applicationId, also);
    return 'taken';
  }
}
