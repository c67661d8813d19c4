import type { Check } from './check.js';

/** Mean brightness, 0 to 255. Paper by lamplight lies above 60; a covered lens or a dark room below this. */
const brightnessAtLeast = 30;

export const isDark: Check = (reading) =>
  reading.form === 'picture' && reading.brightness < brightnessAtLeast
    ? { defect: 'dark', measured: reading.brightness, limit: brightnessAtLeast }
    : undefined;
