import type { Check } from './check.js';

/** A document has no business running scripts, starting programs or carrying other files. */
export const actsByItself: Check = (reading) =>
  reading.form === 'pdf' && reading.active.length > 0 ? { defect: 'active-content' } : undefined;
