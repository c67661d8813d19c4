import type { InteractiveReply, MediaContent, MessageContent } from './inbound-event.js';
import type { WireMedia, WireMessage } from './wire-webhook.js';

/** What a message says, by its `type` (whatsapp contract 1.5). A body that is missing or of an unknown type is `unsupported`. */
export function parseContent(message: WireMessage): MessageContent {
  const { type, location, button, contacts, interactive } = message;
  switch (type) {
    case 'text':
      if (message.text?.body === undefined) break;
      return { kind: 'text', text: message.text.body };
    case 'image':
    case 'document':
    case 'video':
    case 'audio':
    case 'sticker':
      return media(type, message[type]) ?? unsupported(message);
    case 'voice':
      return media('audio', message.voice) ?? unsupported(message);
    case 'interactive': {
      const reply = interactiveReply(interactive);
      if (reply === undefined) break;
      return { kind: 'interactive', reply };
    }
    case 'button':
      if (button === undefined) break;
      return { kind: 'button', payload: button.payload ?? '', text: button.text ?? '' };
    case 'location':
      if (location?.latitude === undefined || location.longitude === undefined) break;
      return {
        kind: 'location',
        latitude: location.latitude,
        longitude: location.longitude,
        name: location.name,
        address: location.address,
      };
    case 'contacts':
      return {
        kind: 'contacts',
        contacts: (contacts ?? []).map((contact) => ({
          name: contact.name?.formatted_name,
          phones: (contact.phones ?? []).flatMap(({ phone, wa_id: id }) => id ?? phone ?? []),
          origin: contact.origin,
        })),
      };
    case 'order':
      return { kind: 'order' };
    case 'system':
      return { kind: 'system', change: message.system?.type };
    case undefined:
      break;
  }
  return unsupported(message);
}

function unsupported({ type, unsupported: told, errors }: WireMessage): MessageContent {
  return { kind: 'unsupported', wireType: told?.type ?? type ?? 'none', code: errors?.[0]?.code };
}

function media(medium: MediaContent['medium'], wire: WireMedia): MediaContent | undefined {
  if (wire?.id === undefined) return undefined;
  return {
    kind: 'media',
    medium,
    mediaId: wire.id,
    mimeType: wire.mime_type,
    sha256: wire.sha256,
    caption: wire.caption,
    filename: wire.filename,
    voice: wire.voice,
  };
}

function interactiveReply(interactive: WireMessage['interactive']): InteractiveReply | undefined {
  const { button_reply: button, list_reply: row, nfm_reply: flow } = interactive ?? {};
  if (button?.id !== undefined) return { kind: 'button', id: button.id, title: button.title ?? '' };
  if (row?.id !== undefined) {
    return { kind: 'list', id: row.id, title: row.title ?? '', description: row.description };
  }
  if (flow !== undefined) {
    const response = readFlow(flow.response_json);
    return { kind: 'flow', name: flow.name, flowToken: flowToken(response), response };
  }
  return undefined;
}

/** `response_json` is a JSON string inside JSON, and may be no object or no JSON at all. */
function readFlow(response: string | undefined): unknown {
  try {
    return response === undefined ? undefined : JSON.parse(response);
  } catch {
    return response;
  }
}

function flowToken(response: unknown): string | undefined {
  const token =
    typeof response === 'object' && response !== null && 'flow_token' in response ? response.flow_token : undefined;
  return typeof token === 'string' ? token : undefined;
}
