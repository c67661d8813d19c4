import { randomUUID } from 'node:crypto';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { Region } from '#civil-registry';
import { type ApplicationReadyToPrint, PrintJobAbandoned, type Received } from '#contracts';
import { Permanent } from '#messaging';
import { counter, currentTraceparent, describeSpan, attribute } from '#observability';
import type { Tx } from '#outbox';
import { freshPrintJob } from './print-job/print-job.js';
import { PrintJobRow } from './print-job/print-job.row.js';
import { factsOf, weighOffice } from './print-job/offer-or-defer.js';
import { findPolicy } from './priority/find-limits.js';
import { placeOf } from './priority/print-policy.js';
import { printingOfficeFor, REGION } from './printing-office.js';

const queued = counter('loket_print_jobs_queued_total', 'Print jobs made', ['office', 'kind']);
const consumer = 'printing-queue.queue-print-job';

/** A chapter of an application that ends in a card: its job, offered to the stations of the printing office. */
@Controller()
export class QueuePrintJob {
  constructor(@Inject(REGION) private readonly region: Region) {}

  @EventPattern<string>(consumer)
  async handle(@Payload() event: Received<typeof ApplicationReadyToPrint>, @Ctx() tx: Tx): Promise<void> {
    const { applicationId, sequence: answers, kind, office: pickupOffice } = event.data;
    const office = (await hasOwnStation(tx, pickupOffice))
      ? pickupOffice
      : printingOfficeFor(pickupOffice, this.region);
    // Also keeps two chapters of one application from passing each other.
    await tx.query("select pg_advisory_xact_lock(hashtext('printing-queue.application'), hashtext($1))", [
      applicationId,
    ]);
    const [latest] = await tx.query<{ answers: number; state: string; isVoid: boolean; first: Date }>(
      'select answers, state, voided_at is not null as "isVoid", min(queued_at) over () as first from print_job where application_id = $1 order by answers desc limit 1',
      [applicationId],
    );
    // An older chapter than we know: the application has moved on.
    if (latest && latest.answers >= answers) return;
    if (latest && latest.state !== 'abandoned' && !latest.isVoid)
      throw new Permanent(`the job of chapter ${latest.answers} is ${latest.state}`);
    const { rule: policyRule, sortAt } = placeOf(
      { kind, isReprint: latest !== undefined, waitingSince: latest?.first ?? new Date() },
      await findPolicy(tx, office),
    );
    const place = { policyRule, sortAt, district: event.data.district };
    const job = { ...freshPrintJob, id: randomUUID(), applicationId, answers, kind, office, pickupOffice };
    describeSpan({ [attribute.printJobId]: job.id });
    await tx.manager.insert(PrintJobRow, {
      ...job,
      ...place,
      traceparent: currentTraceparent() ?? null,
      causedBy: event.id,
      causedByConsumer: consumer,
    });
    queued.inc({ office, kind });
    if (await wasWithdrawn(tx, applicationId, answers)) {
      await tx.manager.update(PrintJobRow, { id: job.id }, { state: 'abandoned', endedBecause: 'withdrawn' });
      await tx.emit(PrintJobAbandoned, { ...factsOf(job), reason: 'withdrawn' as const });
      return;
    }
    await weighOffice(tx, office, job);
  }
}

/** An office prints for itself once a station was registered there, whatever the region file says of its printers. */
async function hasOwnStation(tx: Tx, office: string): Promise<boolean> {
  const rows = await tx.query(
    "select 1 from station where office = $1 and source = 'registered' and revoked_at is null and away_at is null limit 1",
    [office],
  );
  return rows.length > 0;
}

/** The citizen had asked to withdraw when the job before had ended and this one was not here yet. */
async function wasWithdrawn(tx: Tx, applicationId: string, answers: number): Promise<boolean> {
  const rows = await tx.query('delete from withdrawal where application_id = $1 and sequence < $2 returning 1', [
    applicationId,
    answers,
  ]);
  return rows.length > 0;
}
