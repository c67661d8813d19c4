import { MessageUnknown } from '#contracts';
import type { Tx, UnitOfWork } from '#outbox';
import { causeOf, messageFacts, type Outgoing } from '../outgoing.js';
import type { Pacing } from '../pacing.js';

/** What stands at the head of a lane. */
export type Head =
  /** Ours now: `sending` is committed before anything leaves. */
  | { readonly kind: 'claimed'; readonly message: Outgoing; readonly pairHolds: number }
  | { readonly kind: 'needs-contact'; readonly message: Outgoing }
  | { readonly kind: 'empty' | 'held' | 'stopped' };

/**
 * Claims the next message of a lane, so that one person's messages leave one after the other: the oldest first, and among
 * those about the same subject the lowest sequence. A reply waits for the one before it, but not for ever; an announcement
 * older than what was told is superseded.
 *
 * `lane.not_before` is the lease of a send under way, the hold of a person, and the wait for a gap in one: whoever comes
 * before it leaves, whoever comes after it looks again. What is not due yet holds nobody: `lane.look_at` says when it is.
 *
 * No more than a burst goes to one person at once, and then one message in its time (whatsapp contract 1.11): the gateway's
 * own refusal would cost everybody's throughput.
 *
 * @param known whether the contact of a subject is at hand; the head is only named, not claimed, while it is not
 */
export async function claimNext(
  tx: Tx,
  lane: string,
  known: (about: string) => boolean,
  {
    pacing,
    process,
  }: { pacing: Pick<Pacing, 'leaseMs' | 'replyGapMs' | 'pairEveryMs' | 'pairBurst'>; process: string },
): Promise<Head> {
  const [standing] = await tx.query<{ held: boolean; pairHolds: number }>(
    `select coalesce(not_before > now(), false) as held, pair_holds as "pairHolds"
       from lane where contact = $1 for update`,
    [lane],
  );
  if (!standing || standing.held) return { kind: standing ? 'held' : 'empty' };
  const busy = await tx.query(
    `update lane set not_before = pair_until - make_interval(secs => $2)
      where contact = $1 and pair_until - make_interval(secs => $2) > now() returning 1`,
    [lane, (pacing.pairEveryMs * (pacing.pairBurst - 1)) / 1_000],
  );
  if (busy.length > 0) return { kind: 'held' };
  if ((await tx.query('select 1 from sender_stop')).length > 0) return { kind: 'stopped' };
  for (;;) {
    const message = await findHead(tx, lane);
    if (!message) {
      await tx.query(
        `update lane set not_before = null, look_at = (
            select min(due_at) from outgoing where lane = $1 and state = 'queued') where contact = $1`,
        [lane],
      );
      return { kind: 'empty' };
    }
    const [subject] = await tx.query<{ told: number }>('select told_sequence as told from subject where id = $1', [
      message.about,
    ]);
    const told = subject?.told ?? 0;
    const byItself = message.resent_from === null;
    // Only a message that is to go out once more, as a template, can be overtaken here.
    if (byItself && message.about_kind === 'application' && message.sequence < told) {
      await tx.query("update outgoing set state = 'superseded' where id = $1", [message.id]);
      continue;
    }
    if (byItself && message.about_kind === 'conversation' && message.sequence > told + 1) {
      const waiting = await tx.query(
        `update lane set not_before = $2::timestamptz + make_interval(secs => $3)
          where contact = $1 and $2::timestamptz + make_interval(secs => $3) > now() returning 1`,
        [lane, message.created_at, pacing.replyGapMs / 1_000],
      );
      if (waiting.length > 0) return { kind: 'held' };
    }
    if (!known(message.about)) return { kind: 'needs-contact', message };
    await tx.query("update outgoing set state = 'sending', claimed_by = $2, claimed_at = now() where id = $1", [
      message.id,
      process,
    ]);
    await tx.query(
      `update lane set not_before = now() + make_interval(secs => $2), look_at = null,
              pair_until = greatest(coalesce(pair_until, now()), now()) + make_interval(secs => $3)
        where contact = $1`,
      [lane, pacing.leaseMs / 1_000, pacing.pairEveryMs / 1_000],
    );
    await tx.query('update subject set told_sequence = greatest(told_sequence, $2), told_at = now() where id = $1', [
      message.about,
      message.sequence,
    ]);
    return { kind: 'claimed', message, pairHolds: standing.pairHolds };
  }
}

/** The subject is locked before its lowest sequence is chosen: an announcement written meanwhile is seen, or sees us. */
async function findHead(tx: Tx, lane: string): Promise<Outgoing | undefined> {
  const [first] = await tx.query<{ about: string }>(
    "select about from outgoing where lane = $1 and state = 'queued' and due_at <= now() order by place limit 1",
    [lane],
  );
  if (!first) return undefined;
  await tx.query('select 1 from subject where id = $1 for update', [first.about]);
  const [head] = await tx.query<Outgoing>(
    `select * from outgoing where lane = $1 and about = $2 and state = 'queued' and due_at <= now()
      order by (resent_from is not null), sequence, place limit 1`,
    [lane, first.about],
  );
  return head;
}

/**
 * Whoever was sending this has died between the claim and the answer: whether it left is not known, and it is never sent
 * again by itself.
 */
export async function giveUpClaim(unitOfWork: UnitOfWork, message: Outgoing): Promise<void> {
  await unitOfWork.run(async (tx) => {
    if (message.lane !== null) await tx.query('select 1 from lane where contact = $1 for update', [message.lane]);
    const rows = await tx.query(
      "update outgoing set state = 'unknown' where id = $1 and state = 'sending' and claimed_by = $2 returning 1",
      [message.id, message.claimed_by],
    );
    if (rows.length === 0) return;
    await tx.query('update lane set not_before = now() where contact = $1', [message.lane]);
    await tx.emit(MessageUnknown, messageFacts(message));
  }, causeOf(message));
}
