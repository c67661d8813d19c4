import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { type ApplicationWithdrawalRequested, PrintJobWithdrawalRefused, type Received } from '#contracts';
import { NotYet } from '#messaging';
import type { Tx } from '#outbox';
import { actOnPrintJob, findAndLockJob } from './print-job/act-on-print-job.js';
import { factsOf } from './print-job/offer-or-defer.js';

/** The race between ink and a change of mind, decided under the job's lock. */
@Controller()
export class WithdrawalAsked {
  @EventPattern<string>('printing-queue.withdrawal-asked')
  async handle(@Payload() event: Received<typeof ApplicationWithdrawalRequested>, @Ctx() tx: Tx): Promise<void> {
    const { applicationId, sequence } = event.data;
    await tx.query("select pg_advisory_xact_lock(hashtext('printing-queue.application'), hashtext($1))", [
      applicationId,
    ]);
    const [latest] = await tx.query<{ id: string }>(
      'select id from print_job where application_id = $1 order by answers desc limit 1',
      [applicationId],
    );
    const job = latest && (await findAndLockJob(tx, latest.id));
    // It overtook the announcement that makes the job; were the application unknown, the waits would end on the parked desk.
    if (!job) throw new NotYet('no print job of this application yet');
    const decision = await actOnPrintJob(tx, job, { act: 'withdraw' }, 'citizen');
    if (decision.outcome !== 'refused') return;
    if (job.row.state === 'abandoned') {
      // That job is over without a card, and the next one is on its way: it shall end before it begins.
      await tx.query(
        `insert into withdrawal (application_id, sequence) values ($1, $2)
         on conflict (application_id) do update set sequence = greatest(withdrawal.sequence, excluded.sequence)`,
        [applicationId, sequence],
      );
      return;
    }
    await tx.emit(PrintJobWithdrawalRefused, factsOf(job.row));
  }
}
