import { serviceKindFacts } from '#civil-registry';
import type { HoldCause } from '#contracts';
import type { Tx } from '#outbox';
import type { ApplicationRow } from './application/application.row.js';
import { holdWords, stateWords } from './application/words-for-states.js';
import type { PersonalData } from './personal-data.js';
import { promiseWords } from './promise-words.js';
import type { Reply } from './reply-to-citizen.js';
import { codeIn } from './tracking-code.js';

type Line = Pick<ApplicationRow, 'ticket' | 'kind' | 'state' | 'promise_days' | 'promised_for' | 'overdue_said_at'> & {
  readonly causes: HoldCause[] | null;
};

const columns = `a.ticket, a.kind, a.state, a.promise_days, a.promised_for, a.overdue_said_at,
  (select array_agg(h.cause) from hold h where h.application_id = a.id and h.ended_at is null) as causes`;

/**
 * What this citizen's open requests are doing: those of this conversation, and the one whose tracking code they write, from
 * whatever phone. A ticket or a NIK from another phone opens nothing (domain 7.2).
 */
export async function reportStatus(
  tx: Tx,
  conversationId: string,
  text: string,
  personalData: PersonalData,
  timeZone: string,
): Promise<Reply> {
  const code = codeIn(text);
  const rows =
    code === undefined
      ? await openRequests(tx, conversationId)
      : await tx.query<Line>(`select ${columns} from application a where a.tracking_code_index = $1`, [
          personalData.index('tracking-code', code),
        ]);
  if (rows.length === 0) return { messageKey: 'status-none' };
  return { messageKey: 'status-report', lines: rows.map((row) => lineOf(row, timeZone)) };
}

/** The open requests of a conversation, oldest first. */
export function openRequests(tx: Tx, conversationId: string): Promise<Line[]> {
  return tx.query<Line>(
    `select ${columns} from application a
      where a.conversation_id = $1 and a.state not in ('handed_over', 'rejected', 'withdrawn', 'expired')
      order by a.created_at limit 20`,
    [conversationId],
  );
}

/** One request in one line: `L-4F7K2 (KTP-el pengganti karena hilang): sedang dicetak; selesai paling lambat …`; without a date where no zone is given. */
export function lineOf(line: Line, timeZone?: string): string {
  const { ticket, kind, state, causes } = line;
  const waits = (causes ?? []).filter((cause) => cause !== 'citizen').map((cause) => holdWords[cause]);
  const promise = timeZone === undefined ? undefined : promiseWords(line, timeZone);
  const clauses = [stateWords[state], ...waits, ...(promise === undefined ? [] : [promise])];
  return `${ticket} (${serviceKindFacts[kind].title}): ${clauses.join('; ')}`;
}
