import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { id, instant, sequence, sourceWord } from './words.js';

export const ConversationContacted = defineEvent({
  type: 'conversation.contacted',
  version: 1,
  owner: 'intake',
  says: 'A citizen has written: the 24-hour window of their conversation is open from then.',
  data: z.object({
    conversationId: id,
    at: instant,
    /** The gateway's id of the message, which holds the citizen's number, sealed for notification: it marks the message read. */
    sealedMessageId: z.string().optional(),
    /** It asks for an answer in words, which is on its way: the citizen may see us typing. */
    isAnswered: z.boolean().optional(),
  }),
  example: { conversationId: '0198c0de-0000-7000-8000-0000000000c1', at: '2026-11-24T01:00:00.000Z' },
  subject: (data) => data.conversationId,
});

export const ConversationReplied = defineEvent({
  type: 'conversation.replied',
  version: 1,
  owner: 'intake',
  says: 'The conversation answers the citizen; notification words it and sends it, in sequence.',
  data: z.object({
    conversationId: id,
    /** Place among the replies of this conversation: 1, 2, 3 … */
    sequence,
    /** A key of notification's catalogue, or `free-text` with `sealedText`. */
    messageKey: z.string().regex(/^[a-z0-9-]+$/),
    /** Plain values for the catalogue's text: codes, dates, document codes; never personal data. */
    variables: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
    /** A clerk’s own words, sealed for notification’s key. */
    sealedText: z.string().optional(),
    /** The request it speaks of, where it does. */
    applicationId: id.optional(),
  }),
  example: {
    conversationId: '0198c0de-0000-7000-8000-0000000000c1',
    sequence: 1,
    messageKey: 'requirements-lost',
    variables: {},
  },
  subject: (data) => data.conversationId,
});

export const ConversationSourceNamed = defineEvent({
  type: 'conversation.source-named',
  version: 1,
  owner: 'intake',
  says: 'The citizen came by a link of the office that carries this word; the first word of a conversation, said once.',
  data: z.object({ conversationId: id, source: sourceWord }),
  example: { conversationId: '0198c0de-0000-7000-8000-0000000000c1', source: 'instagram' },
  subject: (data) => data.conversationId,
  projectionOnly: 'the reports show what brings people; it changes nobody’s service',
});

const handover = z.object({ conversationId: id, handoverId: id });
const handoverExample = {
  conversationId: '0198c0de-0000-7000-8000-0000000000c1',
  handoverId: '0198c0de-0000-7000-8000-0000000000c2',
} as const;

export const ConversationHandedToClerk = defineEvent({
  type: 'conversation.handed-to-clerk',
  version: 1,
  owner: 'intake',
  says: 'A person of the staff answers this conversation from now on; the machine is silent.',
  data: handover.extend({
    /** The citizen asked for a person, or was not understood twice. */
    reason: z.enum(['asked', 'not-understood']),
  }),
  example: { ...handoverExample, reason: 'asked' },
  subject: (data) => data.conversationId,
});

export const ConversationHandedBack = defineEvent({
  type: 'conversation.handed-back',
  version: 1,
  owner: 'intake',
  says: 'The machine answers this conversation again.',
  data: handover.extend({ by: z.enum(['clerk', 'citizen', 'silence']) }),
  example: { ...handoverExample, by: 'clerk' },
  subject: (data) => data.conversationId,
});
