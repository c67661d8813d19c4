import type { Check } from './check.js';

export const hasTooFewPixels: Check = (reading, { longerSideAtLeast: limit }) => {
  if (reading.form !== 'picture') return undefined;
  const measured = Math.max(reading.width, reading.height);
  return measured < limit ? { defect: 'low-resolution', measured, limit } : undefined;
};
