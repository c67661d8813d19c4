import { z } from 'zod';
import { defineEvent } from './define-event.js';
import { id, instant } from './words.js';

export const WhatsappMessageReceived = defineEvent({
  type: 'whatsapp.message-received',
  version: 1,
  owner: 'intake',
  says: 'A citizen’s WhatsApp message is stored; its text and media stay in intake.',
  data: z.object({ messageId: id, carries: z.enum(['text', 'media', 'choice', 'other']) }),
  example: { messageId: '0198c0de-0000-7000-8000-0000000000a1', carries: 'text' },
  subject: (data) => data.messageId,
});

export const WhatsappMessageChanged = defineEvent({
  type: 'whatsapp.message-changed',
  version: 1,
  owner: 'intake',
  says: 'A citizen has edited or deleted a message of theirs; what is registered stays as it was.',
  data: z.object({ messageId: id, change: z.enum(['edit', 'revoke']) }),
  example: { messageId: '0198c0de-0000-7000-8000-0000000000a2', change: 'revoke' },
  subject: (data) => data.messageId,
});

export const WhatsappMediaAnnounced = defineEvent({
  type: 'whatsapp.media-announced',
  version: 1,
  owner: 'intake',
  says: 'A message belongs to a conversation and carries a file that is still with the gateway: fetch it.',
  data: z.object({ messageId: id, documentId: id }),
  example: {
    messageId: '0198c0de-0000-7000-8000-0000000000a1',
    documentId: '0198c0de-0000-7000-8000-0000000000d1',
  },
  subject: (data) => data.documentId,
});

export const WhatsappStatusReceived = defineEvent({
  type: 'whatsapp.status-received',
  version: 1,
  owner: 'intake',
  says: 'The gateway reports what became of a message we sent.',
  data: z.object({
    status: z.enum(['sent', 'delivered', 'read', 'failed', 'played']),
    /** Digest of the gateway's message id, which itself holds the citizen's number (`providerRef` of #whatsapp). */
    providerRef: z.string().regex(/^[\w-]{43}$/),
    /** Our message id, as it went out in `biz_opaque_callback_data`; another sender's data is left out. */
    messageId: id.optional(),
    at: instant,
    errorCode: z.int().optional(),
  }),
  example: {
    status: 'delivered',
    providerRef: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg',
    messageId: '0198c0de-0000-7000-8000-0000000000e1',
    at: '2026-11-24T01:00:00.000Z',
  },
  subject: (data) => data.messageId ?? data.providerRef,
});

export const WhatsappTemplateStatusChanged = defineEvent({
  type: 'whatsapp.template-status-changed',
  version: 1,
  owner: 'intake',
  says: 'The gateway approved, paused, disabled or recategorised one of our templates.',
  data: z.object({ template: z.string().max(512), change: z.string().max(64), reason: z.string().max(256).optional() }),
  example: { template: 'ktp_siap_diambil', change: 'PAUSED' },
  subject: (data) => data.template,
});

export const WhatsappIdentityChanged = defineEvent({
  type: 'whatsapp.identity-changed',
  version: 1,
  owner: 'intake',
  says: 'WhatsApp says that a citizen has another number, another id, or a new device; who they are stays in intake.',
  data: z.object({ messageId: id, change: z.enum(['number', 'scoped-id', 'device']) }),
  example: { messageId: '0198c0de-0000-7000-8000-0000000000a1', change: 'number' },
  subject: (data) => data.messageId,
});
