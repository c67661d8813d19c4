import { queryRows } from './query-rows.js';

/**
 * Takes a message into the inbox of a consumer. The first statement of the transaction that holds the effects: a
 * concurrent duplicate waits on the key until the first one commits.
 * @returns false when this consumer has handled the message already
 */
export async function takeIntoInbox(
  tx: { query(sql: string, parameters?: unknown[]): Promise<unknown> },
  consumer: string,
  messageId: string,
): Promise<boolean> {
  const rows = await queryRows(
    tx,
    'insert into inbox (consumer, message_id) values ($1, $2) on conflict do nothing returning 1',
    [consumer, messageId],
  );
  return rows.length > 0;
}

/** Takes many messages of a consumer in one statement. @returns the ids that were new */
export async function takeManyIntoInbox(
  tx: { query(sql: string, parameters?: unknown[]): Promise<unknown> },
  consumer: string,
  messageIds: readonly string[],
): Promise<Set<string>> {
  const rows = await queryRows<{ message_id: string }>(
    tx,
    `insert into inbox (consumer, message_id) select $1, id from unnest($2::uuid[]) as id
     on conflict do nothing returning message_id`,
    [consumer, messageIds],
  );
  return new Set(rows.map((row) => row.message_id));
}

/** Whether this consumer has handled the message: a cheap look before work that cannot be rolled back. */
export async function isInInbox(
  on: { query(sql: string, parameters?: unknown[]): Promise<unknown> },
  consumer: string,
  messageId: string,
): Promise<boolean> {
  const rows = await queryRows(on, 'select 1 from inbox where consumer = $1 and message_id = $2', [
    consumer,
    messageId,
  ]);
  return rows.length > 0;
}
