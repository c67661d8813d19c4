import type { Check } from './check.js';

/** Longer side, in pixels: below it the digits of a family card, a third of a millimetre a pixel, cannot be told apart. */
const longerSideAtLeast = 600;

export const hasTooFewPixels: Check = (reading) => {
  if (reading.form !== 'picture') return undefined;
  const measured = Math.max(reading.width, reading.height);
  return measured < longerSideAtLeast ? { defect: 'low-resolution', measured, limit: longerSideAtLeast } : undefined;
};
