import { FormData } from 'undici';
import { z } from 'zod';
import type { CallOptions, ProbeOutcome, Upload, WhatsAppGateway } from '../outbound-message.js';
import { checkLimits } from '../send-limits.js';
import { fetchMedia } from './fetch-media.js';
import { graphOf, refusal, type CloudApiSettings } from './graph.js';
import { readJson } from './graph-error.js';
import { messageBody } from './message-body.js';
import { sendOutcome } from './send-outcome.js';

/** WhatsApp's Cloud API as a gateway (whatsapp contract, section 1). The token goes into the Authorization header only. */
export function cloudApi(settings: CloudApiSettings): WhatsAppGateway {
  const graph = graphOf(settings);
  const own = settings.phoneNumberId;
  return {
    capabilities: { templates: true, buttons: true, lists: true, typing: true, windowHours: 24 },

    async send(command, options) {
      checkLimits(command);
      const body = messageBody(command);
      return sendOutcome(await graph.call({ url: graph.url(`${own}/messages`), ...json(body), ...options }));
    },

    async upload(file, options) {
      const body = form(file);
      const answer = await graph.call({ url: graph.url(`${own}/media`), method: 'POST', body, ...options });
      if (answer.kind !== 'answered' || answer.status !== 200) return refusal(answer);
      const uploaded = z.looseObject({ id: z.string().min(1) }).safeParse(readJson(answer.body));
      return uploaded.success ? { kind: 'uploaded', mediaId: uploaded.data.id } : refusal(answer);
    },

    async markRead(providerMessageId, { typing = false, ...options }: CallOptions & { typing?: boolean } = {}) {
      const body = {
        messaging_product: 'whatsapp',
        status: 'read',
        message_id: providerMessageId,
        ...(typing ? { typing_indicator: { type: 'text' } } : {}),
      };
      const answer = await graph.call({ url: graph.url(`${own}/messages`), ...json(body), ...options });
      return answer.kind === 'answered' && answer.status === 200 ? { kind: 'done' } : refusal(answer);
    },

    fetchMedia: (mediaId, options) => fetchMedia(graph, mediaId, options),

    async probe(options): Promise<ProbeOutcome> {
      const answer = await graph.call({ url: graph.url(`${own}?fields=id`), method: 'GET', ...options });
      if (answer.kind === 'answered' && answer.status === 200) return { up: true };
      const refused = refusal(answer);
      return refused.kind === 'rejected' ? { up: true, rejected: refused } : { up: false, cause: refused.cause };
    },
  };
}

function json(body: unknown) {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } as const;
}

function form({ bytes, mimeType, filename }: Upload): FormData {
  const data = new FormData();
  data.set('messaging_product', 'whatsapp');
  data.set('type', mimeType);
  data.set('file', new Blob([new Uint8Array(bytes)], { type: mimeType }), filename);
  return data;
}
