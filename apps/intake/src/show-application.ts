import { Controller, Get, Param, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, Roles } from '#boot';
import { measureService, readLedger } from '#civil-registry';
import { attribute, describeSpan, traceIdOf } from '#observability';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { applicationId } from './application-id.js';
import type { ApplicationRow } from './application/application.row.js';
import { mustSee } from './clerk-sees.js';
import { maskParticulars } from './mask-particulars.js';
import { PersonalData } from './personal-data.js';
import { promiseShown, shownPromise } from './promise-shown.js';
import { WorkingHours } from './working-hours.js';

const instant = z.iso.datetime();
const shown = z.object({
  applicationId: z.uuid(),
  ticket: z.string(),
  kind: z.string(),
  channel: z.string(),
  district: z.string(),
  village: z.string().nullable(),
  office: z.string(),
  state: z.string(),
  sequence: z.int(),
  withdrawalAsked: z.boolean(),
  maskedName: z.string(),
  maskedNik: z.string(),
  maskedFamilyCardNumber: z.string(),
  maskedPhone: z.string().nullable(),
  /** When it was forgotten whose request it was. */
  erasedAt: instant.nullable(),
  createdAt: instant,
  completeSince: instant.nullable(),
  deadline: instant.nullable(),
  promise: shownPromise,
  /** Working minutes; null before the file was complete. */
  serviceTime: z.object({ grossMinutes: z.int(), netMinutes: z.int(), transitMinutes: z.int() }).nullable(),
  history: z.array(
    z.object({
      sequence: z.int(),
      says: z.string(),
      state: z.string(),
      cause: z.string().nullable(),
      details: z.unknown(),
      at: instant,
      clerk: z.string().nullable(),
      causedBy: z.string().nullable(),
      traceId: z.string().nullable(),
    }),
  ),
  holds: z.array(z.object({ cause: z.string(), startedAt: instant, endedAt: instant.nullable() })),
  documents: z.array(
    z.object({
      documentId: z.uuid(),
      claimedAs: z.string().nullable(),
      state: z.string(),
      contentType: z.string().nullable(),
      size: z.int().nullable(),
      fileProblem: z.string().nullable(),
      superseded: z.boolean(),
      receivedAt: instant,
    }),
  ),
});

interface HistoryRow {
  readonly sequence: number;
  readonly says: string;
  readonly state: string;
  readonly cause: string | null;
  readonly details: unknown;
  readonly at: Date;
  readonly clerk: string | null;
  readonly caused_by: string | null;
  readonly traceparent: string | null;
}
interface HoldRow {
  readonly cause: string;
  readonly started_at: Date;
  readonly ended_at: Date | null;
}
interface DocumentRow {
  readonly id: string;
  readonly claimed_as: string | null;
  readonly state: string;
  readonly content_type: string | null;
  readonly size: number | null;
  readonly file_problem: string | null;
  readonly superseded: boolean;
  readonly received_at: Date;
}

/** One request with its whole story, masked. */
@ApiTags('applications')
@Controller('applications')
export class ShowApplication {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
    private readonly hours: WorkingHours,
  ) {}

  @Get(':id')
  @Roles('clerk', 'reviewer', 'print-operator', 'head', 'ops', 'admin')
  @ApiOperation({ summary: 'One application: state, history, holds, documents, service time' })
  @ApiZodResponse(200, shown)
  @ApiProblems({ 404: 'application-not-found' })
  async show(@Param('id', applicationId) id: string, @Req() request: Request): Promise<z.output<typeof shown>> {
    describeSpan({ [attribute.applicationId]: id });
    const rows: ApplicationRow[] = await this.dataSource.query('select * from application where id = $1', [id]);
    const row = mustSee(clerkOf(request), rows[0]);
    const of = (sql: string) => this.dataSource.query(sql, [id]);
    const history: HistoryRow[] = await of(
      'select * from application_history where application_id = $1 order by sequence',
    );
    const holds: HoldRow[] = await of('select * from hold where application_id = $1 order by started_at, id');
    const documents: DocumentRow[] = await of(
      "select * from document where application_id = $1 and state not in ('repeated', 'revoked') order by sent_at, seq",
    );
    return {
      applicationId: id,
      ticket: row.ticket,
      kind: row.kind,
      channel: row.channel,
      district: row.district,
      village: row.village,
      office: row.office,
      state: row.state,
      sequence: row.sequence,
      withdrawalAsked: row.withdrawal_asked,
      ...maskParticulars(row, this.personalData),
      erasedAt: row.particulars_erased_at?.toISOString() ?? null,
      createdAt: row.created_at.toISOString(),
      completeSince: row.complete_since?.toISOString() ?? null,
      deadline: row.deadline?.toISOString() ?? null,
      promise: promiseShown(row),
      serviceTime: await this.serviceTime(row, history, holds),
      history: history.map((one) => ({
        sequence: one.sequence,
        says: one.says,
        state: one.state,
        cause: one.cause,
        details: one.details,
        at: one.at.toISOString(),
        clerk: one.clerk,
        causedBy: one.caused_by,
        traceId: traceIdOf(one.traceparent ?? undefined) ?? null,
      })),
      holds: holds.map((hold) => ({
        cause: hold.cause,
        startedAt: hold.started_at.toISOString(),
        endedAt: hold.ended_at?.toISOString() ?? null,
      })),
      documents: documents.map((document) => ({
        documentId: document.id,
        claimedAs: document.claimed_as,
        state: document.state,
        contentType: document.content_type,
        size: document.size,
        fileProblem: document.file_problem,
        superseded: document.superseded,
        receivedAt: document.received_at.toISOString(),
      })),
    };
  }

  private async serviceTime(row: ApplicationRow, history: readonly HistoryRow[], holds: readonly HoldRow[]) {
    if (!row.complete_since) return null;
    const { ended, transit } = readLedger(history.map(({ says, state, at }) => ({ says, state, cause: null, at })));
    const spans = holds.map(({ started_at, ended_at }) => ({ from: started_at, to: ended_at }));
    return measureService(row.complete_since, ended ?? new Date(), spans, transit, await this.hours.of(row.office));
  }
}
