import type { Check } from './check.js';

export const hasGlare: Check = (reading, { glareAtMost: limit }) =>
  reading.form === 'picture' && reading.quality.glare > limit
    ? { defect: 'glare', measured: reading.quality.glare, limit }
    : undefined;
