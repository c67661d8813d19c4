import type { PrinterCondition } from '../station/printer-condition.js';

/** What a machine breaks down with; everything else that stops a printer is a supply, a hand, or the power. */
const breakdowns: readonly PrinterCondition[] = ['CARD_JAM', 'HEAD_OVERHEAT', 'CHIP_WRITE_FAILED', 'VERIFY_FAILED'];
const explained: readonly PrinterCondition[] = [
  'RIBBON_OUT',
  'FILM_OUT',
  'CARD_HOPPER_EMPTY',
  'COVER_OPEN',
  'POWER_LOSS',
  'OFFLINE',
];
/** Somebody has stopped it, or set its queue wrongly. */
const byHand = /^(paused|moving-to-paused|hold-new-jobs|spooler-repeats-jobs|no-empty-jobs)$/;

/**
 * Whether a printer that says how it is has broken down, pure: it stands still, and gives a reason that no supply and nobody's
 * hand explains.
 * @returns the fault in the word of the field, or in the printer's own where nobody has mapped it; undefined where there is none
 */
export function faultOf(
  state: 'ready' | 'printing' | 'stopped' | 'offline',
  reasons: readonly string[],
  conditions: readonly PrinterCondition[],
): string | undefined {
  if (state !== 'stopped') return undefined;
  const broken = conditions.find((one) => breakdowns.includes(one));
  if (broken !== undefined) return broken;
  if (conditions.some((one) => explained.includes(one))) return undefined;
  return reasons.find((one) => !byHand.test(one.replace(/-(error|warning|report)$/, '')));
}
