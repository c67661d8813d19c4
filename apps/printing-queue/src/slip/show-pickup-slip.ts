import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { ApiProblems, ProblemError, Roles, ZodParams } from '#boot';
import { maskName, type Region, serviceKindFacts, type ServiceKind } from '#civil-registry';
import { attribute, inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import { FetchCard } from '../card/fetch-card.js';
import { REGION } from '../printing-office.js';
import { clerkServing } from '../station/serving-clerk.js';
import { pickupSlip } from './pickup-slip.js';

const path = z.object({ id: z.uuid() });
const surrendered = {
  'old-card': 'KTP-el lama',
  'damaged-card': 'KTP-el yang rusak',
} as const;
interface Ready {
  readonly applicationId: string;
  readonly kind: ServiceKind;
  readonly office: string;
  readonly state: string;
  readonly readyAt: Date;
  readonly traceparent: string | null;
}

/** The slip that goes with a card that lies ready: for the shelf, and for whoever collects it. */
@ApiTags('cards')
@Controller()
export class ShowPickupSlip {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly fetchCard: FetchCard,
    @Inject(REGION) private readonly region: Region,
  ) {}

  @Get('print-jobs/:id/slip')
  @Roles('clerk', 'print-operator')
  @ApiProblems({ 404: 'card-not-found', 409: 'card-not-here', 503: 'particulars-unavailable' })
  async show(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const [card] = await this.unitOfWork.run((tx) =>
      tx.query<Ready>(
        `select c.application_id as "applicationId", c.kind, c.office, c.state, coalesce(c.arrived_at, c.printed_at) as "readyAt", j.traceparent
           from card c join print_job j on j.id = c.job_id where c.job_id = $1`,
        [id],
      ),
    );
    if (!card) throw new ProblemError(404, 'card-not-found', 'No card of this job is printed');
    clerkServing(request, card.office);
    if (card.state !== 'ready') throw new ProblemError(409, 'card-not-here', 'This card does not lie ready');
    const about = { [attribute.applicationId]: card.applicationId, [attribute.printJobId]: id };
    const links = [card.traceparent ?? undefined];
    const pdf = await inSpan('write pick-up slip', { attributes: about, links }, () => this.write(card));
    response.setHeader('Content-Type', 'application/pdf');
    response.setHeader('Content-Disposition', `inline; filename="slip-${id}.pdf"`);
    response.setHeader('Cache-Control', 'no-store');
    response.end(pdf);
  }

  private async write(card: Ready): Promise<Buffer> {
    const person = await this.fetchCard.fetchOwner(card.applicationId);
    const office = this.region.offices.find(({ code }) => code === card.office);
    const { surrender, title } = serviceKindFacts[card.kind];
    return pickupSlip({
      agency: this.region.agencyName,
      ticket: person.ticket,
      maskedName: person.name === null ? null : maskName(person.name),
      service: title,
      officeName: office?.name ?? card.office,
      officeAddress: office?.address ?? '',
      readyOn: new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeZone: this.region.timeZone }).format(
        card.readyAt,
      ),
      toBring: surrender === 'old-card' || surrender === 'damaged-card' ? surrendered[surrender] : null,
    });
  }
}
