import type { Check } from './check.js';
import { isDark } from './is-dark.js';

/** Where paper and table are equally black, no edge is to be seen: that is darkness. */
export const isCropped: Check = (reading, limits) => {
  if (reading.form !== 'picture' || isDark(reading, limits)) return undefined;
  const measured = reading.quality.cut.percent;
  const limit = limits.cutAtMost;
  return measured > limit ? { defect: 'cropped', measured, limit } : undefined;
};
