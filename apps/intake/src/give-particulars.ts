import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, CalledBy } from '#boot';
import { attribute, describeSpan } from '#observability';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { applicationId } from './application-id.js';
import { type ApplicationRow, isKept } from './application/application.row.js';
import { noSuchApplication } from './clerk-sees.js';
import type { ClaimedBy } from './conversation/claim-documents.js';
import { PersonalData } from './personal-data.js';

const particulars = z.object({
  applicationId: z.uuid(),
  kind: z.string(),
  channel: z.string(),
  /** Six digits, or `unknown`. */
  district: z.string(),
  village: z.string().nullable(),
  office: z.string(),
  ticket: z.string(),
  nik: z.string(),
  familyCardNumber: z.string(),
  name: z.string(),
  nationality: z.enum(['WNI', 'WNA']),
  /** Married or once married, as said by who is younger than seventeen; null: not asked. */
  married: z.boolean().nullable(),
  /** Those that count: what a correction has replaced is left out. */
  documents: z.array(
    z.object({
      documentId: z.uuid(),
      claimedAs: z.string().nullable(),
      /** `name`: its sender or a clerk said so. Everything else is a guess: by its content, the question before it, the order. */
      claimedBy: z.enum(['name', 'content', 'question', 'order']).nullable(),
      contentType: z.string().nullable(),
      size: z.int().nullable(),
      sha256: z.string().nullable(),
      receivedAt: z.iso.datetime(),
      /** Whether every page of it is kept as a safe copy. */
      copies: z.boolean(),
      /** A finding's defect: why there are no bytes. */
      fileProblem: z.string().optional(),
    }),
  ),
});

interface DocumentRow {
  readonly id: string;
  readonly claimed_as: string | null;
  readonly claimed_by: ClaimedBy | null;
  readonly content_type: string | null;
  readonly size: number | null;
  readonly sha256: string | null;
  readonly received_at: Date;
  readonly copies: boolean;
  readonly file_problem: string | null;
}

/** A request's particulars, for the services that work on it; a card's data among them. */
@ApiTags('internal')
@Controller('internal/applications')
export class GiveParticulars {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
  ) {}

  @Get(':id/particulars')
  @CalledBy('document-validation', 'printing-queue')
  @ApiOperation({ summary: 'Particulars and documents of an application' })
  @ApiZodResponse(200, particulars)
  @ApiProblems({ 404: 'application-not-found' })
  async give(@Param('id', applicationId) id: string): Promise<z.output<typeof particulars>> {
    describeSpan({ [attribute.applicationId]: id });
    const [row]: ApplicationRow[] = await this.dataSource.query('select * from application where id = $1', [id]);
    if (!row || !isKept(row)) throw noSuchApplication();
    const documents: DocumentRow[] = await this.dataSource.query(
      `select id, claimed_as, claimed_by, content_type, size, sha256, received_at, file_problem,
              coalesce((select count(*) = max(pages) from document_copy where document_id = document.id), false) as copies
         from document
        where application_id = $1 and state in ('kept', 'unusable') and not superseded order by sent_at, seq`,
      [id],
    );
    const open = (sealed: string, column: string) => this.personalData.open(sealed, `application.${column}:${id}`);
    return {
      applicationId: id,
      kind: row.kind,
      channel: row.channel,
      district: row.district,
      village: row.village,
      office: row.office,
      ticket: row.ticket,
      nik: open(row.sealed_nik, 'nik'),
      familyCardNumber: open(row.sealed_family_card, 'family_card'),
      name: open(row.sealed_name, 'name'),
      nationality: row.citizenship,
      married: row.married,
      documents: documents.map((document) => ({
        documentId: document.id,
        claimedAs: document.claimed_as,
        claimedBy: document.claimed_by,
        contentType: document.content_type,
        size: document.size,
        sha256: document.sha256,
        receivedAt: document.received_at.toISOString(),
        copies: document.copies,
        ...(document.file_problem === null ? {} : { fileProblem: document.file_problem }),
      })),
    };
  }
}
