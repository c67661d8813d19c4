import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { ApiProblems, INTERNAL_FETCH, type InternalFetch, ProblemError, Roles, ZodParams } from '#boot';
import { attribute, inSpan, logger } from '#observability';
import { UnitOfWork } from '#outbox';
import { CONFIG, type Config } from '../config.js';
import { clerkServing } from '../station/serving-clerk.js';

const log = logger('printing-queue');
const patienceMs = 5_000;

const path = z.object({ id: z.uuid() });
interface Ready {
  readonly applicationId: string;
  readonly office: string;
  readonly state: string;
  readonly readyAt: Date;
  readonly traceparent: string | null;
}

/** The slip that lies with a card that is ready, as intake draws it: for the shelf, and for whoever collects the card. */
@ApiTags('cards')
@Controller()
export class ShowPickupSlip {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(INTERNAL_FETCH) private readonly internalFetch: InternalFetch,
    @Inject(CONFIG) private readonly config: Pick<Config, 'INTAKE_URL'>,
  ) {}

  @Get('print-jobs/:id/slip')
  @Roles('clerk', 'print-operator')
  @ApiProblems({ 404: 'card-not-found', 409: 'card-not-here', 503: 'slip-unavailable' })
  async show(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const [card] = await this.unitOfWork.run((tx) =>
      tx.query<Ready>(
        `select c.application_id as "applicationId", c.office, c.state, coalesce(c.arrived_at, c.printed_at) as "readyAt", j.traceparent
           from card c join print_job j on j.id = c.job_id where c.job_id = $1`,
        [id],
      ),
    );
    if (!card) throw new ProblemError(404, 'card-not-found', 'No card of this job is printed');
    clerkServing(request, card.office);
    if (card.state !== 'ready') throw new ProblemError(409, 'card-not-here', 'This card does not lie ready');
    const about = { [attribute.applicationId]: card.applicationId, [attribute.printJobId]: id };
    const links = [card.traceparent ?? undefined];
    const pdf = await inSpan('fetch pick-up slip', { attributes: about, links }, () => this.fetch(card));
    response.setHeader('Content-Type', 'application/pdf');
    response.setHeader('Content-Disposition', `inline; filename="slip-${id}.pdf"`);
    response.setHeader('Cache-Control', 'no-store');
    response.end(pdf);
  }

  private async fetch({ applicationId, readyAt }: Ready): Promise<Buffer> {
    const path = `/internal/applications/${applicationId}/pickup-slip?readyAt=${readyAt.toISOString()}`;
    try {
      const answer = await this.internalFetch(new URL(path, this.config.INTAKE_URL), {
        audience: 'intake',
        signal: AbortSignal.timeout(patienceMs),
      });
      if (!answer.ok) throw new Error(`intake answered ${answer.status}`);
      return Buffer.from(await answer.arrayBuffer());
    } catch (error) {
      log.warn({ applicationId, reason: String(error) }, 'no pick-up slip; try again later');
      throw new ProblemError(503, 'slip-unavailable', 'The slip cannot be had now; try again later');
    }
  }
}
