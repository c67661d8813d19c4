import type { Reading } from '../reading/reading.js';
import { actsByItself } from './acts-by-itself.js';
import type { Check, Defect } from './check.js';
import { hasGlare } from './has-glare.js';
import { hasTooFewPixels } from './has-too-few-pixels.js';
import { hasTooManyPages } from './has-too-many-pages.js';
import { isBlurred } from './is-blurred.js';
import { isCropped } from './is-cropped.js';
import { isDark } from './is-dark.js';
import { isEncrypted } from './is-encrypted.js';
import { opens } from './opens.js';
import { ordinaryLimits, type QualityLimits } from './quality-limits.js';

/** In the order in which the citizen is told. */
const checks: readonly Check[] = [
  opens,
  isEncrypted,
  actsByItself,
  hasTooManyPages,
  hasTooFewPixels,
  isDark,
  isBlurred,
  hasGlare,
  isCropped,
];

/** All that is wrong with a document that was read. */
export function defectsOf(reading: Reading, limits: QualityLimits = ordinaryLimits): readonly Defect[] {
  return checks.flatMap((check) => check(reading, limits) ?? []);
}
