import type { Check } from './check.js';

export const isDark: Check = (reading, { brightnessAtLeast: limit }) =>
  reading.form === 'picture' && reading.brightness < limit
    ? { defect: 'dark', measured: reading.brightness, limit }
    : undefined;
