import { randomUUID } from 'node:crypto';
import { MessageQueued } from '#contracts';
import { currentTraceparent } from '#observability';
import type { Tx } from '#outbox';

/** A message that is about to be written into `outgoing`. */
export interface NewMessage {
  readonly about: string;
  readonly aboutKind: 'application' | 'conversation';
  readonly applicationId: string | undefined;
  readonly fact: string;
  readonly messageKey: string;
  readonly sequence: number;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly sealedText?: string | undefined;
  readonly announcedAt: Date;
  readonly lane: string | null;
  readonly causedBy: string;
  readonly correlationId: string;
  /** Overtaken by what was told already: kept for the record, never sent. */
  readonly superseded: boolean;
  /** It leaves after so many milliseconds; at once unless said. */
  readonly waitMs?: number;
  readonly resentFrom?: { readonly id: string; readonly by: string };
}

/**
 * Writes a message and says that it waits; once per (about, fact), however often it is asked for.
 * @returns its id, or undefined when that fact has its message already
 */
export async function queueMessage(tx: Tx, message: NewMessage): Promise<string | undefined> {
  const id = randomUUID();
  const rows = await tx.query(
    `insert into outgoing (id, about, about_kind, application_id, fact, message_key, sequence, variables, sealed_text,
                           announced_at, lane, state, caused_by, correlation_id, traceparent, resent_from, resent_by, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
             now() + make_interval(secs => $18))
     on conflict do nothing returning id`,
    [
      id,
      message.about,
      message.aboutKind,
      message.applicationId ?? null,
      message.fact,
      message.messageKey,
      message.sequence,
      JSON.stringify(message.variables),
      message.sealedText ?? null,
      message.announcedAt,
      message.lane,
      message.superseded ? 'superseded' : 'queued',
      message.causedBy,
      message.correlationId,
      currentTraceparent() ?? null,
      message.resentFrom?.id ?? null,
      message.resentFrom?.by ?? null,
      (message.waitMs ?? 0) / 1_000,
    ],
  );
  if (rows.length === 0) return undefined;
  if (message.superseded) return id;
  if (message.lane !== null) {
    await tx.query('insert into lane (contact) values ($1) on conflict do nothing', [message.lane]);
  }
  const event = await tx.emit(MessageQueued, { messageId: id, about: message.about, fact: message.messageKey });
  await tx.query('update outgoing set queued_event = $2 where id = $1', [id, event]);
  return id;
}

/** Locks what was told about a subject, and tells it: the lane of its person, where known, the newest sequence told, and how long ago. */
export async function lockSubject(
  tx: Tx,
  about: string,
  lane: string | null = null,
): Promise<{ lane: string | null; told: number; toldAgoMs: number | undefined }> {
  const [row] = await tx.query<{ lane: string | null; told: number; toldAgoMs: number | null }>(
    `insert into subject (id, lane) values ($1, $2)
     on conflict (id) do update set lane = coalesce(excluded.lane, subject.lane)
     returning lane, told_sequence as told,
               (extract(epoch from now() - told_at) * 1000)::float8 as "toldAgoMs"`,
    [about, lane],
  );
  return { lane: row?.lane ?? lane, told: row?.told ?? 0, toldAgoMs: row?.toldAgoMs ?? undefined };
}
