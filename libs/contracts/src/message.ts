import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { id } from './words.js';

const message = z.object({
  messageId: id,
  /** The application or conversation it speaks of. */
  about: id,
  /** What it tells: `<event type>` for an announcement, the message key for a reply. */
  fact: z.string().max(128),
});
const example = {
  messageId: '0198c0de-0000-7000-8000-0000000000e1',
  about: '0198c0de-0000-7000-8000-000000000001',
  fact: 'application.ready-for-pickup',
} as const;
const projectionOnly = 'shown in the application’s story; nobody acts on a delivery by event';

export const MessageQueued = defineEvent({
  type: 'message.queued',
  version: 1,
  owner: 'notification',
  says: 'A message to a citizen is worded and waits for the gateway.',
  data: message,
  example,
  subject: (data) => data.messageId,
});

export const MessageSent = defineEvent({
  type: 'message.sent',
  version: 1,
  owner: 'notification',
  says: 'The gateway has accepted the message.',
  data: message,
  example,
  subject: (data) => data.messageId,
  projectionOnly,
});

export const MessageDelivered = defineEvent({
  type: 'message.delivered',
  version: 1,
  owner: 'notification',
  says: 'The message has reached the citizen’s phone.',
  data: message,
  example,
  subject: (data) => data.messageId,
  projectionOnly,
});

export const MessageRead = defineEvent({
  type: 'message.read',
  version: 1,
  owner: 'notification',
  says: 'The citizen has opened the message.',
  data: message,
  example,
  subject: (data) => data.messageId,
  projectionOnly,
});

export const MessageFailed = defineEvent({
  type: 'message.failed',
  version: 1,
  owner: 'notification',
  says: 'The gateway has refused the message or could not deliver it.',
  data: message.extend({ errorCode: z.int().optional(), errorClass: z.string().max(64) }),
  example: { ...example, errorCode: 131026, errorClass: 'permanent-recipient' },
  subject: (data) => data.messageId,
  projectionOnly,
});

export const MessageUnknown = defineEvent({
  type: 'message.unknown',
  version: 1,
  owner: 'notification',
  says: 'Whether the gateway took the message is not known; a status settles it, it is never sent again by itself.',
  data: message,
  example,
  subject: (data) => data.messageId,
  projectionOnly,
});
