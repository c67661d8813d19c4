import { z } from 'zod';

/** A WAHA webhook body (whatsapp contract 2). `id`, `me`, `environment` and more may be missing: only the event's name is needed. */
const text = z.string().min(1).optional().catch(undefined);
const anyText = z.string().optional().catch(undefined);
const number = z.coerce.number().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const optional = <Shape extends z.ZodRawShape>(shape: Shape) => z.looseObject(shape).nullish().catch(undefined);

export const wahaEvent = z.looseObject({
  id: text,
  timestamp: number,
  event: z.string().min(1),
  session: text,
  payload: z.unknown(),
});

export const wahaMessage = z.looseObject({
  id: text,
  timestamp: number,
  from: text,
  fromMe: flag,
  body: anyText,
  hasMedia: flag,
  media: optional({ url: text, mimetype: text, filename: text }),
  replyTo: optional({ id: text }),
  location: optional({ latitude: number, longitude: number, name: text, address: text }),
  reaction: optional({ text: anyText, messageId: text }),
  revokedMessageId: text,
  editedMessageId: text,
  ack: number,
  status: text,
  _data: optional({ notifyName: text, pushName: text }),
});

export type WahaEvent = z.infer<typeof wahaEvent>;
export type WahaMessage = z.infer<typeof wahaMessage>;
