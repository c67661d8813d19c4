import { RegisterConfirmed, RegisterDoubtful, RegisterNotRecorded } from '#contracts';
import { counter } from '#observability';
import type { Tx } from '#outbox';
import type { RegisterResult } from './judge-register-answer.js';
import type { Element } from './read-register-answer.js';

/** An answer as it is kept: what agrees and what does not, never a value of the person. */
export interface KeptAnswer {
  readonly way: 'manual' | 'primary' | 'backup';
  readonly result: RegisterResult;
  readonly elements: Readonly<Record<string, Element>>;
  readonly responseCode?: string | undefined;
  readonly recordStatus?: string | undefined;
  readonly requestId: string;
  readonly checkedAt: Date;
  /** The clerk who looked into SIAK. */
  readonly checkedBy?: string | undefined;
  /** What the other way of the link said, where both were asked. */
  readonly otherWay?:
    | { readonly way: 'primary' | 'backup'; readonly result: RegisterResult; readonly elements: KeptAnswer['elements'] }
    | undefined;
}

const answered = counter('loket_register_answers_total', 'Answers of the population register', ['result', 'way']);

/** Keeps an answer, once for an announcement, and says what it means. */
export async function keepRegisterAnswer(
  tx: Tx,
  applicationId: string,
  answers: number,
  kept: KeptAnswer,
): Promise<void> {
  const { result, way } = kept;
  const rows = await tx.query(
    `insert into register_answer (application_id, answers, way, result, cause, doubts, response_code, record_status,
                                  elements, request_id, checked_by, checked_at, other_way)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11, $12, $13::jsonb) on conflict do nothing returning 1`,
    [
      applicationId,
      answers,
      way,
      result.result,
      result.result === 'not-recorded' ? result.cause : null,
      result.result === 'doubtful' ? result.doubts : [],
      kept.responseCode ?? null,
      kept.recordStatus ?? null,
      JSON.stringify(kept.elements),
      kept.requestId,
      kept.checkedBy ?? null,
      kept.checkedAt,
      kept.otherWay ? JSON.stringify(kept.otherWay) : null,
    ],
  );
  if (rows.length === 0) return;
  const about = { applicationId, answers, way, checkedAt: kept.checkedAt.toISOString() };
  switch (result.result) {
    case 'confirmed':
      await tx.emit(RegisterConfirmed, about);
      break;
    case 'not-recorded':
      await tx.emit(RegisterNotRecorded, { ...about, cause: result.cause });
      break;
    case 'doubtful': {
      await tx.emit(RegisterDoubtful, { ...about, doubts: [...result.doubts] });
      break;
    }
  }
  tx.afterCommit(() => answered.inc({ result: result.result, way }));
}
