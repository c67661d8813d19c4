import { Controller, HttpCode, Inject, Param, ParseUUIDPipe, Put, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, CalledBy, ProblemError, ZodQuery } from '#boot';
import { DocumentTooLarge, type DocumentStore } from '#document-store';
import { attribute, counter, describeSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { DOCUMENT_STORE } from './document-storage.js';
import { listForRemoval, RemoveErasedFiles } from './retention/remove-erased-files.js';
import { noSuchDocument } from './view-document.js';

const mostPages = 20;
const query = z.object({ of: z.coerce.number().int().min(1).max(mostPages) });
const kept = counter('loket_document_copies_total', 'Safe copies of pages that were kept');

/**
 * A page of a document, drawn anew by the service that has checked it: what people look at from then on. It is no state of
 * the request, so that it comes as a call and not as an event; the same page again takes the place of the older one.
 */
@ApiTags('internal')
@Controller('internal/documents')
export class KeepSafeCopy {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
    private readonly files: RemoveErasedFiles,
  ) {}

  @Put(':id/copies/:page')
  @HttpCode(204)
  @CalledBy('document-validation')
  @ApiOperation({ summary: 'Keep the safe copy of one page, a JPEG; `of`: how many pages there are' })
  @ApiConsumes('image/jpeg')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiProblems({ 400: 'invalid-request', 404: 'document-not-found', 413: 'body-too-large' })
  async keep(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('page') page: string,
    @ZodQuery(query) { of }: z.output<typeof query>,
    @Req() request: Request,
  ): Promise<void> {
    const number = Number(page);
    if (!Number.isInteger(number) || number < 1 || number > of)
      throw new ProblemError(400, 'invalid-request', 'There is no such page', `pages are 1 to ${of}`);
    const { key, size } = await this.put(request);
    const toRemove = await this.unitOfWork.run(async (tx) => {
      const [document] = await tx.query<{ application_id: string | null }>(
        `select application_id from document where id = $1 and state = 'kept' and quarantined_at is null for update`,
        [id],
      );
      if (document?.application_id) describeSpan({ [attribute.applicationId]: document.application_id });
      const older = document
        ? await tx.query<{ store_key: string }>(
            'delete from document_copy where document_id = $1 and page = $2 returning store_key',
            [id, number],
          )
        : [{ store_key: key }];
      if (document) {
        await tx.query(
          'insert into document_copy (document_id, page, pages, store_key, size) values ($1, $2, $3, $4, $5)',
          [id, number, of, key, size],
        );
      }
      return listForRemoval(tx, older);
    });
    for (const one of toRemove) await this.files.handle(one);
    if (toRemove.includes(key)) throw noSuchDocument();
    kept.inc();
  }

  private async put(request: Request) {
    try {
      return await this.store.put(request, { contentType: 'image/jpeg' });
    } catch (error) {
      if (!(error instanceof DocumentTooLarge)) throw error;
      throw new ProblemError(413, 'body-too-large', 'The copy is too large', `at most ${error.maxBytes} bytes`);
    }
  }
}
