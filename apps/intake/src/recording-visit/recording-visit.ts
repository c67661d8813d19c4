import { serviceKindFacts } from '#civil-registry';
import type { EntryResult, EntryRow, Purpose } from './visit.row.js';

/** What the officers report of one person or card. */
export interface Report {
  readonly result: EntryResult;
  readonly collectedBy?: 'self' | 'family' | 'proxy' | undefined;
  readonly oldCardTaken?: boolean | undefined;
}

/** `noted`: said for the first time. `repeated`: as before. `differs`: a person must not overwrite what another has reported. */
export type Verdict = 'noted' | 'repeated' | 'differs' | 'does-not-fit' | 'old-card-needed' | 'not-on-list';

const resultsOf: Readonly<Record<Purpose, readonly EntryResult[]>> = {
  record: ['recorded', 'absent', 'failed'],
  'hand-over': ['handed-over', 'not-collected'],
};

/** What an entry of the list is for, by a result that is reported for it. */
export function purposeOf(result: EntryResult): Purpose {
  return resultsOf.record.includes(result) ? 'record' : 'hand-over';
}

/** Judges a report of a visit. The old card comes back at the latest now, as at the counter (domain 1.2). */
export function judgeReport(entry: EntryRow | undefined, report: Report): Verdict {
  if (!entry) return 'not-on-list';
  if (!resultsOf[entry.purpose].includes(report.result)) return 'does-not-fit';
  const isHandOver = report.result === 'handed-over';
  if (isHandOver !== (report.collectedBy !== undefined) || isHandOver !== (report.oldCardTaken !== undefined)) {
    return 'does-not-fit';
  }
  if (entry.result !== null) return isSame(entry, report) ? 'repeated' : 'differs';
  const { surrender } = serviceKindFacts[entry.kind];
  const mustSurrender = surrender === 'old-card' || surrender === 'damaged-card';
  return isHandOver && mustSurrender && report.oldCardTaken !== true ? 'old-card-needed' : 'noted';
}

function isSame(entry: EntryRow, { result, collectedBy, oldCardTaken }: Report): boolean {
  return (
    entry.result === result &&
    entry.collected_by === (collectedBy ?? null) &&
    entry.old_card_taken === (oldCardTaken ?? null)
  );
}
