import type { Finding } from '#contracts';
import type { Reading } from '../reading/reading.js';
import type { QualityLimits } from './quality-limits.js';

/** What is wrong with one document, with the number that was measured where one was. */
export type Defect = Pick<Finding, 'defect' | 'measured' | 'limit'>;

/** One check looks at one thing of one reading. Each has its own file; `all-checks.ts` lists them. */
export type Check = (reading: Reading, limits: QualityLimits) => Defect | undefined;
