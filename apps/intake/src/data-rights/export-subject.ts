import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, Roles, ZodBody } from '#boot';
import { documents as documentFacts } from '#civil-registry';
import type { DocumentStore } from '#document-store';
import { type Tx, UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { ApplicationRow } from '../application/application.row.js';
import { documentCode } from '../consider-submission.js';
import { DOCUMENT_STORE } from '../document-storage.js';
import { PersonalData } from '../personal-data.js';
import { Territory } from '../territory.js';
import { exportedWords } from './exported-words.js';
import { findSubject, subjectNumbers } from './find-subject.js';
import { asExported, type ExportedDocument, exportedRequest, shape } from './exported-request.js';

const body = z.strictObject(subjectNumbers);

/**
 * The right to a copy of one's data with the trail of its processing, within 3 × 24 hours (UU 27/2022 art. 32). The clerk has
 * seen who they are. Pictures that show other people too (the family card) are named and not handed out: a clerk blackens
 * a copy at the counter.
 */
@ApiTags('data rights')
@Controller('subject-exports')
export class ExportSubject {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
    private readonly territory: Territory,
    @Inject(DOCUMENT_STORE) private readonly store: DocumentStore,
  ) {}

  @Post()
  @HttpCode(200)
  @Roles('reviewer', 'admin')
  @ApiOperation({
    summary: 'Everything that is kept about one person, with who has worked on it; the export is recorded',
  })
  @ApiZodResponse(200, shape)
  @ApiProblems({ 404: 'subject-not-found', 422: 'invalid-particulars' })
  async export(@ZodBody(body) input: z.output<typeof body>, @Req() request: Request): Promise<z.output<typeof shape>> {
    const found = await this.unitOfWork.run(async (tx) => {
      const { index, rows } = await findSubject(tx, input, this.personalData);
      await tx.query('insert into subject_export (nik_index, clerk, identity_checked_with) values ($1, $2, $3)', [
        index,
        clerkOf(request).id,
        input.identityCheckedWith,
      ]);
      const exports = await tx.query<{ at: Date; clerk: string }>(
        'select at, clerk from subject_export where nik_index = $1 order by at desc limit 100',
        [index],
      );
      const requests = [];
      for (const row of rows) requests.push(await exportedRequest(tx, row, this.personalData));
      return { index, rows, requests, exports, documents: await documentsOf(tx, rows) };
    });
    const { region } = this.territory;
    return {
      exportedAt: new Date().toISOString(),
      controller: region.agencyName,
      purpose: 'Pelayanan penerbitan KTP-el (kewajiban hukum, UU 24/2013); tidak dipakai untuk hal lain.',
      requests: found.requests,
      documents: await this.contentsOf(found.documents),
      ...(await exportedWords(this.dataSource, found.index, found.rows, this.personalData)),
      exports: found.exports.map(({ at, clerk }) => ({ at: at.toISOString(), by: clerk })),
    };
  }

  private async contentsOf(rows: readonly DocumentRow[]): Promise<ExportedDocument[]> {
    const exported: ExportedDocument[] = [];
    for (const row of rows) {
      const code = documentCode(row.claimed_as);
      const about = {
        documentId: row.id,
        ticket: row.ticket,
        name: `${code === null ? 'Dokumen' : documentFacts[code].name}${row.page === null ? '' : `, halaman ${row.page}`}`,
        receivedAt: row.received_at.toISOString(),
        views: row.views,
      };
      if (row.store_key === null) exported.push(asExported(about, 'not-kept'));
      // What nobody has named may be a family card as well.
      else if (code === null || code === 'KK') exported.push(asExported(about, 'shows-others'));
      else {
        const { bytes, contentType } = await this.store.getWithType(row.store_key);
        exported.push({ ...asExported(about, 'included'), contentType, base64: bytes.toString('base64') });
      }
    }
    return exported;
  }
}

interface DocumentRow {
  readonly id: string;
  readonly ticket: string;
  readonly claimed_as: string | null;
  readonly store_key: string | null;
  /** Of a safe copy; null where it is the file as it was sent. */
  readonly page: number | null;
  readonly received_at: Date;
  readonly views: { readonly at: string; readonly by: string; readonly reason: string }[];
}

function documentsOf(tx: Tx, rows: readonly ApplicationRow[]): Promise<DocumentRow[]> {
  return tx.query<DocumentRow>(
    // Where the file as it was sent has ended (retention/forget-originals.ts), its copies take its place, page by page.
    `select d.id, a.ticket, d.claimed_as, d.received_at, c.page,
            case when d.quarantined_at is null then coalesce(d.store_key, c.store_key) end as store_key,
            coalesce((select jsonb_agg(jsonb_build_object('at', v.at, 'by', v.clerk, 'reason', v.reason) order by v.at)
                        from document_view v where v.document_id = d.id), '[]') as views
       from document d join application a on a.id = d.application_id
       left join document_copy c on c.document_id = d.id and d.store_key is null
      where d.application_id = any($1::uuid[]) order by d.received_at, d.id, c.page limit 400`,
    [rows.map(({ id }) => id)],
  );
}
