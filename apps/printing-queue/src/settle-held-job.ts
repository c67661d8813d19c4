import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, Roles, ZodBody, ZodParams } from '#boot';
import { attribute, inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import { blankSerial } from './blank/blank-serial.js';
import { CONFIG, type Config } from './config.js';
import { findAndLockJob } from './print-job/act-on-print-job.js';
import { noSuchJob } from './print-job/job-problems.js';
import { askSecondPerson } from './second-card/ask-second-person.js';
import { checkFinding, settleNow } from './second-card/settle-now.js';
import { clerkServing } from './station/serving-clerk.js';

const path = z.object({ id: z.uuid() });
const body = z.object({
  outcome: z.enum(['printed', 'spoiled', 'not-fed']),
  /** Of the blank that was found; may be left out when it is the one that was bound. */
  serial: blankSerial.optional(),
  /** What was seen in the tray. */
  note: z.string().trim().min(3).max(500),
});
const answer = z.discriminatedUnion('state', [
  z.object({ state: z.enum(['completed', 'abandoned']) }),
  /** It would lead to a second card: another person decides. */
  z.object({ state: z.literal('awaiting-approval'), approvalId: z.uuid() }),
]);

/**
 * A person has looked in the tray: what became of the blank of a job that was put aside. A card that came out ends the
 * matter; anything else means printing again, which a second person must approve.
 */
@ApiTags('print jobs')
@Controller()
export class SettleHeldJob {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('print-jobs/:id/settlement')
  @HttpCode(200)
  @Roles('print-operator', 'admin')
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'print-job-not-found', 409: 'not-held, serial-needed, blank-not-in-stock, approval-open' })
  settle(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(body) given: z.infer<typeof body>,
    @Req() request: Request,
  ): Promise<z.infer<typeof answer>> {
    const { outcome: found, note } = given;
    const serial = given.serial ?? null;
    return this.unitOfWork.run(async (tx) => {
      const job = await findAndLockJob(tx, id);
      if (!job) throw noSuchJob();
      const clerk = clerkServing(request, job.row.office);
      const { applicationId, traceparent } = job.row;
      const about = { [attribute.applicationId]: applicationId, [attribute.printJobId]: id };
      return inSpan('settle held job', { attributes: about, links: [traceparent ?? undefined] }, async () => {
        if (found === 'printed' || !this.config.PRINT_FOUR_EYES) {
          await settleNow(tx, job, { found, serial }, clerk.id, note);
          // What somebody had asked before is void: the card lies there.
          await tx.query(
            `update approval set decision = 'denied', decided_by = $2, decided_at = now(), decision_note = $3
              where job_id = $1 and decision is null`,
            [id, clerk.id, note],
          );
          return { state: found === 'printed' ? ('completed' as const) : ('abandoned' as const) };
        }
        await checkFinding(tx, job, { found, serial });
        const approvalId = await askSecondPerson(tx, job.row, { act: 'settle', found, serial }, note, clerk.id);
        return { state: 'awaiting-approval' as const, approvalId };
      });
    });
  }
}
