import { Controller, HttpCode, Param, ParseUUIDPipe, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, CalledBy } from '#boot';
import { attribute, counter, describeSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import { listForRemoval, RemoveErasedFiles } from './retention/remove-erased-files.js';
import { noSuchDocument } from './view-document.js';

const quarantined = counter('loket_documents_quarantined_total', 'Documents in which an antivirus has found something');

/** A document is infected: from now on nobody is given its bytes, and the copies that were drawn of it are gone. */
@ApiTags('internal')
@Controller('internal/documents')
export class QuarantineDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: RemoveErasedFiles,
  ) {}

  @Put(':id/quarantine')
  @HttpCode(204)
  @CalledBy('document-validation')
  @ApiOperation({ summary: 'Lock a document away; once more changes nothing' })
  @ApiProblems({ 404: 'document-not-found' })
  async quarantine(@Param('id', ParseUUIDPipe) id: string): Promise<void> {
    const toRemove = await this.unitOfWork.run(async (tx) => {
      const rows = await tx.query<{ application_id: string | null; first: boolean }>(
        `update document d set quarantined_at = coalesce(d.quarantined_at, now()), file_problem = 'infected'
           from document before where before.id = d.id and d.id = $1
         returning d.application_id, before.quarantined_at is null as first`,
        [id],
      );
      if (rows.length === 0) throw noSuchDocument();
      if (rows[0]?.application_id) describeSpan({ [attribute.applicationId]: rows[0].application_id });
      if (rows[0]?.first) tx.afterCommit(() => quarantined.inc());
      const copies = await tx.query<{ store_key: string }>(
        'delete from document_copy where document_id = $1 returning store_key',
        [id],
      );
      return listForRemoval(tx, copies);
    });
    for (const one of toRemove) await this.files.handle(one);
  }
}
