import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { CallOutcome } from '../one-call.js';
import type { CallOptions, MediaOutcome } from '../outbound-message.js';
import { readGraphError, readJson } from './graph-error.js';
import { refusal, type Graph } from './graph.js';

const mediaObject = z.looseObject({
  url: z.url(),
  mime_type: z.string().optional().catch(undefined),
  sha256: z.string().optional().catch(undefined),
  file_size: z.coerce.number().optional().catch(undefined),
});

const metaHosts = ['.fbsbx.com', '.facebook.com', '.whatsapp.net'];
const defaultMaxBytes = 16 * 1024 * 1024;
const idUnknown = { code: 100, subcode: 33 };

/**
 * Fetches a file that a citizen sent, in two steps (whatsapp contract 1.8): the id gives a URL that lives 5 minutes, the URL
 * gives the bytes. Our token is shown to Meta's hosts and the origin of the Graph URL only, and no redirect is followed.
 * The whole of it may take twice the call's timeout. An expired URL is asked for once more.
 */
export async function fetchMedia(
  graph: Graph,
  mediaId: string,
  { maxBytes = defaultMaxBytes, signal }: CallOptions & { maxBytes?: number } = {},
): Promise<MediaOutcome> {
  const outcome = await fetchOnce(graph, mediaId, maxBytes, signal);
  return outcome === 'url-expired' ? orGone(await fetchOnce(graph, mediaId, maxBytes, signal)) : outcome;
}

function orGone(outcome: MediaOutcome | 'url-expired'): MediaOutcome {
  return outcome === 'url-expired' ? { kind: 'gone' } : outcome;
}

async function fetchOnce(
  graph: Graph,
  mediaId: string,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<MediaOutcome | 'url-expired'> {
  const path = `${encodeURIComponent(mediaId)}?phone_number_id=${graph.settings.phoneNumberId}`;
  const described = await graph.call({ url: graph.url(path), method: 'GET', signal });
  if (described.kind !== 'answered' || described.status !== 200)
    return isGone(described) ? { kind: 'gone' } : refusal(described);

  const media = mediaObject.safeParse(readJson(described.body));
  if (!media.success) return { kind: 'unreachable', cause: 'server-error', httpStatus: described.status };
  const { url: address, mime_type: mimeType, sha256: announced, file_size: declaredBytes } = media.data;
  if (declaredBytes !== undefined && declaredBytes > maxBytes) {
    return { kind: 'too_large', limitBytes: maxBytes, declaredBytes };
  }

  const url = new URL(address);
  const ownOrigin = url.origin === new URL(graph.settings.graphUrl).origin;
  if (!ownOrigin && !isMetaHost(url)) return { kind: 'host_refused' };
  const content = await graph.call({ url, method: 'GET', maxBytes, signal, publicOnly: !ownOrigin });
  if (content.kind === 'too-large') return { kind: 'too_large', limitBytes: maxBytes, declaredBytes };
  if (content.kind === 'answered' && content.status >= 300 && content.status < 400) return { kind: 'host_refused' };
  if (content.kind === 'answered' && (content.status === 404 || content.status === 410)) return 'url-expired';
  if (content.kind !== 'answered' || content.status !== 200) return refusal(content);

  const digest = createHash('sha256').update(content.body).digest();
  if (announced !== undefined && !sameDigest(digest, announced)) return { kind: 'hash_mismatch' };
  return { kind: 'fetched', bytes: content.body, mimeType, sha256: digest.toString('base64') };
}

function isGone(answer: CallOutcome): boolean {
  if (answer.kind !== 'answered') return false;
  if (answer.status === 404 || answer.status === 410) return true;
  const error = readGraphError(answer);
  return error?.code === idUnknown.code && error.subcode === idUnknown.subcode;
}

function isMetaHost(url: URL): boolean {
  return url.protocol === 'https:' && url.port === '' && metaHosts.some((suffix) => url.hostname.endsWith(suffix));
}

/** Webhooks carry base64, the media object may carry hex. */
function sameDigest(digest: Buffer, announced: string): boolean {
  const given = /^[0-9a-f]{64}$/i.test(announced) ? Buffer.from(announced, 'hex') : Buffer.from(announced, 'base64');
  return given.length === digest.length && timingSafeEqual(given, digest);
}
