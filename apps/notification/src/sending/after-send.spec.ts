import { describe, expect, it } from '@jest/globals';
import { errorTable, type ErrorClass, type SendOutcome } from '#whatsapp';
import { mostAttempts, planAfter, type Plan } from './after-send.js';

const pacing = { retryMs: 5_000, pairSecondMs: 1_000 };
const fresh = { attempts: 0, asTemplate: false, pairHolds: 0 };
const rejected = (
  errorClass: ErrorClass,
  more: Partial<Extract<SendOutcome, { kind: 'rejected' }>> = {},
): SendOutcome => ({
  kind: 'rejected',
  class: errorClass,
  known: true,
  code: 1,
  ...more,
});

/** The action column of the whatsapp contract, 1.10. */
const actions: Record<ErrorClass, Plan['do']> = {
  retry: 'wait',
  slow_sender: 'wait',
  slow_pair: 'wait',
  stop_sender: 'stop-sending',
  token: 'stop-sending',
  needs_template: 'send-again-as-template',
  unreachable: 'record-failed',
  not_now: 'record-failed',
  our_fault: 'record-failed',
  media: 'wait',
};

describe('what is done after a send', () => {
  it.each(errorTable.map(({ class: errorClass }) => errorClass))('follows the error table for %s', (errorClass) => {
    expect(planAfter(rejected(errorClass), fresh, pacing).do).toBe(actions[errorClass]);
  });

  it('never sends again what may have arrived', () => {
    for (const cause of ['timeout', 'cut', 'server-error', 'no-message-id', 'aborted'] as const) {
      expect(planAfter({ kind: 'ambiguous', cause }, fresh, pacing)).toEqual({ do: 'record-unknown' });
    }
  });

  it('repeats what has not left', () => {
    expect(planAfter({ kind: 'refused_before_sending', cause: 'dns' }, fresh, pacing)).toMatchObject({
      do: 'wait',
      why: 'network',
    });
  });

  it('holds one person 1, 4, 16, 64, 256 seconds, and not longer', () => {
    const holds = [0, 1, 2, 3, 4, 9].map((pairHolds) =>
      planAfter(rejected('slow_pair'), { ...fresh, pairHolds }, pacing),
    );
    expect(holds.map((plan) => (plan.do === 'wait' ? plan.holdMs / 1_000 : plan.do))).toEqual([1, 4, 16, 64, 256, 256]);
  });

  it('doubles the pauses of an error that may pass, heeds Retry-After, and ends', () => {
    const after = (attempts: number) => planAfter(rejected('retry'), { ...fresh, attempts }, pacing);
    expect(after(0)).toEqual({ do: 'wait', holdMs: 5_000, why: 'retry' });
    expect(after(3)).toEqual({ do: 'wait', holdMs: 40_000, why: 'retry' });
    expect(after(mostAttempts - 1)).toMatchObject({ do: 'record-failed' });
    expect(planAfter(rejected('retry', { retryAfterMs: 7 }), fresh, pacing)).toMatchObject({ holdMs: 7 });
  });

  it('uploads a file twice, and gives up a message that is refused for a file it does not carry', () => {
    const after = (attempts: number) => planAfter(rejected('media'), { ...fresh, attempts }, pacing).do;
    expect([0, 1, 2].map(after)).toEqual(['wait', 'wait', 'record-failed']);
  });

  it('falls back to the template once', () => {
    expect(planAfter(rejected('needs_template'), { ...fresh, asTemplate: true }, pacing)).toMatchObject({
      do: 'record-failed',
    });
  });
});
