import { pairHoldSeconds, type ErrorClass, type SendOutcome } from '#whatsapp';
import type { Pacing } from '../pacing.js';

/** What is done after a send, by its outcome. Holds are milliseconds for which this person's messages wait. */
export type Plan =
  | { readonly do: 'record-sent'; readonly providerMessageId: string }
  /** Never sent again by itself: a status settles it, or a person does. */
  | { readonly do: 'record-unknown' }
  | { readonly do: 'record-failed'; readonly errorClass: string; readonly errorCode: number | undefined }
  | { readonly do: 'send-again-as-template' }
  | { readonly do: 'wait'; readonly holdMs: number; readonly why: 'network' | 'retry' | 'pair' | 'throughput' }
  /** All sending stops until a person has looked; the messages are kept. */
  | { readonly do: 'stop-sending'; readonly errorClass: ErrorClass; readonly errorCode: number | undefined };

/** Errors that may pass are tried this often: with doubling pauses from 5 s that is some twenty minutes. */
export const mostAttempts = 8;
/** A file is uploaded anew so often; then the message goes without it. */
export const mostUploads = 2;
const longestRetryMs = 600_000;
const throughputPauseMs = 2_000;

/**
 * The error table of the whatsapp contract (1.9, 1.10) as acts.
 * @param message how often it was tried before, whether it went out as a template, and how often in a row its person was held
 */
export function planAfter(
  outcome: SendOutcome,
  message: { readonly attempts: number; readonly asTemplate: boolean; readonly pairHolds: number },
  pacing: Pick<Pacing, 'retryMs' | 'pairSecondMs'>,
): Plan {
  switch (outcome.kind) {
    case 'accepted':
      return { do: 'record-sent', providerMessageId: outcome.providerMessageId };
    case 'ambiguous':
      return { do: 'record-unknown' };
    case 'refused_before_sending':
      return { do: 'wait', holdMs: pacing.retryMs, why: 'network' };
    case 'rejected':
      break;
  }
  const failed: Plan = { do: 'record-failed', errorClass: outcome.class, errorCode: outcome.code };
  switch (outcome.class) {
    case 'retry':
      if (message.attempts + 1 >= mostAttempts) return failed;
      return {
        do: 'wait',
        holdMs: outcome.retryAfterMs ?? Math.min(pacing.retryMs * 2 ** message.attempts, longestRetryMs),
        why: 'retry',
      };
    case 'slow_pair':
      return { do: 'wait', holdMs: pairHoldSeconds(message.pairHolds) * pacing.pairSecondMs, why: 'pair' };
    case 'slow_sender':
      return { do: 'wait', holdMs: outcome.retryAfterMs ?? throughputPauseMs, why: 'throughput' };
    case 'stop_sender':
    case 'token':
      return { do: 'stop-sending', errorClass: outcome.class, errorCode: outcome.code };
    case 'needs_template':
      return message.asTemplate ? failed : { do: 'send-again-as-template' };
    case 'unreachable':
    case 'not_now':
    case 'our_fault':
      return failed;
    case 'media':
      if (message.attempts >= mostUploads) return failed;
      return { do: 'wait', holdMs: pacing.retryMs, why: 'retry' };
  }
}
