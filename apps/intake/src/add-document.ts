import { randomUUID } from 'node:crypto';
import { Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodQuery } from '#boot';
import { documentCodes } from '#civil-registry';
import { DocumentTooLarge, type DocumentStore, type KeptDocument } from '#document-store';
import { inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import type { Request, Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { ApplicationRow } from './application/application.row.js';
import { applicationId } from './application-id.js';
import { mustSee, wrongState } from './clerk-sees.js';
import { DOCUMENT_STORE } from './document-storage.js';
import { aboutAct } from './later-act.js';

const query = z.object({ as: z.enum(documentCodes) });
const added = z.object({ documentId: z.uuid(), sha256: z.string(), size: z.int() });
const types = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif', 'application/pdf'];

/** A clerk adds a scanned document to a request that waits for one. */
@ApiTags('counter')
@Controller('applications')
export class AddDocument {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSource: DataSource,
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
  ) {}

  @Post(':id/documents')
  @Roles('clerk', 'reviewer', 'admin')
  @ApiOperation({ summary: 'Add a document: its bytes as the body, at most 16 MB, named by `as`' })
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiZodResponse(201, added)
  @ApiProblems({
    400: 'invalid-request',
    404: 'application-not-found',
    409: 'wrong-state',
    413: 'body-too-large',
    415: 'unsupported-media-type',
  })
  async add(
    @Param('id', applicationId) id: string,
    @ZodQuery(query) { as }: z.output<typeof query>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.output<typeof added>> {
    const clerk = clerkOf(request);
    const contentType = request.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
    if (!types.includes(contentType)) {
      throw new ProblemError(
        415,
        'unsupported-media-type',
        'The document has a type that is not read here',
        `send one of ${types.join(', ')}`,
      );
    }
    const found: ApplicationRow[] = await this.dataSource.query('select * from application where id = $1', [id]);
    const row = mustSee(clerk, found[0]);
    if (!canAdd(row.state)) throw wrongState(row.state);
    const kept = await this.keep(request, response, contentType);
    return inSpan('add document', aboutAct(id, row.traceparent), async () => {
      const { documentId, isNew } = await this.note(id, as, contentType, kept);
      if (!isNew) await this.store.delete(kept.key);
      response.status(isNew ? 201 : 200);
      return { documentId, sha256: kept.sha256, size: kept.size };
    });
  }

  private async keep(request: Request, response: Response, contentType: string): Promise<KeptDocument> {
    try {
      const kept = await this.store.put(request, { contentType });
      if (kept.size > 0) return kept;
      await this.store.delete(kept.key);
    } catch (error) {
      if (!(error instanceof DocumentTooLarge)) throw error;
      // The rest of the body is not read: this connection is of no more use.
      response.set('Connection', 'close');
      throw new ProblemError(413, 'body-too-large', 'The document is too large', `at most ${error.maxBytes} bytes`);
    }
    throw new ProblemError(400, 'empty-document', 'The document is empty');
  }

  private note(
    id: string,
    as: string,
    contentType: string,
    kept: KeptDocument,
  ): Promise<{ documentId: string; isNew: boolean }> {
    return this.unitOfWork.run(async (tx) => {
      const [row] = await tx.query<ApplicationRow>('select * from application where id = $1 for update', [id]);
      if (!row || !canAdd(row.state)) throw wrongState(row?.state ?? 'gone');
      const [same] = await tx.query<{ id: string }>(
        "select id from document where application_id = $1 and round = $2 and sha256 = $3 and named_as = $4 and state = 'kept'",
        [id, row.round, kept.sha256, as],
      );
      if (same) return { documentId: same.id, isNew: false };
      const documentId = randomUUID();
      await tx.query(
        `insert into document (id, application_id, named_as, claimed_as, claimed_by, round, state, store_key, content_type, size, sha256, sent_at)
         values ($1, $2, $3, $3, 'name', $4, 'kept', $5, $6, $7, $8, now())`,
        [documentId, id, as, row.round, kept.key, contentType, kept.size, kept.sha256],
      );
      return { documentId, isNew: true };
    });
  }
}

/** Later states have a checked file: what is added then would go unseen. */
function canAdd(state: ApplicationRow['state']): boolean {
  return state === 'draft' || state === 'correction_requested';
}
