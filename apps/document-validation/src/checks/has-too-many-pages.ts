import type { Check } from './check.js';

/** More pages than this are told to the citizen and not drawn; the longest required document, a family card with annexes, has a handful. */
export const pageLimit = 20;

export const hasTooManyPages: Check = (reading) =>
  reading.form === 'pdf' && reading.pages > pageLimit
    ? { defect: 'too-large', measured: reading.pages, limit: pageLimit }
    : undefined;
