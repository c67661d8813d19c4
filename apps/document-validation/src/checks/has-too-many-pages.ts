import type { Check } from './check.js';

/** The longest required document, a family card with annexes, has a handful of pages. */
const pageLimit = 20;

export const hasTooManyPages: Check = (reading) =>
  reading.form === 'pdf' && reading.pages > pageLimit
    ? { defect: 'too-large', measured: reading.pages, limit: pageLimit }
    : undefined;
