import { z } from 'zod';

const at = z.string();

/** A line of the WhatsApp stand-in's log: what it received from services (`send`, `upload`, …) and from the citizen (`message`). */
export const logLine = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('message'),
    at,
    id: z.string(),
    from: z.string(),
    name: z.string().optional(),
    type: z.string(),
    text: z.string().optional(),
    mediaId: z.string().optional(),
    context: z.string().optional(),
  }),
  z.object({
    kind: z.literal('send'),
    at,
    providerMessageId: z.string(),
    /** `biz_opaque_callback_data` */
    messageId: z.string().optional(),
    to: z.string(),
    type: z.string(),
    /** What the citizen reads. */
    text: z.string(),
    mediaId: z.string().optional(),
    /** The request's JSON as received. */
    body: z.unknown(),
  }),
  z.object({ kind: z.literal('refused'), at, code: z.number(), reason: z.string(), body: z.unknown() }),
  z.object({ kind: z.literal('read-mark'), at, id: z.string(), typing: z.boolean() }),
  z.object({
    kind: z.literal('media'),
    at,
    id: z.string(),
    from: z.enum(['citizen', 'business']),
    mimeType: z.string(),
    filename: z.string().optional(),
    sha256: z.string(),
    bytes: z.number(),
  }),
  z.object({ kind: z.literal('media-fetch'), at, id: z.string() }),
  z.object({ kind: z.literal('probe'), at }),
  z.object({ kind: z.literal('status'), at, providerMessageId: z.string(), status: z.string() }),
]);

export type LogLine = z.infer<typeof logLine>;
export type Send = Extract<LogLine, { kind: 'send' }>;
export type Media = Extract<LogLine, { kind: 'media' }>;
