import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodBody, ZodParams } from '#boot';
import { RecordPrintReady, RecordWaitChanged } from '#contracts';
import { attribute, describeSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { standingOf } from './register/record-status.js';
import { inLinkedSpan } from './review/act-on-review.js';
import { type ReviewRow, reviewColumns } from './review/review.row.js';
import { noteAct, settleReview } from './review/settle-review.js';

const byApplication = z.object({ applicationId: z.uuid() });
const mirrored = z.strictObject({
  /** As SIAK shows it, known or not. */
  status: z
    .string()
    .trim()
    .regex(/^(?!.*\d{6})[A-Za-z][A-Za-z0-9 _-]{0,63}$/, 'must be a status as SIAK shows it'),
});
const shown = z.object({
  applicationId: z.uuid(),
  status: z.string(),
  printable: z.boolean(),
  meaning: z.string().nullable(),
  nextStep: z.string().nullable(),
  /** True once the request has gone on because of it. */
  printReady: z.boolean(),
});

/** A clerk mirrors the record's status from SIAK. Print-ready lets the request go on; everything else is kept as it is. */
@ApiTags('records')
@Controller('records')
export class MirrorRecordStatus {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Roles('clerk', 'reviewer')
  @Post(':applicationId/status')
  @HttpCode(200)
  @ApiZodResponse(200, shown, 'kept; the same again changes nothing')
  @ApiProblems({ 400: 'invalid-request', 404: 'record-not-awaited', 409: 'review-claimed' })
  async mirror(
    @ZodParams(byApplication) { applicationId }: z.infer<typeof byApplication>,
    @ZodBody(mirrored) { status }: z.infer<typeof mirrored>,
    @Req() request: Request,
  ): Promise<z.infer<typeof shown>> {
    const clerk = clerkOf(request).id;
    describeSpan({ [attribute.applicationId]: applicationId });
    return this.unitOfWork.run(async (tx) => {
      const review = await awaited(tx, applicationId);
      return inLinkedSpan(review, () => this.note(tx, review, status, clerk));
    });
  }

  private async note(tx: Tx, review: ReviewRow, raw: string, clerk: string): Promise<z.infer<typeof shown>> {
    const applicationId = review.application_id;
    const standing = standingOf(raw);
    const status = standing?.status ?? raw;
    const printable = standing?.printable ?? false;
    await noteStatus(tx, applicationId, status, clerk);
    const cause = standing?.waitsFor;
    // Said again where the same is mirrored again: the first one may have been overtaken.
    if (cause && cause !== review.cause && review.closed_at === null) {
      await tx.emit(RecordWaitChanged, { applicationId, answers: review.answers, cause });
    }
    if (printable && review.closed_at === null) {
      await settleReview(tx, review, { clerk, task: 'mirror-record', outcome: { status }, now: new Date() });
      await tx.emit(RecordPrintReady, { applicationId, answers: review.answers });
    }
    return {
      applicationId,
      status,
      printable,
      meaning: standing?.meaning ?? null,
      nextStep: standing?.nextStep ?? null,
      printReady: printable && review.closed_as !== 'withdrawn',
    };
  }
}

/** The newest task to mirror this record, locked. */
async function awaited(tx: Tx, applicationId: string): Promise<ReviewRow> {
  const [row] = await tx.query<ReviewRow>(
    `select ${reviewColumns} from review r join application a on a.id = r.application_id
      where r.application_id = $1 and r.task = 'mirror-record' order by r.answers desc limit 1 for update of r`,
    [applicationId],
  );
  if (!row) throw new ProblemError(404, 'record-not-awaited', 'No record is awaited for this request');
  return row;
}

async function noteStatus(tx: Tx, applicationId: string, status: string, clerk: string): Promise<void> {
  const changed = await tx.query(
    `insert into record_status (application_id, status, noted_by)
     select $1, $2, $3
      where $2 is distinct from (select status from record_status where application_id = $1 order by id desc limit 1)
     returning 1`,
    [applicationId, status, clerk],
  );
  if (changed.length > 0) await noteAct(tx, applicationId, null, 'note-record-status', clerk);
}
