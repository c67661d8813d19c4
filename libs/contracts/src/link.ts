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
  /** What the far side said of a `server-error`: its quota is used up, it refuses our access, or it misses something in what we ask. */
  detail: z.enum(['quota', 'access', 'request']).optional(),
  /** Nobody asks before then: a daily quota comes back with the day. */
  until: instant.optional(),
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
  says: 'A way to an outside network does not answer; when none is left, the consumers that need it pause.',
  data: link,
  example,
  subject: (data) => `${data.seenBy}:${data.link}:${data.way}`,
});

export const LinkRestored = defineEvent({
  type: 'link.restored',
  version: 1,
  owner,
  says: 'The way to the outside network answers; paused consumers ramp up.',
  data: link,
  example: { ...example, cause: 'recovered' },
  subject: (data) => `${data.seenBy}:${data.link}:${data.way}`,
});
