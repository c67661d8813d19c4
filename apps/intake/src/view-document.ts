import { Controller, Get, Header, Inject, Param, Req, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiProblems, clerkOf, ProblemError, Roles, ZodQuery } from '#boot';
import { type DocumentStore } from '#document-store';
import { attribute, describeSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { applicationId } from './application-id.js';
import type { ApplicationRow } from './application/application.row.js';
import { mustSee } from './clerk-sees.js';
import { DOCUMENT_STORE } from './document-storage.js';

const query = z.object({ reason: z.enum(['check', 'hand-over', 'complaint', 'other']).default('check') });

/** A member of staff looks at an original: an act that is written down, with who and why, before a byte is shown. */
@ApiTags('applications')
@Controller('applications')
export class ViewDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
  ) {}

  @Get(':id/documents/:documentId/content')
  @Roles('clerk', 'reviewer', 'admin')
  @ApiOperation({ summary: 'The original bytes of a document, as a download; the view is recorded' })
  @ApiProduces('application/octet-stream')
  @ApiProblems({ 404: 'application-not-found or document-not-found' })
  @Header('Content-Security-Policy', "default-src 'none'; sandbox")
  @Header('Cache-Control', 'no-store')
  async view(
    @Param('id', applicationId) id: string,
    @Param('documentId') documentId: string,
    @ZodQuery(query) { reason }: z.output<typeof query>,
    @Req() request: Request,
  ): Promise<StreamableFile> {
    describeSpan({ [attribute.applicationId]: id });
    const clerk = clerkOf(request);
    const key = await this.unitOfWork.run(async (tx) => {
      const rows = await tx.query<ApplicationRow>('select * from application where id = $1', [id]);
      mustSee(clerk, rows[0]);
      const [document] = await tx.query<{ store_key: string }>(
        'select store_key from document where id::text = $1 and application_id = $2 and store_key is not null',
        [documentId, id],
      );
      if (!document) throw noSuchDocument();
      await tx.query('insert into document_view (document_id, clerk, reason) values ($1, $2, $3)', [
        documentId,
        clerk.id,
        reason,
      ]);
      return document.store_key;
    });
    return asDownload(this.store, key);
  }
}

export function noSuchDocument(): ProblemError {
  return new ProblemError(404, 'document-not-found', 'There is no such document, or its file could not be kept');
}

/** A stored document as an answer: never shown inline, never sniffed. */
export async function asDownload(store: DocumentStore, key: string): Promise<StreamableFile> {
  const { bytes, contentType } = await store.getWithType(key);
  return new StreamableFile(bytes, { type: contentType, disposition: 'attachment', length: bytes.length });
}
