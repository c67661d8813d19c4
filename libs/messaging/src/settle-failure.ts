import type { ConsumeMessage } from 'amqplib';
import { counter, logger, noteFullDisk } from '#observability';
import { labelOf, type Verdict } from './errors.js';
import { attemptHeader, copyOf, errorHeader, firstFailedHeader, reasonHeader } from './message.js';
import type { Publisher } from './publisher.js';
import { parkedExchange, waits } from './topology.js';

const log = logger('messaging');
const retries = counter('loket_messages_retried_total', 'Copies placed in wait queues', ['queue', 'why']);
const parked = counter('loket_messages_parked_total', 'Messages parked', ['queue', 'reason']);

/**
 * Places a clean copy of a message that could not be handled where it belongs: a wait queue or the parked desk. The
 * caller acknowledges the original after that; a crash in between makes a duplicate, which the inbox absorbs.
 * @returns what was done, or `unsettled` when the broker did not take the copy
 */
export async function settleFailure(
  publisher: Publisher,
  queue: string,
  message: ConsumeMessage,
  error: unknown,
  verdict: Exclude<Verdict, 'done'>,
): Promise<'retried' | 'put-back' | 'parked' | 'unsettled'> {
  noteFullDisk(error);
  const headers = (message.properties.headers ?? {}) as Record<string, unknown>;
  const failures = Number(headers[attemptHeader] ?? 0);
  const history = {
    [errorHeader]: labelOf(error),
    [firstFailedHeader]:
      typeof headers[firstFailedHeader] === 'string' ? headers[firstFailedHeader] : new Date().toISOString(),
  };
  const wait = waits[failures];
  const place =
    verdict === 'put-back'
      ? { exchange: 'loket.wait.5s', history: { [attemptHeader]: failures }, outcome: 'put-back' as const }
      : verdict === 'retry' && wait
        ? {
            exchange: wait.exchange,
            history: { ...history, [attemptHeader]: failures + 1 },
            outcome: 'retried' as const,
          }
        : {
            exchange: parkedExchange,
            history: {
              ...history,
              [attemptHeader]: failures + (verdict === 'retry' ? 1 : 0),
              [reasonHeader]: verdict === 'retry' ? 'exhausted' : verdict,
            },
            outcome: 'parked' as const,
          };
  try {
    await publisher.ready(5_000);
    await publisher.publish(place.exchange, queue, message.content, copyOf(message, publisher.user, place.history));
  } catch (problem) {
    log.warn({ queue, reason: labelOf(problem) }, 'no copy could be placed; the broker will deliver it again');
    return 'unsettled';
  }
  const messageId = String(message.properties.messageId ?? '');
  if (place.outcome === 'parked') {
    parked.inc({ queue, reason: place.history[reasonHeader] });
    log.error({ queue, messageId, reason: labelOf(error) }, 'message parked; look at the parked desk of the console');
  } else {
    retries.inc({ queue, why: place.outcome });
    if (place.outcome === 'retried')
      log.warn({ queue, messageId, reason: labelOf(error) }, 'handling failed; trying again later');
  }
  return place.outcome;
}
