import type { Reading } from '../reading/reading.js';
import { actsByItself } from './acts-by-itself.js';
import type { Check, Defect } from './check.js';
import { isDark } from './is-dark.js';
import { isEncrypted } from './is-encrypted.js';
import { hasTooFewPixels } from './has-too-few-pixels.js';
import { hasTooManyPages } from './has-too-many-pages.js';
import { opens } from './opens.js';

/** In the order in which the citizen is told. */
const checks: readonly Check[] = [opens, isEncrypted, actsByItself, hasTooManyPages, hasTooFewPixels, isDark];

/** All that is wrong with a document that was read. */
export function defectsOf(reading: Reading): readonly Defect[] {
  return checks.flatMap((check) => check(reading) ?? []);
}
