import { randomUUID } from 'node:crypto';
import { ReviewRequested } from '#contracts';
import { counter, currentTraceparent } from '#observability';
import type { Tx } from '#outbox';
import type { Announcement } from '../note-announcement.js';
import type { Task } from './review.row.js';

const opened = counter('loket_reviews_opened_total', 'Tasks opened for people', ['task']);

/** Opens a task for a person, once for an announcement, and says so. */
export async function openTask(
  tx: Tx,
  said: Announcement,
  task: Task,
  about: { readonly doubts?: readonly string[]; readonly cause?: string } = {},
): Promise<void> {
  const reviewId = randomUUID();
  const rows = await tx.query(
    `insert into review (id, application_id, answers, task, doubts, cause, traceparent, promised_for)
     values ($1, $2, $3, $4, $5, $6, $7, (select promised_for from application where id = $2))
     on conflict (application_id, answers, task) do nothing returning 1`,
    [
      reviewId,
      said.applicationId,
      said.sequence,
      task,
      about.doubts ?? [],
      about.cause ?? null,
      currentTraceparent() ?? null,
    ],
  );
  if (rows.length === 0) return;
  await tx.emit(ReviewRequested, { reviewId, applicationId: said.applicationId, task });
  tx.afterCommit(() => opened.inc({ task }));
}
