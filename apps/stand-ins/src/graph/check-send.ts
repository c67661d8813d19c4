import { z } from 'zod';

const text = (most: number) => z.string().min(1).max(most);
const frame = {
  body: z.looseObject({ text: text(1024) }),
  header: z.looseObject({ type: z.string(), text: text(60).optional() }).optional(),
  footer: z.looseObject({ text: text(60) }).optional(),
};
const media = z
  .looseObject({
    id: z.string().optional(),
    link: z.string().optional(),
    caption: z.string().max(1024).optional(),
    filename: z.string().optional(),
  })
  .refine(({ id, link }) => id !== undefined || link !== undefined, 'id or link is required');
const row = z.looseObject({ id: text(200), title: text(24), description: z.string().max(72).optional() });

const interactive = z.discriminatedUnion('type', [
  z.looseObject({
    ...frame,
    type: z.literal('button'),
    action: z.looseObject({
      buttons: z
        .array(z.looseObject({ type: z.literal('reply'), reply: z.looseObject({ id: text(256), title: text(20) }) }))
        .min(1)
        .max(3),
    }),
  }),
  z.looseObject({
    ...frame,
    type: z.literal('list'),
    action: z.looseObject({
      button: text(20),
      sections: z
        .array(z.looseObject({ title: z.string().max(24).optional(), rows: z.array(row).min(1) }))
        .min(1)
        .max(10)
        .refine((sections) => sections.flatMap(({ rows }) => rows).length <= 10, 'at most 10 rows in all'),
    }),
  }),
]);

const content = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text'), text: z.looseObject({ body: text(4096) }) }),
  z.looseObject({ type: z.literal('interactive'), interactive }),
  z.looseObject({
    type: z.literal('template'),
    template: z.looseObject({
      name: text(512),
      language: z.looseObject({ code: text(20) }),
      components: z
        .array(
          z.looseObject({
            type: z.string(),
            parameters: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).optional(),
          }),
        )
        .optional(),
    }),
  }),
  z.looseObject({ type: z.literal('document'), document: media }),
  z.looseObject({ type: z.literal('image'), image: media }),
]);

const send = z
  .looseObject({
    messaging_product: z.literal('whatsapp'),
    to: z.string().min(5).optional(),
    recipient: z.string().min(1).optional(),
    context: z.looseObject({ message_id: z.string() }).optional(),
    biz_opaque_callback_data: z.string().max(512).optional(),
  })
  .refine(({ to, recipient }) => to !== undefined || recipient !== undefined, 'to or recipient is required')
  .and(content);

const readMark = z.looseObject({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: z.string().min(1),
  typing_indicator: z.looseObject({ type: z.literal('text') }).optional(),
});

export type SendRequest = z.infer<typeof send>;
export type ReadMark = z.infer<typeof readMark>;

/** Reads the body of `POST /messages` with Meta's limits. Written for itself, without the client's own checks. */
export function checkSend(body: unknown): { send: SendRequest } | { readMark: ReadMark } | { reason: string } {
  const isReadMark = typeof body === 'object' && body !== null && 'status' in body;
  if (isReadMark) {
    const mark = readMark.safeParse(body);
    return mark.success ? { readMark: mark.data } : { reason: z.prettifyError(mark.error) };
  }
  const parsed = send.safeParse(body);
  return parsed.success ? { send: parsed.data } : { reason: z.prettifyError(parsed.error) };
}

/** What the citizen reads of a message, in plain text. */
export function readable(request: SendRequest): string {
  switch (request.type) {
    case 'text':
      return request.text.body;
    case 'interactive':
      return request.interactive.body.text;
    case 'template': {
      const { name, components = [] } = request.template;
      const values = components.flatMap(({ parameters = [] }) => parameters.flatMap(({ text }) => text ?? []));
      return [`[${name}]`, ...values].join(' ');
    }
    case 'document':
      return request.document.caption ?? request.document.filename ?? '';
    case 'image':
      return request.image.caption ?? '';
  }
}
