import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { notFound, ok, readJson, type Answer, type Route, type ServerResponse, type Stream } from '../http.js';
import { messageWebhook, type Business } from './compose-webhook.js';
import type { Chats } from './chats.js';
import type { Webhooks } from './deliver-webhooks.js';
import type { LogLine } from './log-line.js';
import type { MediaStore } from './media-store.js';

/** What the citizen does with the phone: exactly one of `text`, `media`, `reply`, `location`. */
const act = z
  .strictObject({
    /** Digits, country code first. */
    from: z.string().regex(/^[0-9]{8,15}$/, 'a phone number in digits, such as 6281200000001'),
    name: z.string().min(1).max(100).optional(),
    /** A user-name user: the webhook carries no number. */
    hidden: z.boolean().optional(),
    /** The message this one answers. */
    context: z.string().optional(),
    text: z.string().min(1).max(4096).optional(),
    media: z
      .strictObject({
        base64: z.base64(),
        mime: z.string().min(3).max(100),
        caption: z.string().max(1024).optional(),
        filename: z.string().max(255).optional(),
      })
      .optional(),
    reply: z
      .strictObject({
        kind: z.enum(['button', 'list']),
        id: z.string(),
        title: z.string(),
        description: z.string().optional(),
      })
      .optional(),
    location: z.strictObject({ latitude: z.number(), longitude: z.number() }).optional(),
  })
  .refine(
    ({ text, media, reply, location }) =>
      [text, media, reply, location].filter((part) => part !== undefined).length === 1,
    'exactly one of text, media, reply, location',
  );

type Act = z.infer<typeof act>;

export interface PhoneParts {
  business: Business;
  media: MediaStore;
  chats: Chats;
  append(line: LogLine): void;
  webhooks: Webhooks;
}

/** The citizen's side, for the phone page, the demo and tests. */
export function phoneRoutes(parts: PhoneParts): Route[] {
  const { chats, media, webhooks } = parts;
  return [
    { method: 'POST', path: '/_phone/messages', handle: ({ body }) => write(parts, body) },
    { method: 'GET', path: '/_phone/chats', handle: () => ok(chats.numbers()) },
    {
      method: 'GET',
      path: '/_phone/chats/:number',
      handle: ({ params: { number = '' } }) => ok(chats.find(number) ?? { number, typing: false, messages: [] }),
    },
    { method: 'GET', path: '/_phone/events', handle: (): Stream => (response) => stream(chats, response) },
    { method: 'GET', path: '/_phone/pending', handle: () => ok({ webhooks: webhooks.pending() }) },
    {
      method: 'GET',
      path: '/_phone/media/:id',
      handle: ({ params: { id = '' } }) => {
        const [file, bytes] = [media.find(id), media.read(id)];
        if (file === undefined || bytes === undefined) return notFound();
        const headers = { 'content-type': file.mimeType, 'x-content-type-options': 'nosniff' };
        return { status: 200, headers: { ...headers, 'content-security-policy': 'sandbox' }, body: bytes };
      },
    },
  ];
}

function write(parts: PhoneParts, body: Buffer): Answer {
  const read = readJson(body, act);
  if ('refused' in read) return read.refused;
  const { from, name, hidden, context, text, reply } = read.data;
  const id = `wamid.${randomBytes(24).toString('base64')}`;
  const at = new Date();
  const { content, mediaId } = contentOf(read.data, parts.media);
  const said = text ?? read.data.media?.caption ?? reply?.title;
  parts.append({
    kind: 'message',
    at: at.toISOString(),
    id,
    from,
    name,
    type: content.type,
    text: said,
    mediaId,
    context,
  });
  // A person keeps the name once given.
  const citizen = { phone: from, name: parts.chats.find(from)?.name, hidden };
  parts.webhooks.post(messageWebhook(parts.business, citizen, { id, at, content, context }));
  return { status: 201, body: { id, at: at.toISOString(), mediaId } };
}

function contentOf(
  sent: Act,
  store: MediaStore,
): { content: { type: string; [part: string]: unknown }; mediaId?: string } {
  const { text, media, reply, location } = sent;
  if (media !== undefined) {
    const { base64, mime, caption, filename } = media;
    const file = store.put('citizen', { bytes: Buffer.from(base64, 'base64'), mimeType: mime, filename });
    const type = mime.startsWith('image/') && mime !== 'image/heic' ? 'image' : mediumOf(mime);
    const described = {
      id: file.id,
      mime_type: mime,
      sha256: file.sha256,
      ...(caption === undefined ? {} : { caption }),
    };
    const named = type === 'document' ? { filename: filename ?? 'berkas' } : {};
    return { content: { type, [type]: { ...described, ...named } }, mediaId: file.id };
  }
  if (reply !== undefined) {
    const { kind, ...chosen } = reply;
    const type = kind === 'button' ? 'button_reply' : 'list_reply';
    return { content: { type: 'interactive', interactive: { type, [type]: chosen } } };
  }
  if (location !== undefined) return { content: { type: 'location', location } };
  return { content: { type: 'text', text: { body: text ?? '' } } };
}

function mediumOf(mime: string): string {
  if (mime.startsWith('video/')) return 'video';
  return mime.startsWith('audio/') ? 'audio' : 'document';
}

/** Server-sent events: the number of each chat that changed. */
function stream(chats: Chats, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': listening\n\n');
  const end = chats.watch((number) => response.write(`data: ${JSON.stringify({ number })}\n\n`));
  response.on('close', end);
}
