import type { Check } from './check.js';

export const hasTooManyPages: Check = (reading) =>
  reading.form === 'pdf' && reading.pages > pageLimit
    ? { defect: 'too-large', measured: reading.pages, limit: pageLimit }
    : undefined;
