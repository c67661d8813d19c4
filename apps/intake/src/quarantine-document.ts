import { Controller, HttpCode, Inject, Param, ParseUUIDPipe, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, CalledBy } from '#boot';
import type { DocumentStore } from '#document-store';
import { counter } from '#observability';
import { UnitOfWork } from '#outbox';
import { DOCUMENT_STORE } from './document-storage.js';
import { noSuchDocument } from './view-document.js';

const quarantined = counter('loket_documents_quarantined_total', 'Documents in which an antivirus has found something');

/** A document is infected: from now on nobody is given its bytes, and the copies that were drawn of it are gone. */
@ApiTags('internal')
@Controller('internal/documents')
export class QuarantineDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
  ) {}

  @Put(':id/quarantine')
  @HttpCode(204)
  @CalledBy('document-validation')
  @ApiOperation({ summary: 'Lock a document away; once more changes nothing' })
  @ApiProblems({ 404: 'document-not-found' })
  async quarantine(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    const copies = await this.unitOfWork.run(async (tx) => {
      const rows = await tx.query<{ first: boolean }>(
        `update document d set quarantined_at = coalesce(d.quarantined_at, now()), file_problem = 'infected'
           from document before where before.id = d.id and d.id = $1
         returning before.quarantined_at is null as first`,
        [id],
      );
      if (rows.length === 0) throw noSuchDocument();
      if (rows[0]?.first) tx.afterCommit(() => quarantined.inc());
      return tx.query<{ store_key: string }>('delete from document_copy where document_id = $1 returning store_key', [
        id,
      ]);
    });
    for (const { store_key } of copies) await this.store.delete(store_key);
  }
}
