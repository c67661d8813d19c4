import type { EntityManager } from 'typeorm';
import { type Cause, isInInbox, takeIntoInbox, type Tx, type UnitOfWork } from '#outbox';
import { AlreadyHandled } from './errors.js';

/**
 * One handling of a message that first works outside a transaction (asks, decodes, sends, prints) and then commits.
 * A handler that returns without `commit` has its message marked as handled all the same.
 */
export interface Attempt {
  /** Aborted when the service stops or the consumer's link is lost: give outside calls this signal. */
  readonly signal: AbortSignal;
  /** How many handlings of this message have failed before: 0 at first. */
  readonly failures: number;
  /** Begin → inbox → `work` → commit, once for this message however often it is delivered. */
  commit<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** Runs `work` in a transaction whose first statement takes the message into the consumer's inbox. */
export function onceFor<T>(
  unitOfWork: UnitOfWork,
  consumer: string,
  cause: Cause,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return unitOfWork.run(async (tx) => {
    if (!(await takeIntoInbox(tx, consumer, cause.id))) throw new AlreadyHandled(consumer);
    return work(tx);
  }, cause);
}

/** The attempt a handler of an outside consumer receives. `committed` tells whether it has committed by itself. */
export function openAttempt(
  unitOfWork: UnitOfWork | undefined,
  consumer: string,
  cause: Cause,
  failures: number,
  signal: AbortSignal,
): Attempt & { committed: boolean } {
  const attempt = {
    signal,
    failures,
    committed: false,
    commit: async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
      if (!unitOfWork) throw new Error(`${consumer} has no database to commit to`);
      const result = await onceFor(unitOfWork, consumer, cause, work);
      attempt.committed = true;
      return result;
    },
  };
  return attempt;
}

/** @throws AlreadyHandled when the consumer's inbox has the message: its outside work must not be done again */
export async function refuseHandled(manager: EntityManager, consumer: string, messageId: string): Promise<void> {
  if (await isInInbox(manager, consumer, messageId)) throw new AlreadyHandled(consumer);
}
