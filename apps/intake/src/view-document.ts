import { Controller, Get, Header, Inject, Param, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiProblems, clerkOf, ProblemError, Roles, ZodQuery } from '#boot';
import { type DocumentStore } from '#document-store';
import { attribute, describeSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { applicationId } from './application-id.js';
import type { ApplicationRow } from './application/application.row.js';
import { mustSee } from './clerk-sees.js';
import { DOCUMENT_STORE } from './document-storage.js';

const query = z.object({
  reason: z.enum(['check', 'hand-over', 'complaint', 'other']).default('check'),
  page: z.coerce.number().int().min(1).max(20).default(1),
});

/**
 * A member of staff looks at a document: an act that is written down, with who and why, before a byte is shown. They see the
 * copy that was drawn of it; the file itself, which a stranger has made, is given to nobody.
 */
@ApiTags('applications')
@Controller('applications')
export class ViewDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
  ) {}

  @Get(':id/documents/:documentId/content')
  @Roles('clerk', 'reviewer', 'admin')
  @ApiOperation({
    summary:
      'The safe copy of one page of a document, a JPEG; `Loket-Pages` says how many there are; the view is recorded',
  })
  @ApiProduces('image/jpeg')
  @ApiProblems({
    404: 'application-not-found, document-not-found or page-not-found',
    409: 'no-safe-copy or document-quarantined',
  })
  @Header('Content-Security-Policy', "default-src 'none'; sandbox")
  @Header('Cache-Control', 'no-store')
  async view(
    @Param('id', applicationId) id: string,
    @Param('documentId') documentId: string,
    @ZodQuery(query) { reason, page }: z.output<typeof query>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    describeSpan({ [attribute.applicationId]: id });
    const clerk = clerkOf(request);
    const copy = await this.unitOfWork.run(async (tx) => {
      const rows = await tx.query<ApplicationRow>('select * from application where id = $1', [id]);
      mustSee(clerk, rows[0]);
      const [found] = await tx.query<Found>(
        `select d.quarantined_at is not null as quarantined, c.store_key,
                (select max(pages) from document_copy where document_id = d.id) as pages
           from document d left join document_copy c on c.document_id = d.id and c.page = $3
          where d.id::text = $1 and d.application_id = $2`,
        [documentId, id, page],
      );
      const shown = shownOf(found);
      await tx.query('insert into document_view (document_id, clerk, reason) values ($1, $2, $3)', [
        documentId,
        clerk.id,
        reason,
      ]);
      return shown;
    });
    response.set('Loket-Pages', String(copy.pages));
    return asDownload(this.store, copy.key);
  }
}

interface Found {
  readonly quarantined: boolean;
  readonly store_key: string | null;
  /** Null: no copy was drawn. */
  readonly pages: number | null;
}

function shownOf(found: Found | undefined): { key: string; pages: number } {
  if (!found) throw noSuchDocument();
  if (found.quarantined) {
    throw new ProblemError(
      409,
      'document-quarantined',
      'The antivirus has found something in this file; nobody is shown it',
    );
  }
  if (found.pages === null) {
    throw new ProblemError(
      409,
      'no-safe-copy',
      'There is nothing to show of this file',
      'it has not been checked yet, or could not be opened',
    );
  }
  if (found.store_key === null) throw new ProblemError(404, 'page-not-found', 'The document has fewer pages');
  return { key: found.store_key, pages: found.pages };
}

export function noSuchDocument(): ProblemError {
  return new ProblemError(404, 'document-not-found', 'There is no such document, or its file could not be kept');
}

/** A stored document as an answer: never shown inline, never sniffed. */
export async function asDownload(store: DocumentStore, key: string): Promise<StreamableFile> {
  const { bytes, contentType } = await store.getWithType(key);
  return new StreamableFile(bytes, { type: contentType, disposition: 'attachment', length: bytes.length });
}
