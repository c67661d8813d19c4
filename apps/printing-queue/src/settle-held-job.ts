import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ProblemError, Roles, ZodBody, ZodParams } from '#boot';
import { attribute, inSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { blankSerial } from './blank/blank-serial.js';
import { actOnPrintJob, findAndLockJob } from './print-job/act-on-print-job.js';
import { jobRefused, noSuchJob } from './print-job/job-problems.js';
import { clerkServing } from './station/serving-clerk.js';

const path = z.object({ id: z.uuid() });
const body = z.object({
  outcome: z.enum(['printed', 'spoiled', 'not-fed']),
  /** Of the blank that was found; may be left out when it is the one that was bound. */
  serial: blankSerial.optional(),
  /** What was seen in the tray. */
  note: z.string().trim().min(3).max(500),
});
const answer = z.object({ state: z.enum(['completed', 'abandoned']) });

/** A person has looked in the tray: what became of the blank of a job that was put aside. Only then may be printed again. */
@ApiTags('print jobs')
@Controller()
export class SettleHeldJob {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Post('print-jobs/:id/settlement')
  @HttpCode(200)
  @Roles('print-operator', 'admin')
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'print-job-not-found', 409: 'not-held, serial-needed, blank-not-in-stock' })
  settle(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(body) { outcome, serial, note }: z.infer<typeof body>,
    @Req() request: Request,
  ): Promise<z.infer<typeof answer>> {
    return this.unitOfWork.run(async (tx) => {
      const job = await findAndLockJob(tx, id);
      if (!job) throw noSuchJob();
      const clerk = clerkServing(request, job.row.office);
      const { applicationId, traceparent } = job.row;
      const about = { [attribute.applicationId]: applicationId, [attribute.printJobId]: id };
      return inSpan('settle held job', { attributes: about, links: [traceparent ?? undefined] }, async () => {
        if (job.row.state === 'held') await this.checkBlank(tx, id, serial ?? job.row.serial, outcome);
        const decision = await actOnPrintJob(
          tx,
          job,
          { act: 'settle', found: outcome, serial: serial ?? null },
          clerk.id,
          note,
        );
        if (decision.outcome === 'refused') throw jobRefused(decision.why);
        await tx.query('insert into settlement (job_id, found, serial, note, settled_by) values ($1, $2, $3, $4, $5)', [
          id,
          outcome,
          job.row.serial,
          note,
          clerk.id,
        ]);
        return { state: outcome === 'printed' ? 'completed' : 'abandoned' };
      });
    });
  }

  private async checkBlank(tx: Tx, jobId: string, serial: string | null, outcome: string): Promise<void> {
    if (serial === null) {
      if (outcome === 'not-fed') return;
      throw new ProblemError(409, 'serial-needed', 'Name the blank that was found');
    }
    const known = await tx.query(
      `select 1 from blank where serial = $1 and (state = 'in_stock' or (state = 'reserved' and job_id = $2)) for update`,
      [serial, jobId],
    );
    if (known.length === 0)
      throw new ProblemError(409, 'blank-not-in-stock', 'No such blank is in stock or bound to this job');
  }
}
