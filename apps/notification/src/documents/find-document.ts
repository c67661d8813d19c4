import type { InternalFetch } from '#boot';
import { logger } from '#observability';
import type { Attachment, ToldApplication } from '../catalogue/message.js';

const log = logger('find-document');
/** Longer is no receipt; WhatsApp itself would take 100 MB. */
const mostBytes = 2_000_000;
const patienceMs = 5_000;

/** A file that goes out with a message. */
export interface FoundDocument {
  readonly bytes: Uint8Array;
  readonly mimeType: 'application/pdf';
  readonly filename: string;
}

/** Where the papers of a request come from: intake draws them. */
export class FindDocument {
  constructor(
    private readonly fetch: InternalFetch,
    private readonly intakeUrl: string,
  ) {}

  /** @returns undefined when it cannot be had now: the news does not wait for its paper */
  async find(
    attachment: Attachment,
    applicationId: string,
    application: ToldApplication,
  ): Promise<FoundDocument | undefined> {
    try {
      const bytes = await this.read(attachment, applicationId);
      if (bytes === undefined) return undefined;
      return { bytes, mimeType: 'application/pdf', filename: `${names[attachment]}-${application.ticket}.pdf` };
    } catch (error) {
      log.warn({ err: error, applicationId }, 'a paper could not be had; its message goes without');
      return undefined;
    }
  }

  private async read(attachment: Attachment, applicationId: string): Promise<Uint8Array | undefined> {
    const answer = await this.fetch(`${this.intakeUrl}/internal/applications/${applicationId}/${attachment}`, {
      audience: 'intake',
      signal: AbortSignal.timeout(patienceMs),
    });
    const isPdf = answer.headers.get('content-type')?.startsWith('application/pdf') ?? false;
    if (!answer.ok || !isPdf || Number(answer.headers.get('content-length') ?? 0) > mostBytes) {
      await answer.body?.cancel();
      return undefined;
    }
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return bytes.length > mostBytes ? undefined : bytes;
  }
}

const names: Readonly<Record<Attachment, string>> = { receipt: 'tanda-terima', 'pickup-slip': 'bukti-pengambilan' };
