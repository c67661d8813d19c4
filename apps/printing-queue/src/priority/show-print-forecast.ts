import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, CalledBy, ProblemError, ZodParams } from '#boot';
import { UnitOfWork } from '#outbox';
import { jobsBefore, TellPrintDate } from './tell-print-date.js';

const path = z.object({ id: z.uuid() });
const answer = z.object({
  applicationId: z.uuid(),
  state: z.string(),
  /** Where it is printed; another office than asked for when it was re-routed. */
  office: z.string(),
  deferredFor: z.string().nullable(),
  /** How many cards come first; null once it is not queued any more. */
  before: z.int().nullable(),
  expectedAt: z.iso.datetime().nullable(),
});

/** For intake's promise: when the card of a request will be printed. */
@ApiTags('internal')
@Controller('internal/applications')
export class ShowPrintForecast {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tellPrintDate: TellPrintDate,
  ) {}

  @Get(':id/print-forecast')
  @CalledBy('intake', 'notification')
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'print-job-not-found' })
  show(@ZodParams(path) { id }: z.infer<typeof path>): Promise<z.infer<typeof answer>> {
    return this.unitOfWork.run(async (tx) => {
      const [job] = await tx.query<{ state: string; office: string; deferredFor: string | null; before: number }>(
        `select j.state, j.office, j.deferred_for as "deferredFor", ${jobsBefore} as before
           from print_job j where j.application_id = $1 order by j.answers desc limit 1`,
        [id],
      );
      if (!job) throw new ProblemError(404, 'print-job-not-found', 'No card of this request is to be printed yet');
      if (job.state !== 'queued') return { applicationId: id, ...job, before: null, expectedAt: null };
      const [expectedAt = null] = await this.tellPrintDate.tell(tx, [job]);
      return { applicationId: id, ...job, expectedAt };
    });
  }
}
