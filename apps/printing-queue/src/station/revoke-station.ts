import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, Roles, ZodBody, ZodParams } from '#boot';
import { StationRevoked } from '#contracts';
import { logger } from '#observability';
import { UnitOfWork } from '#outbox';
import { actOnPrintJob, findAndLockJob } from '../print-job/act-on-print-job.js';
import { weighOffice } from '../print-job/offer-or-defer.js';
import { clerkServing, getOfficeOf } from './serving-clerk.js';

const log = logger('printing-queue');
const path = z.object({ id: z.string().max(64) });
const body = z.object({ reason: z.string().trim().min(3).max(300) });
const answer = z.object({
  /** Jobs that went back to the queue, and those that a person must look for. */
  returned: z.int(),
  held: z.int(),
});

/** A station is stolen, sold or lent: its key is worth nothing from the next call on, and what it held is taken from it. */
@ApiTags('stations')
@Controller()
export class RevokeStation {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Post('stations/:id/revocation')
  @HttpCode(200)
  @Roles('admin', 'ops')
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'station-not-found' })
  revoke(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(body) { reason }: z.infer<typeof body>,
    @Req() request: Request,
  ): Promise<z.infer<typeof answer>> {
    return this.unitOfWork.run(async (tx) => {
      const office = await getOfficeOf(tx, id);
      const clerk = clerkServing(request, office);
      const revoked = await tx.query(
        `update station set key_hash = null, revoked_at = now(), revoked_by = $2, revoked_because = $3
          where station_id = $1 and revoked_at is null returning 1`,
        [id, clerk.id, reason],
      );
      if (revoked.length === 0) return { returned: 0, held: 0 };
      // All of them locked before the first is acted on: acting takes the office's lock, and that comes last everywhere.
      const open = await tx.query<{ id: string }>(
        "select id from print_job where station_id = $1 and state in ('claimed', 'started') order by id for update",
        [id],
      );
      const ended = { returned: 0, held: 0 };
      for (const one of open) {
        const job = await findAndLockJob(tx, one.id);
        if (!job || job.row.stationId !== id) continue;
        const decision = await actOnPrintJob(tx, job, { act: 'station-lost' }, clerk.id, reason);
        if (decision.outcome === 'moved') ended[job.row.state === 'queued' ? 'returned' : 'held'] += 1;
      }
      await tx.emit(StationRevoked, { stationId: id, office });
      await weighOffice(tx, office);
      log.warn(
        { stationId: id },
        `a station was revoked: ${ended.returned} jobs went back, ${ended.held} were put aside for a person`,
      );
      return ended;
    });
  }
}
