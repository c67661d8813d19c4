import type { Request } from '../http.js';
import type { WireRoute } from '../stand-in.js';
import { graphError, noSuchObject } from './graph-errors.js';
import type { GraphFaults } from './graph-faults.js';
import { guarded, version, type GraphParts } from './guarded.js';

/** Upload, the two steps of a download, and what may go wrong with them (whatsapp contract 1.8). */
export function mediaRoutes(parts: GraphParts): WireRoute<GraphFaults>[] {
  const { business, media, append } = parts;
  return [
    {
      kind: 'upload',
      method: 'POST',
      path: `/${version}/:phone/media`,
      handle: guarded(parts, async (request) => {
        if (request.params.phone !== business.phoneNumberId) return noSuchObject();
        const form = await readForm(request);
        const file = form?.get('file');
        if (form?.get('messaging_product') !== 'whatsapp' || !(file instanceof File)) {
          return graphError(100, 'Invalid parameter: messaging_product and file are required');
        }
        const bytes = Buffer.from(await file.arrayBuffer());
        const type = form.get('type');
        const mimeType = typeof type === 'string' ? type : file.type;
        const { id } = media.put('business', { bytes, mimeType, filename: file.name });
        return { status: 200, body: { id } };
      }),
    },
    {
      kind: 'media',
      method: 'GET',
      path: `/${version}/:id(\\d+)`,
      handle: guarded(parts, (request, met) => {
        const { id = '' } = request.params;
        const found = media.find(id);
        if (found === undefined || met.mediaGone === true) return noSuchObject();
        // The host the caller used, so that a proxy in between stays in between.
        const url = `${request.url.origin}/whatsapp_business/attachments/?${media.ticket(id)}`;
        const { mimeType: mime_type, sha256, bytes } = found;
        return {
          status: 200,
          body: { messaging_product: 'whatsapp', url, mime_type, sha256, file_size: String(bytes), id },
        };
      }),
    },
    {
      kind: 'media',
      method: 'GET',
      path: '/whatsapp_business/attachments/',
      handle: guarded(parts, (request, met) => {
        const id = met.mediaUrlExpired === true ? undefined : media.redeem(request.url.searchParams);
        const bytes = id === undefined ? undefined : media.read(id);
        if (id === undefined || bytes === undefined) return { status: 404, body: 'URL signature expired' };
        append({ kind: 'media-fetch', at: new Date().toISOString(), id });
        const mimeType = media.find(id)?.mimeType ?? 'application/octet-stream';
        const body = met.mediaCorrupt === true ? Buffer.concat([bytes, Buffer.from('x')]) : bytes;
        return { status: 200, headers: { 'content-type': mimeType }, body };
      }),
    },
  ];
}

async function readForm({ body, headers }: Request): Promise<FormData | undefined> {
  try {
    const type = headers['content-type'] ?? '';
    return await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  } catch {
    return undefined;
  }
}
