import { randomInt, randomUUID } from 'node:crypto';
import type { Silence } from '#civil-registry';
import type { Channel } from '#contracts';
import { attribute, currentTraceparent, describeSpan } from '#observability';
import type { Tx } from '#outbox';
import { announce } from './announce-application.js';
import { begun } from './application/application.js';
import type { ApplicationRow } from './application/application.row.js';
import type { Request } from './conversation/form/complete-form.js';
import type { PersonalData } from './personal-data.js';

/** How a request came in. */
export interface Opening {
  readonly channel: Channel;
  readonly office: string;
  readonly citizenship: 'WNI' | 'WNA';
  readonly conversationId?: string;
  readonly phone?: string;
  readonly clerk?: { readonly id: string; readonly office: string | undefined };
  readonly idempotency?: { readonly key: string; readonly digest: string };
  /** How long it waits for its citizen. */
  readonly silence: Silence;
}

export type Opened = Pick<ApplicationRow, 'id' | 'ticket' | 'state' | 'conversation_id'> & { readonly isNew: boolean };

/** Crockford's base32: no letter that is taken for a digit or another letter. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function code(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** 26 letters of base32 are 130 random bits: alone enough to open the tracking page, and not to be guessed. */
const trackingCodeLength = 26;

/**
 * Begins a request as a draft and announces it. One open request per person and kind: where there is one already, that
 * one comes back with `isNew` false.
 */
export async function openApplication(
  tx: Tx,
  request: Request,
  opening: Opening,
  personalData: PersonalData,
): Promise<Opened> {
  const nikIndex = personalData.index('nik', request.nik);
  for (;;) {
    const opened = await insert(tx, request, opening, nikIndex, personalData);
    if (opened) return opened;
    const [open] = await tx.query<Omit<Opened, 'isNew'>>(
      `select id, ticket, state, conversation_id from application where nik_index = $1 and kind = $2
          and state not in ('handed_over', 'rejected', 'withdrawn', 'expired')`,
      [nikIndex, request.kind],
    );
    if (open) return { ...open, isNew: false };
    // Else only the ticket was taken: draw another one.
  }
}

async function insert(
  tx: Tx,
  request: Request,
  opening: Opening,
  nikIndex: string,
  personalData: PersonalData,
): Promise<Opened | undefined> {
  const id = randomUUID();
  const trackingCode = code(trackingCodeLength);
  const rows = await tx.query<ApplicationRow & { now: Date }>(
    `insert into application (
       id, ticket, tracking_code_index, sealed_tracking_code, kind, channel, district, village, office, citizenship,
       sealed_nik, nik_index, sealed_family_card, sealed_name, sealed_phone, phone_index, conversation_id,
       state, sequence, chapter, deadline, opened_by, opened_at_office, idempotency_key, request_digest, traceparent, married, card_from,
       ask_again_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
             now() + $21::float8 * interval '1 day', $22, $23, $24, $25, $26, $27, $28,
             now() + $29::float8 * interval '1 day')
     on conflict do nothing returning *, now() as now`,
    [
      id,
      `L-${code(5)}`,
      personalData.index('tracking-code', trackingCode),
      personalData.seal(trackingCode, `application.tracking_code:${id}`),
      request.kind,
      opening.channel,
      request.district,
      request.village,
      opening.office,
      opening.citizenship,
      personalData.seal(request.nik, `application.nik:${id}`),
      nikIndex,
      personalData.seal(request.familyCard, `application.family_card:${id}`),
      personalData.seal(request.name, `application.name:${id}`),
      opening.phone === undefined ? null : personalData.seal(opening.phone, `application.phone:${id}`),
      opening.phone === undefined ? null : personalData.index('phone', opening.phone),
      opening.conversationId ?? null,
      begun.state,
      begun.sequence,
      begun.chapter,
      opening.silence.expireAfterDays,
      opening.clerk?.id ?? null,
      opening.clerk?.office ?? null,
      opening.idempotency?.key ?? null,
      opening.idempotency?.digest ?? null,
      currentTraceparent() ?? null,
      request.married ?? null,
      request.cardFrom ?? null,
      opening.silence.remindAfterDays,
    ],
  );
  const [row] = rows;
  if (!row) return undefined;
  describeSpan({ [attribute.applicationId]: id });
  await tx.query(
    `insert into application_history (application_id, sequence, says, state, clerk, traceparent, at)
     values ($1, $2, 'entered', $3, $4, $5, now())`,
    [id, begun.sequence, begun.state, opening.clerk?.id ?? null, row.traceparent],
  );
  const moved = { row, state: begun.state, fact: undefined, now: row.now };
  await announce(tx, moved, { says: 'entered', state: begun.state, sequence: begun.sequence });
  return { id, ticket: row.ticket, state: row.state, conversation_id: row.conversation_id, isNew: true };
}
