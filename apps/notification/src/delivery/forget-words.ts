import { counter } from '#observability';
import type { Tx } from '#outbox';

const keptDays = 90;
const portion = 1_000;
const forgotten = counter('loket_message_words_forgotten_total', 'Sealed words of messages erased after their time');

/**
 * A clerk's own words are of no use once they were sent: erased after 90 days, as intake erases its half of the transcript.
 * The message itself stays, with its key and its times.
 */
export async function forgetWords(tx: Tx): Promise<void> {
  const gone = await tx.query(
    `update outgoing set sealed_text = null where id in (
       select id from outgoing where sealed_text is not null and state not in ('queued', 'sending')
          and created_at < now() - make_interval(days => $1) order by created_at limit ${portion})
     returning 1`,
    [keptDays],
  );
  tx.afterCommit(() => forgotten.inc(gone.length));
}
