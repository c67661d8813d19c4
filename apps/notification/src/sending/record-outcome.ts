import { MessageFailed, MessageSent, MessageUnknown } from '#contracts';
import { counter, logger } from '#observability';
import type { Tx } from '#outbox';
import { providerRef } from '#whatsapp';
import { applyReport } from '../delivery/apply-report.js';
import { takeOrphans, takeTurnOf } from '../delivery/provider-ref.js';
import { messageFacts, type Outgoing } from '../outgoing.js';
import type { Plan } from './after-send.js';
import { noteStop } from './stop-sending.js';

const log = logger('record-outcome');
const outcomes = counter('loket_whatsapp_sends_total', 'Sends by what became of them', ['outcome', 'why']);

/**
 * Writes what became of a send and lets the person's next message go. A report that came faster than the answer has moved
 * the message already: the state never goes back.
 * @param asTemplate whether the template was sent, or tried, and not the words
 * @returns whether another message of this person can go now
 */
export async function recordOutcome(
  tx: Tx,
  lane: string,
  message: Outgoing,
  plan: Plan,
  asTemplate: boolean,
): Promise<boolean> {
  await tx.query('select 1 from lane where contact = $1 for update', [lane]);
  // A report takes its turn before its message's row; in another order the two would wait for each other.
  if (plan.do === 'record-sent') await takeTurnOf(tx, providerRef(plan.providerMessageId));
  if (asTemplate) await tx.query('update outgoing set as_template = true where id = $1', [message.id]);
  switch (plan.do) {
    case 'record-sent':
      outcomes.inc({ outcome: 'sent', why: 'accepted' });
      await recordSent(tx, message, providerRef(plan.providerMessageId));
      await tx.query('update lane set pair_holds = 0 where contact = $1', [lane]);
      break;
    case 'record-unknown':
      outcomes.inc({ outcome: 'unknown', why: 'no-answer' });
      if (await leave(tx, message, 'unknown')) await tx.emit(MessageUnknown, messageFacts(message));
      log.warn({ messageId: message.id }, 'no answer to a send; a status settles it, it is not sent again by itself');
      break;
    case 'record-failed':
      outcomes.inc({ outcome: 'failed', why: plan.errorClass });
      await recordFailed(tx, message, plan.errorClass, plan.errorCode);
      break;
    case 'send-again-as-template':
      outcomes.inc({ outcome: 'again', why: 'needs_template' });
      await leave(tx, message, 'queued');
      await tx.query('update outgoing set as_template = true where id = $1', [message.id]);
      break;
    case 'wait':
      outcomes.inc({ outcome: 'again', why: plan.why });
      await leave(tx, message, 'queued');
      if (plan.why === 'retry')
        await tx.query('update outgoing set attempts = attempts + 1 where id = $1', [message.id]);
      if (plan.why === 'pair') await tx.query('update lane set pair_holds = pair_holds + 1 where contact = $1', [lane]);
      await holdLane(tx, lane, plan.holdMs);
      return false;
    case 'stop-sending':
      outcomes.inc({ outcome: 'again', why: plan.errorClass });
      await leave(tx, message, 'queued');
      await noteStop(tx, plan.errorClass, plan.errorCode);
      break;
  }
  return freeLane(tx, lane);
}

async function recordSent(tx: Tx, message: Outgoing, ref: string): Promise<void> {
  await tx.query(
    'update outgoing set sent_at = coalesce(sent_at, now()), provider_ref = $2, claimed_by = null where id = $1',
    [message.id, ref],
  );
  if (await leave(tx, message, 'sent')) await tx.emit(MessageSent, messageFacts(message));
  for (const orphan of await takeOrphans(tx, ref)) {
    const [row] = await tx.query<Outgoing>('select * from outgoing where id = $1', [message.id]);
    if (row) await applyReport(tx, row, { ...orphan, ref });
  }
}

/** A message that nobody will get as it is: a person sees it in the list of failed ones and may write anew. */
export async function recordFailed(tx: Tx, message: Outgoing, errorClass: string, errorCode?: number): Promise<void> {
  if (!(await leave(tx, message, 'failed'))) return;
  await tx.query(
    'update outgoing set failed_at = coalesce(failed_at, now()), error_class = $2, error_code = $3 where id = $1',
    [message.id, errorClass, errorCode ?? null],
  );
  log.error(
    { messageId: message.id, code: errorCode, reason: errorClass },
    'a message failed; see the list of failed messages',
  );
  await tx.emit(MessageFailed, {
    ...messageFacts(message),
    errorClass,
    ...(errorCode === undefined ? {} : { errorCode }),
  });
}

/** Who left no number at the counter looks the request up there or by its link: no failure, and nothing to do. */
export async function recordNoContact(tx: Tx, message: Outgoing): Promise<void> {
  const rows = await tx.query(
    "update outgoing set state = 'no-contact' where id = $1 and state = 'queued' returning 1",
    [message.id],
  );
  if (rows.length > 0) await tx.emit(MessageFailed, { ...messageFacts(message), errorClass: 'no-contact' });
}

/** Leaves `sending` (or `queued`, or the doubt of `unknown`) unless a report has already moved the message on. */
async function leave(tx: Tx, message: Outgoing, to: 'queued' | 'sent' | 'unknown' | 'failed'): Promise<boolean> {
  const from = to === 'sent' ? ['queued', 'sending', 'unknown'] : to === 'failed' ? ['queued', 'sending'] : ['sending'];
  const rows = await tx.query(
    'update outgoing set state = $2, claimed_by = null where id = $1 and state = any($3) returning 1',
    [message.id, to, from],
  );
  return rows.length > 0;
}

/** Keeps a person's messages back for a while. */
export async function holdLane(tx: Tx, lane: string, holdMs: number): Promise<void> {
  await tx.query('update lane set not_before = now() + make_interval(secs => $2) where contact = $1', [
    lane,
    holdMs / 1_000,
  ]);
}

/** Ends the lease; a lane in which something waits is due at once, should this process die here. */
async function freeLane(tx: Tx, lane: string): Promise<boolean> {
  const [freed] = await tx.query<{ more: boolean }>(
    `update lane set not_before = case when exists (
        select 1 from outgoing where lane = $1 and state = 'queued' and due_at <= now()) then now() end,
        look_at = (select min(due_at) from outgoing where lane = $1 and state = 'queued')
      where contact = $1 returning not_before is not null as more`,
    [lane],
  );
  return freed?.more ?? false;
}
