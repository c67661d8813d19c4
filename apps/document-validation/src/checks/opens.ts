import type { Check } from './check.js';

/** The file is a picture or a PDF and can be opened whole. */
export const opens: Check = (reading) => {
  if (reading.form === 'pdf')
    return !reading.encrypted && reading.pages === 0 ? { defect: 'unreadable-file' } : undefined;
  if (reading.form !== 'refused') return undefined;
  const { defect, measured, limit } = reading;
  return { defect, ...(measured === undefined ? {} : { measured }), ...(limit === undefined ? {} : { limit }) };
};
