import type { DataSource } from 'typeorm';
import type { EditEvent, MessageEvent, RevokeEvent } from '#whatsapp';
import { z } from 'zod';
import { pageCursor, type PageEnd } from '../page-cursor.js';
import type { PersonalData } from '../personal-data.js';

/** One thing that was said. A machine's words are its message key and variables: the catalogue words them. */
export const transcriptLine = z.object({
  from: z.enum(['citizen', 'clerk', 'machine']),
  at: z.iso.datetime(),
  /** Null where the words are erased after their retention, or were never words. */
  text: z.string().nullable(),
  /** Of a citizen: `text`, `image`, `document` …, `edited`, `deleted`; of the machine: its message key. */
  kind: z.string(),
  variables: z.record(z.string(), z.unknown()).optional(),
  clerk: z.string().nullable(),
});
export type TranscriptLine = z.output<typeof transcriptLine>;

interface Row extends PageEnd {
  readonly said_at: Date;
  readonly sealed_event: string | null;
  readonly message_key: string | null;
  readonly variables: Record<string, unknown> | null;
  readonly sealed_words: string | null;
  readonly clerk: string | null;
}

/** Both sides of a conversation, from intake's own messages and replies: a page of it that ends before a moment. */
export async function readTranscript(
  dataSource: DataSource,
  conversationId: string,
  page: { readonly limit: number; readonly before: PageEnd | undefined },
  personalData: PersonalData,
): Promise<{ readonly lines: TranscriptLine[]; readonly earlier: string | null }> {
  const until = [conversationId, page.before?.at ?? null, page.before?.id ?? null, page.limit + 1];
  // A message and its reply are of one moment: the reply's made-up id sorts behind every message's.
  const rows: Row[] = await dataSource.query(
    `with replied as (
       select r.*, ('ffff' || left(h.hex, 4) || '-' || right(h.hex, 4) || '-4000-8000-000000000000')::uuid as id
         from conversation_reply r, lateral (select lpad(to_hex(r.sequence), 8, '0') as hex) h where r.conversation_id = $1)
     select said.*, said.said_at::text as at from (
       (select o.id, o.at as said_at, m.sealed_event, null as message_key, null::jsonb as variables, null as sealed_words,
               null as clerk
          from message_outcome o join webhook_message m on m.id = o.id
         where o.conversation_id = $1 and ($2::timestamptz is null or (o.at, o.id) < ($2::timestamptz, $3::uuid))
         order by o.at desc, o.id desc limit $4)
       union all
       (select r.id, r.at, null, r.message_key, r.variables, r.sealed_words, r.clerk
          from replied r
         where $2::timestamptz is null or (r.at, r.id) < ($2::timestamptz, $3::uuid)
         order by r.at desc, r.id desc limit $4)) said
     order by said_at desc, id desc limit $4`,
    until,
  );
  const shown = rows.slice(0, page.limit);
  const lines = shown.map((row) => lineOf(row, conversationId, personalData)).toReversed();
  return { lines, earlier: pageCursor(rows, page.limit) };
}

function lineOf(row: Row, conversationId: string, personalData: PersonalData): TranscriptLine {
  const at = row.said_at.toISOString();
  if (row.message_key !== null) {
    const text = personalData.openOr(row.sealed_words, `conversation_reply.words:${conversationId}`);
    return row.clerk === null
      ? { from: 'machine', at, text, kind: row.message_key, variables: row.variables ?? {}, clerk: null }
      : { from: 'clerk', at, text, kind: row.message_key, clerk: row.clerk };
  }
  const sealed = personalData.openOr(row.sealed_event, `webhook_message:${row.id}`);
  // Written by store-webhook.ts and authenticated by its seal: the shape is our own.
  const event = sealed === null ? undefined : (JSON.parse(sealed) as MessageEvent | EditEvent | RevokeEvent);
  if (event?.kind === 'revoke') return { from: 'citizen', at, text: null, kind: 'deleted', clerk: null };
  const words = wordsOf(event?.content);
  return { from: 'citizen', at, ...words, kind: event?.kind === 'edit' ? 'edited' : words.kind, clerk: null };
}

function wordsOf(content: MessageEvent['content'] | undefined): { text: string | null; kind: string } {
  if (content === undefined) return { text: null, kind: 'erased' };
  switch (content.kind) {
    case 'text':
    case 'button':
      return { text: content.text, kind: 'text' };
    case 'interactive':
      return { text: content.reply.kind === 'flow' ? null : content.reply.title, kind: 'choice' };
    case 'media':
      return { text: content.caption ?? null, kind: content.medium };
    default:
      return { text: null, kind: content.kind };
  }
}
