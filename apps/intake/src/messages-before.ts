import type { Tx } from '#outbox';

/** A message that cannot be handled holds the ones behind it for so long, not for ever: it is parked meanwhile. */
const patienceSeconds = 30;
const most = 50;

/**
 * The messages of the same person that were written before this one and are not settled yet, oldest first. Consumers take
 * several messages at once, so a later one may come first; it then does the work of the earlier ones, which find themselves
 * settled. Whoever calls this has locked the conversation.
 * @returns undefined where this message is settled already
 */
export async function messagesBefore(tx: Tx, messageId: string): Promise<string[] | undefined> {
  const rows = await tx.query<{ id: string }>(
    `select other.id
       from webhook_message this
       join webhook_message other
         on other.id = this.id
         or (other.sender_index = this.sender_index and other.sealed_event is not null and other.kind = 'message'
             and other.received_at > now() - $2::float8 * interval '1 second'
             and (other.occurred_at, other.received_at, other.place) < (this.occurred_at, this.received_at, this.place))
      where this.id = $1 and not exists (select 1 from message_outcome settled where settled.id = other.id)
      order by other.id = this.id desc, other.occurred_at, other.received_at, other.place limit $3`,
    [messageId, patienceSeconds, most],
  );
  const [itself, ...before] = rows.map(({ id }) => id);
  return itself === messageId ? before : undefined;
}
