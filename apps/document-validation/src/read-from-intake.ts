import { documentCodes, serviceKinds } from '#civil-registry';
import type { InternalFetch } from '#boot';
import { finding } from '#contracts';
import { Permanent } from '#messaging';
import { z } from 'zod';

const particulars = z.object({
  applicationId: z.uuid(),
  kind: z.enum(serviceKinds),
  nik: z.string().nullable(),
  familyCardNumber: z.string().nullable(),
  name: z.string().nullable(),
  nationality: z.enum(['WNI', 'WNA']),
  married: z.boolean().nullish(),
  documents: z.array(
    z.object({
      documentId: z.uuid(),
      // A code that this service does not know is a document that nobody has named.
      claimedAs: z.enum(documentCodes).nullable().catch(null),
      size: z.number().nullish(),
      sha256: z.string().nullish(),
      receivedAt: z.coerce.date(),
      /** Whether all its pages are kept as safe copies. */
      copies: z.boolean().nullish(),
      /** Anything but `name` is a guess; one that is not told counts as named. */
      claimedBy: z.enum(['name', 'content', 'question', 'order']).nullish(),
      /** Why intake could not take the file, as a finding's defect; it has no bytes then. */
      fileProblem: finding.shape.defect.nullish().catch('unreadable-file'),
    }),
  ),
});

/** Who asks for what, and what they sent: read when needed, never kept here. */
export type Particulars = z.output<typeof particulars>;

/** Intake as this service sees it: particulars and bytes to read, and the place of what is made of the bytes. */
export class Intake {
  constructor(
    private readonly url: string,
    private readonly internalFetch: InternalFetch,
  ) {}

  /** @throws Permanent when intake does not know the application; Error when it cannot be read now */
  async particularsOf(applicationId: string, signal?: AbortSignal): Promise<Particulars> {
    const response = await this.get(`/internal/applications/${applicationId}/particulars`, signal);
    if (response.status === 404) {
      await response.body?.cancel();
      throw new Permanent('intake does not know the application');
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`intake answered ${response.status} for particulars`);
    }
    const read = particulars.safeParse(await response.json());
    // Zod's own error would quote what it refused.
    if (!read.success)
      throw new Error(
        `intake's particulars have another shape: ${read.error.issues.map((issue) => issue.path.join('.')).join(', ')}`,
      );
    return read.data;
  }

  /**
   * The bytes of a document.
   * @returns undefined when there are more than `limit`, or none
   */
  async contentOf(documentId: string, limit: number, signal?: AbortSignal): Promise<Buffer | undefined> {
    const response = await this.get(`/internal/documents/${documentId}/content`, signal);
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`intake answered ${response.status} for a document`);
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      const bytes: Uint8Array = chunk;
      size += bytes.length;
      if (size > limit) return undefined;
      chunks.push(bytes);
    }
    return Buffer.concat(chunks);
  }

  /**
   * Hands over the safe copies of a document, one JPEG a page. Handing them over again replaces them: nothing else changes.
   * @throws Error when intake does not keep them
   */
  async keepCopies(documentId: string, copies: readonly Uint8Array[], signal?: AbortSignal): Promise<void> {
    for (const [index, copy] of copies.entries()) {
      await this.put(`/internal/documents/${documentId}/copies/${index + 1}?of=${copies.length}`, signal, copy);
    }
  }

  /** Has a document locked away: its bytes are given to nobody any more, this service included. */
  async quarantine(documentId: string, signal?: AbortSignal): Promise<void> {
    await this.put(`/internal/documents/${documentId}/quarantine`, signal);
  }

  private async put(path: string, signal: AbortSignal | undefined, body?: Uint8Array): Promise<void> {
    const response = await this.internalFetch(new URL(path, this.url), {
      audience: 'intake',
      method: 'PUT',
      ...(body ? { body, headers: { 'content-type': 'image/jpeg' } } : {}),
      ...(signal ? { signal } : {}),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`intake answered ${response.status} to what was made of a document`);
  }

  private get(path: string, signal: AbortSignal | undefined) {
    return this.internalFetch(new URL(path, this.url), { audience: 'intake', ...(signal ? { signal } : {}) });
  }
}
