import type { Reading } from '../reading/reading.js';
import type { QualityLimits } from './quality-limits.js';

/** What a person should look at in a photo, with the number that was measured: never a reason to ask for another one. */
export interface QualityWarning {
  readonly warning: 'photocopy' | 'photo-of-a-screen' | 'sideways';
  readonly measured: number;
  readonly limit: number;
}

/** All that is odd about a document that was read, and no defect. */
export function warningsOf(reading: Reading, limits: QualityLimits): readonly QualityWarning[] {
  if (reading.form !== 'picture') return [];
  const { colour, pattern, upright } = reading.quality;
  const { colourAtLeast, patternAtMost, uprightAtLeast } = limits;
  const found: (QualityWarning | undefined)[] = [
    colour < colourAtLeast ? { warning: 'photocopy', measured: colour, limit: colourAtLeast } : undefined,
    pattern > patternAtMost ? { warning: 'photo-of-a-screen', measured: pattern, limit: patternAtMost } : undefined,
    upright < uprightAtLeast ? { warning: 'sideways', measured: upright, limit: uprightAtLeast } : undefined,
  ];
  return found.flatMap((one) => one ?? []);
}
