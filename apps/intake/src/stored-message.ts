import { Permanent } from '#messaging';
import type { Tx } from '#outbox';
import type { MessageEvent } from '#whatsapp';
import type { PersonalData } from './personal-data.js';

/** A message as take-message and fetch-media read it back. */
export type StoredMessage = Pick<MessageEvent, 'sender' | 'content' | 'providerMessageId' | 'accountId' | 'replyTo'> & {
  readonly id: string;
  readonly occurredAt: Date;
};

/** @throws Permanent for a message that is not there, or whose text was erased after its retention */
export async function readMessage(
  on: Pick<Tx, 'query'>,
  id: string,
  personalData: PersonalData,
): Promise<StoredMessage> {
  const [row] = await on.query<{ sealed_event: string | null; occurred_at: Date }>(
    "select sealed_event, occurred_at from webhook_message where id = $1 and kind = 'message'",
    [id],
  );
  if (!row?.sealed_event) throw new Permanent('no such message, or its text is erased');
  // Written by store-webhook.ts and authenticated by its seal: the shape is our own.
  const event = JSON.parse(personalData.open(row.sealed_event, `webhook_message:${id}`)) as MessageEvent;
  const { sender, content, providerMessageId, accountId, replyTo } = event;
  return {
    ...{ id, sender, content, providerMessageId, accountId, occurredAt: row.occurred_at },
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}
