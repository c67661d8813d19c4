import { Injectable } from '@nestjs/common';
import { ConversationReplied } from '#contracts';
import { parseSealPublicKey, seal, type SealPublicKey } from '#document-store';
import type { Tx } from '#outbox';
import { PersonalData } from './personal-data.js';

/** Notification's public key: what is sealed with it can be opened there and nowhere else. */
export class NotificationsSeal {
  private readonly key: SealPublicKey;

  /** @param key LOKET_SEAL_PUBLIC_KEY @throws Error in words for the operator */
  constructor(key: string) {
    this.key = parseSealPublicKey(key);
  }

  /** @param place what the text is about: needed again to open it */
  close(text: string, place: string): string {
    return seal(this.key, text, place);
  }
}

/** A member of staff writes to a citizen: their own words, sealed on the way and kept sealed in the transcript. */
@Injectable()
export class ReplyAsClerk {
  constructor(
    private readonly personalData: PersonalData,
    private readonly notificationsSeal: NotificationsSeal,
  ) {}

  /** Takes its place among the replies of the conversation, whose row stays locked until the transaction ends. */
  async say(tx: Tx, conversationId: string, words: string, clerk: string): Promise<void> {
    const [row] = await tx.query<{ sequence: number }>(
      `with counted as (update conversation set replies = replies + 1 where id = $1 returning replies)
       insert into conversation_reply (conversation_id, sequence, message_key, variables, sealed_words, clerk)
       select $1, replies, 'free-text', '{}', $2, $3 from counted returning sequence`,
      [conversationId, this.personalData.seal(words, `conversation_reply.words:${conversationId}`), clerk],
    );
    if (!row) throw new Error('a reply needs its conversation');
    await tx.emit(ConversationReplied, {
      conversationId,
      sequence: row.sequence,
      messageKey: 'free-text',
      variables: {},
      sealedText: this.notificationsSeal.close(words, conversationId),
    });
  }
}
