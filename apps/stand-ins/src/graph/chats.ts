import type { Journal } from '../journal.js';
import type { LogLine } from './log-line.js';

/** A bubble on the citizen's phone. */
export interface Bubble {
  id: string;
  at: string;
  from: 'citizen' | 'office';
  type: string;
  text?: string;
  media?: { id: string; mimeType: string; filename?: string };
  /** For the office's messages: buttons or list rows to choose from, as they were sent. */
  interactive?: unknown;
  /** For the citizen's: whether the office read it. For the office's: the last status reported. */
  status?: string;
}

export interface Chat {
  number: string;
  name?: string;
  /** The office is writing (typing indicator). */
  typing: boolean;
  messages: Bubble[];
}

export interface Chats {
  find(number: string): Chat | undefined;
  numbers(): { number: string; name?: string; last?: string; at?: string }[];
  /** Calls back at every change of a chat; the returned function ends it. */
  watch(listener: (number: string) => void): () => void;
}

/** The citizens' phones, as they follow from the log: the same after a restart. Appends to the log go through `append`. */
export function chatsOf(journal: Journal<LogLine>): Chats & { append: (line: LogLine) => void } {
  const chats = new Map<string, Chat>();
  const media = new Map<string, Extract<LogLine, { kind: 'media' }>>();
  const places = new Map<string, { chat: Chat; bubble: Bubble }>();
  const listeners = new Set<(number: string) => void>();

  function chatOf(number: string): Chat {
    const known = chats.get(number);
    if (known !== undefined) return known;
    const chat: Chat = { number, typing: false, messages: [] };
    chats.set(number, chat);
    return chat;
  }

  function add(chat: Chat, bubble: Bubble, mediaId: string | undefined): Chat {
    const file = mediaId === undefined ? undefined : media.get(mediaId);
    if (file !== undefined) bubble.media = { id: file.id, mimeType: file.mimeType, filename: file.filename };
    chat.messages.push(bubble);
    places.set(bubble.id, { chat, bubble });
    return chat;
  }

  function apply(line: LogLine): Chat | undefined {
    switch (line.kind) {
      case 'media':
        media.set(line.id, line);
        return undefined;
      case 'message': {
        const { id, at, from, type, text, name, mediaId } = line;
        const chat = chatOf(from);
        if (name !== undefined) chat.name = name;
        return add(chat, { id, at, from: 'citizen', type, text }, mediaId);
      }
      case 'send': {
        const { providerMessageId: id, at, to, type, text, body, mediaId } = line;
        const chat = chatOf(to);
        chat.typing = false;
        return add(chat, { id, at, from: 'office', type, text, interactive: interactiveOf(body) }, mediaId);
      }
      case 'status': {
        const place = places.get(line.providerMessageId);
        if (place === undefined) return undefined;
        place.bubble.status = line.status;
        return place.chat;
      }
      case 'read-mark': {
        const place = places.get(line.id);
        if (place === undefined) return undefined;
        // Meta marks the earlier ones too.
        for (const bubble of place.chat.messages) if (bubble.from === 'citizen') bubble.status = 'read';
        place.chat.typing = line.typing;
        return place.chat;
      }
      case 'refused':
      case 'media-fetch':
      case 'probe':
        return undefined;
    }
  }

  for (const line of journal.lines()) apply(line);
  return {
    append(line) {
      journal.append(line);
      const changed = apply(line);
      if (changed !== undefined) for (const listener of listeners) listener(changed.number);
    },
    find: (number) => chats.get(number),
    numbers: () =>
      [...chats.values()].map(({ number, name, messages }) => {
        const last = messages.at(-1);
        return { number, name, last: last?.text ?? last?.media?.filename, at: last?.at };
      }),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function interactiveOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'interactive' in body ? body.interactive : undefined;
}
