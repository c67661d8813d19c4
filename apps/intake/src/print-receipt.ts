import { Controller, Get, Header, Param, Req, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiProblems, CalledBy, clerkOf, Roles } from '#boot';
import { documents, maskName, maskNik, serviceKindFacts } from '#civil-registry';
import { counter, inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { applicationId } from './application-id.js';
import { type ApplicationRow, isKept, type KeptRow } from './application/application.row.js';
import { mustSee, noSuchApplication } from './clerk-sees.js';
import { documentCode } from './consider-submission.js';
import { drawReceipt, type Receipt } from './draw-receipt.js';
import { aboutAct } from './later-act.js';
import { PersonalData } from './personal-data.js';
import { PromiseDate } from './promise-date.js';
import { dayWords, promiseWords } from './promise-words.js';
import { Territory } from './territory.js';
import { TrackingAddress } from './tracking-address.js';

const printed = counter('loket_receipts_total', 'Receipts made for citizens', []);

/** A receipt for the hand of a citizen. It opens their tracking page, so each one that is made is written down. */
@ApiTags('counter')
@Controller()
export class PrintReceipt {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly personalData: PersonalData,
    private readonly territory: Territory,
    private readonly trackingAddress: TrackingAddress,
    private readonly promiseDate: PromiseDate,
  ) {}

  @Get('applications/:id/receipt')
  @Roles('clerk', 'reviewer', 'admin')
  @ApiOperation({ summary: 'A receipt on A5 with a QR code to the tracking page; that it was made is recorded' })
  @ApiProduces('application/pdf')
  @ApiProblems({ 404: 'application-not-found' })
  @Header('Content-Type', 'application/pdf')
  @Header('Cache-Control', 'no-store')
  async print(@Param('id', applicationId) id: string, @Req() request: Request): Promise<StreamableFile> {
    const clerk = clerkOf(request);
    return this.make(id, clerk.id, (row) => mustSee(clerk, row));
  }

  @Get('internal/applications/:id/receipt')
  @CalledBy('notification')
  @ApiOperation({ summary: 'The same receipt, to go out with the message that the request has come in' })
  @ApiProduces('application/pdf')
  @ApiProblems({ 404: 'application-not-found' })
  @Header('Content-Type', 'application/pdf')
  async give(@Param('id', applicationId) id: string): Promise<StreamableFile> {
    return this.make(id, 'notification', (row) => {
      if (!row) throw noSuchApplication();
      return row;
    });
  }

  private async make(
    id: string,
    by: string,
    seen: (row: (ApplicationRow & { now: Date }) | undefined) => ApplicationRow & { now: Date },
  ): Promise<StreamableFile> {
    const receipt = await this.unitOfWork.run(async (tx) => {
      const rows = await tx.query<ApplicationRow & { now: Date }>(
        'select *, now() as now from application where id = $1',
        [id],
      );
      const row = seen(rows[0]);
      if (!isKept(row)) throw noSuchApplication();
      return inSpan('print receipt', aboutAct(id, row.traceparent), async () => {
        const held = await tx.query<{ claimed_as: string | null }>(
          `select distinct claimed_as from document
            where application_id = $1 and state = 'kept' and not superseded order by claimed_as`,
          [id],
        );
        await tx.query('insert into receipt_print (application_id, clerk) values ($1, $2)', [id, by]);
        tx.afterCommit(() => printed.inc());
        return this.receiptOf(
          row,
          held.map(({ claimed_as }) => claimed_as),
        );
      });
    });
    const pdf = await drawReceipt(receipt);
    return new StreamableFile(pdf, {
      type: 'application/pdf',
      disposition: `inline; filename="tanda-terima-${receipt.ticket}.pdf"`,
      length: pdf.length,
    });
  }

  private async receiptOf(
    row: ApplicationRow & KeptRow & { readonly now: Date },
    held: readonly (string | null)[],
  ): Promise<Receipt> {
    const { region } = this.territory;
    const open = (sealed: string, column: string) => this.personalData.open(sealed, `application.${column}:${row.id}`);
    const office = this.territory.office(row.office);
    return {
      agency: region.agencyName,
      ticket: row.ticket,
      kind: serviceKindFacts[row.kind].title,
      receivedAt: `${dayWords(row.created_at, region.timeZone)}, ${clockWords(row.created_at, region.timeZone)} ${region.timeZoneName}`,
      name: maskName(open(row.sealed_name, 'name')),
      nik: maskNik(open(row.sealed_nik, 'nik')),
      documents: held.flatMap((code) => {
        const known = documentCode(code);
        return known === null ? [] : [documents[known].name];
      }),
      pickup: [office?.name ?? row.office, office?.address].filter(Boolean).join(', '),
      promise: promiseWords(row, region.timeZone) ?? (await this.expectation(row)),
      trackUrl: this.trackingAddress.of(open(row.sealed_tracking_code, 'tracking_code')),
      whatsapp: region.whatsapp.number,
    };
  }

  /** Before the file is complete nothing is promised; what would be, if it were complete now, is said as that. */
  private async expectation(row: ApplicationRow & { readonly now: Date }): Promise<string | undefined> {
    if (!['draft', 'submitted', 'correction_requested'].includes(row.state)) return undefined;
    const days = await this.promiseDate.daysFor(row.office);
    const day = await this.promiseDate.expectedAt(row.office, row.now);
    const words = dayWords(day, this.territory.region.timeZone);
    return `paling lama ${days} hari kerja sejak berkas lengkap; bila lengkap hari ini: ${words}`;
  }
}

function clockWords(at: Date, timeZone: string): string {
  return `pukul ${new Intl.DateTimeFormat('id-ID', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)}`;
}
