import { Injectable } from '@nestjs/common';
import { attribute, inSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { type ReviewRow, type Task } from './review/review.row.js';
import { lockReview, settleReview } from './review/settle-review.js';
import { type ReviewShown, showRow } from './review/show-row.js';

/** What a person says about a review. */
export interface Word {
  readonly reviewId: string;
  readonly task: Task;
  readonly outcome: Record<string, unknown>;
  readonly clerk: string;
}

/** Settles reviews: one lock, one answer, one event, in a span that is linked to the chain which opened the review. */
@Injectable()
export class ActOnReview {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Settles a review and does what follows from it, in one transaction. The same word again changes nothing.
   * @param then says the event; called only the first time
   * @throws ProblemError 404, 409
   */
  async settle(word: Word, then: (tx: Tx, row: ReviewRow, now: Date) => Promise<void>): Promise<ReviewShown> {
    const now = new Date();
    const before = await this.unitOfWork.run((tx) => lockReview(tx, word.reviewId));
    const span = {
      links: [before.traceparent ?? undefined],
      attributes: { [attribute.applicationId]: before.application_id },
    };
    return inSpan(`settle ${word.task}`, span, () =>
      this.unitOfWork.run(async (tx) => {
        const row = await lockReview(tx, word.reviewId);
        if (await settleReview(tx, row, { ...word, now })) await then(tx, row, now);
        return showRow(await lockReview(tx, word.reviewId), now);
      }),
    );
  }
}
