import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Received, WhatsappMediaAnnounced } from '#contracts';
import { defaultMaxBytes, type DocumentStore } from '#document-store';
import { Link, LinkFailure } from '#link';
import { AlreadyHandled, type Attempt, Permanent } from '#messaging';
import { counter } from '#observability';
import type { MediaContent, MediaOutcome, WhatsAppGateway } from '#whatsapp';
import { DataSource } from 'typeorm';
import { DOCUMENT_STORE } from './document-storage.js';
import { type Fetched, KeepFetchedDocument } from './keep-fetched-document.js';
import { PersonalData } from './personal-data.js';
import { readMessage } from './stored-message.js';
import { causeOf, WHATSAPP } from './whatsapp-gateway.js';

const fetched = counter('loket_media_fetched_total', 'Files of citizens by what became of them', ['outcome']);

/** Types that may be a document; what the bytes really are is document-validation's finding. */
const acceptable = /^(image\/(jpeg|png|webp|heic|heif)|application\/pdf)\b/i;

/** Fetched again so often before a file whose bytes do not fit their hash is given up. */
const hashTries = 3;

/**
 * A citizen's file, fetched from the gateway by its media id and kept encrypted. What cannot be had is noted on the
 * document, and the citizen is told with the file's other findings; the request stays open.
 */
@Controller()
export class FetchMedia {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
    private readonly link: Link,
    @Inject(WHATSAPP) private readonly gateway: WhatsAppGateway,
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    private readonly keepFetchedDocument: KeepFetchedDocument,
  ) {}

  @EventPattern<string>('intake.fetch-media')
  async handle(@Payload() { data }: Received<typeof WhatsappMediaAnnounced>, @Ctx() attempt: Attempt): Promise<void> {
    const { content } = await readMessage(queriesOf(this.dataSource), data.messageId, this.personalData);
    if (content.kind !== 'media') throw new Permanent('the message carries no file');
    const found = await this.fetch(content, attempt);
    fetched.inc({ outcome: 'problem' in found ? found.problem : 'kept' });
    try {
      const kept = await attempt.commit((tx) => this.keepFetchedDocument.keep(tx, data.documentId, found));
      if (!kept && 'key' in found) await this.store.delete(found.key);
    } catch (error) {
      // Handled by somebody else meanwhile. After any other error the commit may stand: then the bytes must stay.
      if (error instanceof AlreadyHandled && 'key' in found) await this.store.delete(found.key);
      throw error;
    }
  }

  private async fetch(media: MediaContent, attempt: Attempt): Promise<Fetched> {
    if (media.mimeType !== undefined && !acceptable.test(media.mimeType)) return { problem: 'wrong-type' };
    const outcome = await this.link.call(async (signal) => {
      const answer = await this.gateway.fetchMedia(media.mediaId, { maxBytes: defaultMaxBytes, signal });
      if (answer.kind === 'unreachable' && isNetwork(answer)) throw new LinkFailure(causeOf(answer.cause));
      return answer;
    }, attempt.signal);
    switch (outcome.kind) {
      case 'fetched': {
        const contentType =
          (outcome.mimeType ?? media.mimeType ?? 'application/octet-stream').split(';')[0]?.trim() ?? '';
        if (!acceptable.test(contentType)) return { problem: 'wrong-type' };
        return { ...(await this.store.put(outcome.bytes, { contentType })), contentType };
      }
      case 'too_large':
        return { problem: 'too-large' };
      case 'gone':
      case 'host_refused':
        return { problem: 'unreadable-file' };
      case 'hash_mismatch':
        if (attempt.failures >= hashTries) return { problem: 'unreadable-file' };
        throw new Error('the file’s bytes do not fit their hash');
      case 'rejected':
        throw new Error(`the gateway refuses the file: ${outcome.class} ${outcome.code ?? outcome.httpStatus ?? ''}`);
      case 'unreachable':
        throw new Error(`the gateway fails on this file: ${outcome.httpStatus ?? outcome.cause}`);
    }
  }
}

/** A bare 500 is this file's own trouble and counts as an attempt; the rest means that the way is broken. */
function isNetwork(answer: Extract<MediaOutcome, { kind: 'unreachable' }>): boolean {
  return answer.cause !== 'server-error' || [502, 503, 504].includes(answer.httpStatus ?? 0);
}

/** A data source as plain queries, for reading outside a transaction. */
function queriesOf(dataSource: DataSource): Parameters<typeof readMessage>[0] {
  return { query: (sql, parameters) => dataSource.query(sql, parameters ? [...parameters] : undefined) };
}
