import { Injectable } from '@nestjs/common';
import { attribute, inSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import type { ReviewRow, Task } from './review.row.js';
import { lockReview, proposeRefusal, settleReview } from './settle-review.js';
import { type ReviewShown, showRow } from './show-row.js';

/** What a person says about a review. */
export interface Word {
  readonly reviewId: string;
  readonly task: Task;
  readonly outcome: Record<string, unknown>;
  readonly clerk: string;
}

/** Settles reviews: one lock, one answer, one event. */
@Injectable()
export class ActOnReview {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Settles a review and does what follows from it, in one transaction. The same word again changes nothing.
   * @param then says the event; called only the first time
   * @throws ProblemError 404, 409
   */
  settle(word: Word, then: (tx: Tx, row: ReviewRow, now: Date) => Promise<void>): Promise<ReviewShown> {
    return this.act(word.reviewId, async (tx, row, now) => {
      if (await settleReview(tx, row, { ...word, now })) await then(tx, row, now);
    });
  }

  /** Keeps a refusal for a second reviewer. @throws ProblemError 404, 409 */
  propose(word: Word): Promise<ReviewShown> {
    return this.act(word.reviewId, async (tx, row, now) => {
      await proposeRefusal(tx, row, { ...word, now });
    });
  }

  /** Does something with a review under its lock, in a trace of its own. @throws ProblemError 404, and what `what` throws */
  act(reviewId: string, what: (tx: Tx, row: ReviewRow, now: Date) => Promise<void>): Promise<ReviewShown> {
    const now = new Date();
    return this.unitOfWork.run(async (tx) => {
      const row = await lockReview(tx, reviewId);
      await inLinkedSpan(row, () => what(tx, row, now));
      return showRow(await lockReview(tx, reviewId), now);
    });
  }
}

/** A person acts long after the chain that asked for it has ended: the act is a trace of its own, linked to that chain. */
export function inLinkedSpan<T>(row: ReviewRow, act: () => Promise<T>): Promise<T> {
  const links = [row.traceparent ?? undefined];
  const attributes = { [attribute.applicationId]: row.application_id };
  return inSpan(`settle ${row.task}`, { links, attributes }, act);
}
