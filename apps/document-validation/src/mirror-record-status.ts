import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, ZodBody, ZodParams } from '#boot';
import { attribute, describeSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { inLinkedSpan } from './review/act-on-review.js';
import { findAwaitedRecord, notedRecord, noteRecordStatus } from './review/note-record-status.js';
import { ReviewRoles } from './review/review-roles.js';

const byApplication = z.object({ applicationId: z.uuid() });
const mirrored = z.strictObject({
  /** As SIAK shows it, known or not. */
  status: z
    .string()
    .trim()
    .regex(/^(?!.*\d{6})[A-Za-z][A-Za-z0-9 _-]{0,63}$/, 'must be a status as SIAK shows it'),
});
/** A clerk mirrors the record's status from SIAK. Print-ready lets the request go on; everything else is kept as it is. */
@ApiTags('records')
@Controller('records')
export class MirrorRecordStatus {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @ReviewRoles('clerk', 'reviewer')
  @Post(':applicationId/status')
  @HttpCode(200)
  @ApiZodResponse(200, notedRecord, 'kept; the same again changes nothing')
  @ApiProblems({ 400: 'invalid-request', 404: 'record-not-awaited', 409: 'review-claimed' })
  async mirror(
    @ZodParams(byApplication) { applicationId }: z.infer<typeof byApplication>,
    @ZodBody(mirrored) { status }: z.infer<typeof mirrored>,
    @Req() request: Request,
  ): Promise<z.infer<typeof notedRecord>> {
    const clerk = clerkOf(request).id;
    describeSpan({ [attribute.applicationId]: applicationId });
    return this.unitOfWork.run(async (tx) => {
      const review = await findAwaitedRecord(tx, applicationId);
      if (!review) throw new ProblemError(404, 'record-not-awaited', 'No record is awaited for this request');
      return inLinkedSpan(review, () => noteRecordStatus(tx, review, status, clerk));
    });
  }
}
