import { serviceKindFacts } from '#civil-registry';
import type { HoldCause } from '#contracts';
import type { Tx } from '#outbox';
import type { ApplicationRow } from './application/application.row.js';
import { holdWords, stateWords } from './application/words-for-states.js';
import type { Reply } from './reply-to-citizen.js';

type Line = Pick<ApplicationRow, 'ticket' | 'kind' | 'state'> & { readonly causes: HoldCause[] | null };

/** What this citizen's open requests are doing: only those they opened in this conversation (domain 7.2). */
export async function reportStatus(tx: Tx, conversationId: string): Promise<Reply> {
  const rows = await tx.query<Line>(
    `select a.ticket, a.kind, a.state,
            (select array_agg(h.cause) from hold h where h.application_id = a.id and h.ended_at is null) as causes
       from application a
      where a.conversation_id = $1 and a.state not in ('handed_over', 'rejected', 'withdrawn', 'expired')
      order by a.created_at limit 20`,
    [conversationId],
  );
  if (rows.length === 0) return { messageKey: 'status-none' };
  return { messageKey: 'status-report', lines: rows.map(lineOf) };
}

/** One request in one line: `L-4F7K2 (KTP-el pengganti karena hilang): sedang dicetak`. */
export function lineOf({ ticket, kind, state, causes }: Line): string {
  const waits = (causes ?? []).filter((cause) => cause !== 'citizen').map((cause) => holdWords[cause]);
  return `${ticket} (${serviceKindFacts[kind].title}): ${[stateWords[state], ...waits].join('; ')}`;
}
