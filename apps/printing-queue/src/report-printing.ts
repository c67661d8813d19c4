import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ProblemError, ZodBody, ZodParams } from '#boot';
import { UnitOfWork } from '#outbox';
import { blankSerial } from './blank/blank-serial.js';
import { type AttemptPath, attemptPath } from './print-job/attempt-path.js';
import { jobRefused } from './print-job/job-problems.js';
import { CONFIG, type Config } from './config.js';
import { quality } from './print-job/quality-check.js';
import { type Report, takeReport } from './print-job/take-report.js';
import { ForStations, stationOf } from './station/station-auth.js';

const used = z.object({ serial: blankSerial });
/** What was looked at before the card was called good. */
const good = used.extend({ quality: quality.optional() });
const spoiled = used.extend({ reason: z.string().trim().min(1).max(200).default('misprint') });
const unfed = z.object({ serial: blankSerial.optional() }).optional();
const answer = z.object({ outcome: z.enum(['moved', 'already']) });
const problems = {
  404: 'print-job-not-found',
  403: 'other-office',
  409: 'old-attempt, not-begun, serial-differs, job-ended, job-held: kept as evidence',
};

/** How an attempt ended, by its station. Asked again, each answers the same; what is refused is kept as evidence. */
@ApiTags('stations')
@ForStations()
@Controller('print-jobs/:id/attempts/:n')
export class ReportPrinting {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The card lies in the tray and has passed its quality check: data, photo, chip. */
  @Post('complete')
  @HttpCode(200)
  @ApiZodResponse(200, answer)
  @ApiProblems({ ...problems, 409: `${problems[409]}; quality-needed, quality-failed` })
  complete(
    @ZodParams(attemptPath) path: AttemptPath,
    @ZodBody(good) { serial, quality: seen }: z.infer<typeof good>,
    @Req() request: Request,
  ) {
    if (seen === undefined && this.config.PRINT_QUALITY_CHECK === 'required')
      throw new ProblemError(409, 'quality-needed', 'Look at data, photo and chip before the card is complete');
    if (seen && !(seen.data && seen.photo && seen.chip))
      throw new ProblemError(409, 'quality-failed', 'This card is no good: report its blank as spoiled');
    return this.take({ jobId: path.id, attempt: path.n, said: 'complete', serial, quality: seen }, request);
  }

  /** The blank is void: its serial is never used again, and the application gets a new job. */
  @Post('spoil')
  @HttpCode(200)
  @ApiZodResponse(200, answer)
  @ApiProblems(problems)
  spoil(
    @ZodParams(attemptPath) path: AttemptPath,
    @ZodBody(spoiled) body: z.infer<typeof spoiled>,
    @Req() request: Request,
  ) {
    return this.take({ jobId: path.id, attempt: path.n, said: 'spoil', serial: body.serial }, request, body.reason);
  }

  /** No blank was drawn in. Before ink it just gives the job back. */
  @Post('not-fed')
  @HttpCode(200)
  @ApiZodResponse(200, answer)
  @ApiProblems(problems)
  notFed(
    @ZodParams(attemptPath) path: AttemptPath,
    @ZodBody(unfed) body: z.infer<typeof unfed>,
    @Req() request: Request,
  ) {
    return this.take({ jobId: path.id, attempt: path.n, said: 'not-fed', serial: body?.serial }, request);
  }

  private async take(report: Report, request: Request, note?: string): Promise<z.infer<typeof answer>> {
    const decision = await takeReport(this.unitOfWork, stationOf(request), report, note);
    if (decision.outcome === 'refused') throw jobRefused(decision.why);
    return { outcome: decision.outcome };
  }
}
