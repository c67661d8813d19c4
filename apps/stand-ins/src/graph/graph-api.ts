import { randomBytes } from 'node:crypto';
import type { Answer } from '../http.js';
import type { WireRoute } from '../stand-in.js';
import { checkSend, readable, type SendRequest } from './check-send.js';
import { scopedIdOf, statusWebhook } from './compose-webhook.js';
import type { Chats } from './chats.js';
import { graphError, noSuchObject } from './graph-errors.js';
import type { GraphFaults } from './graph-faults.js';
import { guarded, version, type GraphParts } from './guarded.js';
import { mediaRoutes } from './media-api.js';

/** When each status follows its send, in milliseconds. */
const statusDelays = { sent: 60, delivered: 250, read: 900 };
const windowMs = 24 * 60 * 60 * 1000;

/** The part of the Graph API that a WhatsApp business uses: what a service sees as graph.facebook.com. */
export function graphRoutes(parts: GraphParts): WireRoute<GraphFaults>[] {
  const { business, append } = parts;
  return [
    {
      kind: 'send',
      method: 'POST',
      path: `/${version}/:phone/messages`,
      handle: guarded(parts, (request, met) => {
        if (request.params.phone !== business.phoneNumberId) return noSuchObject();
        return message(parts, request.body, met);
      }),
    },
    {
      kind: 'probe',
      method: 'GET',
      path: `/${version}/${business.phoneNumberId}`,
      handle: guarded(parts, () => {
        append({ kind: 'probe', at: new Date().toISOString() });
        const { displayPhoneNumber: display_phone_number, phoneNumberId: id } = business;
        return {
          status: 200,
          body: { id, display_phone_number, verified_name: 'Disdukcapil', quality_rating: 'GREEN' },
        };
      }),
    },
    ...mediaRoutes(parts),
  ];
}

function message(parts: GraphParts, bytes: Buffer, met: GraphFaults): Answer {
  const at = new Date().toISOString();
  const body = parse(bytes);
  const checked = checkSend(body);
  if ('reason' in checked) {
    parts.append({ kind: 'refused', at, code: 100, reason: checked.reason, body });
    return graphError(100, `Invalid parameter: ${checked.reason}`);
  }
  if ('readMark' in checked) {
    const { message_id: id, typing_indicator: typing } = checked.readMark;
    parts.append({ kind: 'read-mark', at, id, typing: typing !== undefined });
    return { status: 200, body: { success: true } };
  }
  return send(parts, checked.send, { body, at, met });
}

function send(
  parts: GraphParts,
  request: SendRequest,
  { body, at, met }: { body: unknown; at: string; met: GraphFaults },
): Answer {
  const to = recipient(parts.chats, request);
  if (to === undefined) return graphError(131026, 'Message undeliverable');
  const mediaId = request.type === 'document' ? request.document.id : undefined;
  const imageId = request.type === 'image' ? request.image.id : undefined;
  const used = mediaId ?? imageId;
  if (used !== undefined && parts.media.find(used) === undefined) return graphError(131053, 'Media upload error');

  const providerMessageId = `wamid.${randomBytes(24).toString('base64')}`;
  const messageId = request.biz_opaque_callback_data;
  const open = isOpen(parts.chats, to, at);
  parts.append({
    kind: 'send',
    at,
    providerMessageId,
    messageId,
    to,
    type: request.type,
    text: readable(request),
    mediaId: used,
    body,
  });
  const { failStatuses, enforceWindow, statuses = ['sent', 'delivered', 'read'] } = met;
  const failure = enforceWindow === true && !open && request.type !== 'template' ? 131047 : failStatuses;
  const follow = failure === undefined ? statuses : (['failed'] as const);
  for (const status of follow) {
    const delay = status === 'failed' ? statusDelays.sent : statusDelays[status];
    const due = new Date(Date.parse(at) + delay);
    const told = { providerMessageId, messageId, phone: to, status, at: due, errorCode: failure };
    parts.webhooks.post(statusWebhook(parts.business, told), delay);
    setTimeout(() => parts.append({ kind: 'status', at: due.toISOString(), providerMessageId, status }), delay).unref();
  }
  const contact = { input: request.to ?? request.recipient, wa_id: to };
  return {
    status: 200,
    body: { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id: providerMessageId }] },
  };
}

function recipient(chats: Chats, { to, recipient: scopedId }: SendRequest): string | undefined {
  if (to !== undefined) return to.replace(/\D/g, '');
  return chats.numbers().find(({ number }) => scopedIdOf(number) === scopedId)?.number;
}

function isOpen(chats: Chats, number: string, at: string): boolean {
  const last = chats.find(number)?.messages.findLast(({ from }) => from === 'citizen');
  return last !== undefined && Date.parse(at) - Date.parse(last.at) < windowMs;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
