import { Controller, Get, Header, Inject, Param, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiProblems, CalledBy } from '#boot';
import type { DocumentStore } from '#document-store';
import { DataSource } from 'typeorm';
import { DOCUMENT_STORE } from './document-storage.js';
import { asDownload, noSuchDocument } from './view-document.js';

/** The bytes of an original document, for the service that checks it; of its first page's copy where the original has gone. */
@ApiTags('internal')
@Controller('internal/documents')
export class GiveDocument {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
  ) {}

  @Get(':id/content')
  @CalledBy('document-validation')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The original bytes of a document' })
  @ApiProduces('application/octet-stream')
  @ApiProblems({ 404: 'document-not-found' })
  async give(@Param('id') id: string): Promise<StreamableFile> {
    const [document]: { store_key: string }[] = await this.dataSource.query(
      `select coalesce(d.store_key, c.store_key) as store_key from document d
         left join document_copy c on c.document_id = d.id and c.page = 1
        where d.id::text = $1 and d.quarantined_at is null and coalesce(d.store_key, c.store_key) is not null`,
      [id],
    );
    if (!document) throw noSuchDocument();
    return asDownload(this.store, document.store_key);
  }
}
