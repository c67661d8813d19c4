import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readJson } from '../cloud-api/graph-error.js';
import { oneCall, type Call, type CallOutcome } from '../one-call.js';
import type { CallOptions, OutboundMessage, WhatsAppGateway } from '../outbound-message.js';
import { checkLimits, LimitExceeded } from '../send-limits.js';
import { chatIdOf, chatOf } from './chat-id.js';
import { plainText } from './plain-text.js';
import { refusal, sendOutcome, succeeded } from './waha-answers.js';

export interface WahaSettings {
  url: string;
  apiKey: string;
  /** Default `default`. */
  session?: string;
  connectTimeoutMs?: number;
  timeoutMs?: number;
}

const answerBytes = 256 * 1024;
const defaultMaxBytes = 16 * 1024 * 1024;
/**
 * WAHA as a gateway (whatsapp contract 2): an unofficial client, for pilots and offline districts only. No templates, no 24-hour
 * window, no message id of ours in the statuses: an ambiguous send stays unknown until a person looks.
 */
export function wahaGateway(settings: WahaSettings): WhatsAppGateway {
  const session = settings.session ?? 'default';
  const base = new URL(settings.url);

  function call(path: string, asked: Partial<Call> = {}): Promise<CallOutcome> {
    const { headers = {}, ...rest } = asked;
    return oneCall({
      url: new URL(base.pathname.replace(/\/+$/, '') + path, base.origin),
      method: 'GET',
      maxBytes: answerBytes,
      connectTimeoutMs: settings.connectTimeoutMs ?? 3_000,
      timeoutMs: settings.timeoutMs ?? 15_000,
      ...rest,
      headers: { 'x-api-key': settings.apiKey, 'user-agent': 'Loket/1', ...headers },
    });
  }
  const post = (path: string, body: unknown, options: CallOptions = {}) =>
    call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...options,
    });

  return {
    capabilities: { templates: false, buttons: false, lists: false, typing: true },

    async send(command, options) {
      checkLimits(command);
      const { path, body } = request(command.message);
      const target = { session, chatId: chatIdOf(command.to) };
      const replyTo = command.replyTo === undefined ? {} : { reply_to: command.replyTo };
      return sendOutcome(await post(path, { ...target, ...replyTo, ...body }, options));
    },

    // WAHA takes files with the message itself: the "id" is the whole file as a data URL.
    async upload({ bytes, mimeType }) {
      return { kind: 'uploaded', mediaId: `data:${mimeType};base64,${Buffer.from(bytes).toString('base64')}` };
    },

    async markRead(providerMessageId, { typing = false, ...options } = {}) {
      const chatId = chatOf(providerMessageId);
      const seen = await post('/api/sendSeen', { session, chatId }, options);
      if (!succeeded(seen)) return refusal(seen);
      if (typing) await post('/api/startTyping', { session, chatId }, options);
      return { kind: 'done' };
    },

    async fetchMedia(mediaId, { maxBytes = defaultMaxBytes, ...options } = {}) {
      const path = pathOnBase(mediaId, base);
      if (path === undefined) return { kind: 'host_refused' };
      const answer = await call(path, { maxBytes, ...options });
      if (answer.kind === 'too-large') return { kind: 'too_large', limitBytes: maxBytes };
      if (answer.kind === 'answered' && answer.status === 404) return { kind: 'gone' };
      if (answer.kind !== 'answered' || answer.status !== 200) return refusal(answer);
      const type = answer.headers['content-type'];
      const sha256 = createHash('sha256').update(answer.body).digest('base64');
      return { kind: 'fetched', bytes: answer.body, mimeType: typeof type === 'string' ? type : undefined, sha256 };
    },

    async probe(options) {
      const answer = await call(`/api/sessions/${encodeURIComponent(session)}`, options);
      if (!succeeded(answer)) {
        const refused = refusal(answer);
        return refused.kind === 'rejected' ? { up: true, rejected: refused } : { up: false, cause: refused.cause };
      }
      const state = z.looseObject({ status: z.string() }).safeParse(readJson(answer.body));
      if (state.success && state.data.status === 'WORKING') return { up: true };
      return { up: true, rejected: { kind: 'rejected', class: 'stop_sender', known: true } };
    },
  };
}

function request(message: OutboundMessage): { path: string; body: Record<string, unknown> } {
  switch (message.kind) {
    case 'text':
      return { path: '/api/sendText', body: { text: message.body, linkPreview: message.previewUrl ?? false } };
    case 'buttons':
    case 'list':
      return { path: '/api/sendText', body: { text: plainText(message), linkPreview: false } };
    case 'document':
      return {
        path: '/api/sendFile',
        body: { file: file(message.mediaId, message.filename), caption: message.caption },
      };
    case 'image':
      return { path: '/api/sendImage', body: { file: file(message.mediaId, 'foto'), caption: message.caption } };
    case 'template':
      throw new LimitExceeded('this gateway has no templates; send the text');
  }
}

function file(mediaId: string, filename: string) {
  const [, mimetype, data] = /^data:([^;,]+);base64,(.*)$/s.exec(mediaId) ?? [];
  return mimetype === undefined ? { url: mediaId, filename } : { mimetype, filename, data };
}

/** WAHA names its own address as it sees itself, often `localhost:3000`: only the path counts, and other hosts are refused. */
function pathOnBase(mediaId: string, base: URL): string | undefined {
  if (!URL.canParse(mediaId)) return undefined;
  const url = new URL(mediaId);
  const own = url.origin === base.origin || ['localhost', '127.0.0.1'].includes(url.hostname);
  return own && url.pathname.startsWith('/api/files/') ? url.pathname + url.search : undefined;
}
