import { Controller, Get, Header, Param, Req, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, CalledBy, callerOf, ZodQuery } from '#boot';
import { bringAlong, maskName, maskNik, serviceKindFacts } from '#civil-registry';
import { counter, inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import { applicationId } from '../application-id.js';
import { type ApplicationRow, isKept, type KeptRow } from '../application/application.row.js';
import { noSuchApplication } from '../clerk-sees.js';
import { counterHoursText } from '../counter-hours-text.js';
import { aboutAct } from '../later-act.js';
import { PersonalData } from '../personal-data.js';
import { dayWords } from '../promise-words.js';
import { Territory } from '../territory.js';
import { TrackingAddress } from '../tracking-address.js';
import { drawPickupSlip, type PickupSlip } from './draw-pickup-slip.js';

const printed = counter('loket_pickup_slips_total', 'Pick-up slips made, by who asked for them', ['service']);
const query = z.object({
  /** Since when the card lies ready, for the shelf of the counter. */
  readyAt: z.iso.datetime().optional(),
});

/** The slip of a card that lies ready. It opens the citizen's tracking page, so each one that is made is written down. */
@ApiTags('internal')
@Controller('internal/applications/:id/pickup-slip')
export class PrintPickupSlip {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly personalData: PersonalData,
    private readonly territory: Territory,
    private readonly trackingAddress: TrackingAddress,
  ) {}

  @Get()
  @CalledBy('notification', 'printing-queue')
  @ApiOperation({ summary: 'The pick-up slip on A6, to go out with the good news and to lie with the card' })
  @ApiProduces('application/pdf')
  @ApiProblems({ 404: 'application-not-found' })
  @Header('Content-Type', 'application/pdf')
  async give(
    @Param('id', applicationId) id: string,
    @ZodQuery(query) { readyAt }: z.infer<typeof query>,
    @Req() request: Request,
  ): Promise<StreamableFile> {
    const service = callerOf(request);
    const slip = await this.unitOfWork.run(async (tx) => {
      const [row] = await tx.query<ApplicationRow>('select * from application where id = $1', [id]);
      if (!row || !isKept(row)) throw noSuchApplication();
      return inSpan('print pick-up slip', aboutAct(id, row.traceparent), async () => {
        await tx.query('insert into receipt_print (application_id, clerk) values ($1, $2)', [id, service]);
        tx.afterCommit(() => printed.inc({ service }));
        return this.slipOf(row, readyAt === undefined ? undefined : new Date(readyAt));
      });
    });
    const pdf = await drawPickupSlip(slip);
    return new StreamableFile(pdf, {
      type: 'application/pdf',
      disposition: `inline; filename="bukti-pengambilan-${slip.ticket}.pdf"`,
      length: pdf.length,
    });
  }

  private slipOf(row: ApplicationRow & KeptRow, readyAt: Date | undefined): PickupSlip {
    const { region } = this.territory;
    const open = (sealed: string, column: string) => this.personalData.open(sealed, `application.${column}:${row.id}`);
    const office = this.territory.office(row.office);
    return {
      agency: region.agencyName,
      ticket: row.ticket,
      maskedName: maskName(open(row.sealed_name, 'name')),
      maskedNik: maskNik(open(row.sealed_nik, 'nik')),
      service: serviceKindFacts[row.kind].title,
      readySince: readyAt && dayWords(readyAt, region.timeZone),
      pickup: [office?.name ?? row.office, office?.address].filter(Boolean).join(', '),
      hours: counterHoursText(office?.counterHours ?? null, region.timeZoneName),
      bring: bringAlong(row.kind),
      trackUrl: this.trackingAddress.of(open(row.sealed_tracking_code, 'tracking_code')),
    };
  }
}
