import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { instant, linkName } from './words.js';

const link = z.object({
  link: linkName,
  way: z.enum(['primary', 'backup']),
  /** The service whose consumers and probes see it so. */
  seenBy: z.string().regex(/^[a-z-]+$/),
  cause: z.enum(['refused', 'timeout', 'reset', 'server-error', 'operator', 'recovered']),
  since: instant,
});
const example = {
  link: 'diskominfo',
  way: 'primary',
  seenBy: 'document-validation',
  cause: 'timeout',
  since: '2026-11-24T01:00:00.000Z',
} as const;
const owner = ['intake', 'document-validation', 'printing-queue', 'notification'] as const;

export const LinkLost = defineEvent({
  type: 'link.lost',
  version: 1,
  owner,
  says: 'An outside network does not answer; the consumers that need it pause.',
  data: link,
  example,
  subject: (data) => `${data.seenBy}:${data.link}:${data.way}`,
});

export const LinkRestored = defineEvent({
  type: 'link.restored',
  version: 1,
  owner,
  says: 'The outside network answers again; the paused consumers ramp up.',
  data: link,
  example: { ...example, cause: 'recovered' },
  subject: (data) => `${data.seenBy}:${data.link}:${data.way}`,
});
