import type { Check } from './check.js';
import { hasTooFewPixels } from './has-too-few-pixels.js';
import { isDark } from './is-dark.js';

/** In the dark and in a few pixels everything is blurred: the citizen is told the cause, not its consequence. */
export const isBlurred: Check = (reading, limits) => {
  if (reading.form !== 'picture' || isDark(reading, limits) || hasTooFewPixels(reading, limits)) return undefined;
  const { sharpness: measured } = reading.quality;
  const limit = limits.sharpnessAtLeast;
  return measured < limit ? { defect: 'blurred', measured, limit } : undefined;
};
