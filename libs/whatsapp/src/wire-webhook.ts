import { z } from 'zod';

/**
 * The Cloud API webhook body as it may arrive. Everything but the frame is optional and a field of the wrong type counts as absent:
 * a strange optional field must never lose a citizen's message. Unknown keys are kept (`looseObject`).
 */
const text = z.string().min(1).optional().catch(undefined);
const anyText = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const number = z.coerce.number().optional().catch(undefined);
const textOrNumber = z.union([z.string(), z.number()]).optional().catch(undefined);

const optional = <Shape extends z.ZodRawShape>(shape: Shape) => z.looseObject(shape).optional().catch(undefined);
const items = <Item extends z.ZodType>(item: Item) => z.array(item).optional().catch(undefined);

const error = z.looseObject({
  code: number,
  title: anyText,
  message: anyText,
  error_data: optional({ details: anyText }),
});

const media = optional({
  id: text,
  mime_type: text,
  sha256: text,
  caption: anyText,
  filename: text,
  voice: flag,
  animated: flag,
  url: text,
});

const reply = optional({ id: text, title: anyText, description: anyText });

const contact = z.looseObject({
  profile: optional({ name: anyText, username: text }),
  wa_id: text,
  user_id: text,
});

const message = z.looseObject({
  id: text,
  from: text,
  from_user_id: text,
  group_id: text,
  timestamp: textOrNumber,
  type: text,
  text: optional({ body: anyText }),
  image: media,
  document: media,
  video: media,
  audio: media,
  voice: media,
  sticker: media,
  location: optional({ latitude: number, longitude: number, name: text, address: text }),
  contacts: items(
    z.looseObject({
      name: optional({ formatted_name: text }),
      phones: items(z.looseObject({ phone: text, wa_id: text })),
      origin: text,
    }),
  ),
  interactive: optional({
    type: text,
    button_reply: reply,
    list_reply: reply,
    nfm_reply: optional({ name: text, body: anyText, response_json: anyText }),
  }),
  button: optional({ payload: anyText, text: anyText }),
  reaction: optional({ message_id: text, emoji: anyText }),
  system: optional({
    type: text,
    wa_id: text,
    new_wa_id: text,
    user_id: text,
    previous_user_id: text,
    customer: text,
  }),
  edit: optional({ original_message_id: text, message: z.unknown() }),
  revoke: optional({ original_message_id: text }),
  unsupported: optional({ type: text }),
  context: optional({ id: text, from: text, forwarded: flag, frequently_forwarded: flag }),
  errors: items(error),
});

const status = z.looseObject({
  id: text,
  status: text,
  timestamp: textOrNumber,
  recipient_id: text,
  recipient_user_id: text,
  recipient_participant_id: text,
  biz_opaque_callback_data: text,
  errors: items(error),
});

const value = z.looseObject({
  metadata: optional({ display_phone_number: text, phone_number_id: text }),
  contacts: items(contact),
  messages: items(z.unknown()),
  statuses: items(z.unknown()),
  errors: items(error),
});

const change = z.looseObject({ field: text, value: z.unknown() });
const entry = z.looseObject({ id: textOrNumber, time: textOrNumber, changes: items(change) });

export const wireWebhook = z.looseObject({ object: text, entry: items(entry) });
export const wireValue = value;
export const wireMessage = message;
export const wireStatus = status;

export const wireTemplate = z.looseObject({
  message_template_name: text,
  message_template_language: text,
  event: text,
  new_category: text,
  new_quality_score: text,
  reason: text,
});

export const wireUserIdUpdate = z.looseObject({
  wa_id: text,
  timestamp: textOrNumber,
  user_id: optional({ previous: text, current: text }),
});

export type WireMessage = z.infer<typeof wireMessage>;
export type WireMedia = z.infer<typeof media>;
export type WireContact = z.infer<typeof contact>;
export type WireError = z.infer<typeof error>;
export type WireEntry = z.infer<typeof entry>;
export type WireChange = z.infer<typeof change>;
