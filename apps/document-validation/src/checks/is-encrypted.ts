import type { Check } from './check.js';

/** A PDF with a password cannot be looked at by a clerk. */
export const isEncrypted: Check = (reading) =>
  reading.form === 'pdf' && reading.encrypted ? { defect: 'encrypted' } : undefined;
