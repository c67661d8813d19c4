import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiZodResponse, ProblemError, ZodBody } from '#boot';
import { logger } from '#observability';
import { UnitOfWork } from '#outbox';
import { blankSerial } from './blank/blank-serial.js';
import { actOnPrintJob, findAndLockJob } from './print-job/act-on-print-job.js';
import { quality } from './print-job/quality-check.js';
import { takeReport } from './print-job/take-report.js';
import { beginFromJournal } from './visit/begin-from-journal.js';
import { ForStations, type Station, stationOf } from './station/station-auth.js';

const log = logger('printing-queue');
const about = { jobId: z.uuid(), attempt: z.int().min(1).max(100_000) };
const entry = z.discriminatedUnion('said', [
  /** Begun without a line: only of what was taken along on a visit. */
  z.object({ ...about, said: z.literal('begin'), serial: blankSerial }),
  z.object({ ...about, said: z.literal('complete'), serial: blankSerial, quality: quality.optional() }),
  z.object({ ...about, said: z.literal('spoil'), serial: blankSerial }),
  z.object({ ...about, said: z.literal('not-fed'), serial: blankSerial.optional() }),
  /** The printer gave up, or nobody knows what became of the blank. */
  z.object({ ...about, said: z.literal('abort'), serial: blankSerial.optional() }),
]);
const body = z.object({
  /** This run of the station; it may claim from now on. */
  bootId: z.uuid(),
  /** What it still works at, its printer having gone on without it. Anything else of an earlier run is over. */
  inHand: z.array(z.object(about)).max(50).default([]),
  entries: z.array(entry).max(500),
});
type Entry = z.infer<typeof entry>;
const answer = z.object({ verdicts: z.array(z.object({ ...about, verdict: z.string() })) });

/** What a station wrote down before it lost power or line. Each entry is taken like the call it stands for. */
@ApiTags('stations')
@Controller()
export class PostJournal {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  @Post('stations/me/journal')
  @HttpCode(200)
  @ForStations()
  @ApiZodResponse(200, answer)
  async post(
    @ZodBody(body) { bootId, inHand, entries }: z.infer<typeof body>,
    @Req() request: Request,
  ): Promise<z.infer<typeof answer>> {
    const station = stationOf(request);
    const verdicts: { jobId: string; attempt: number; verdict: string }[] = [];
    for (const one of entries)
      verdicts.push({ jobId: one.jobId, attempt: one.attempt, verdict: await this.take(station, one) });
    await this.closeEarlierRun(
      station,
      bootId,
      inHand.map(({ jobId }) => jobId),
    );
    return { verdicts };
  }

  private async take(station: Station, report: Entry): Promise<string> {
    try {
      if (report.said === 'begin') return await beginFromJournal(this.unitOfWork, station, report);
      const decision = await takeReport(this.unitOfWork, station, report);
      return decision.outcome === 'refused' ? decision.why : decision.outcome;
    } catch (error) {
      // One strange entry must not keep the others from being told.
      if (error instanceof ProblemError) return error.code;
      throw error;
    }
  }

  /** What an earlier run had claimed goes back; what it had begun and the journal does not explain, nobody can explain. */
  private closeEarlierRun({ stationId }: Station, bootId: string, inHand: readonly string[]): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const [station] = await tx.query<{ bootId: string | null }>(
        'select boot_id as "bootId" from station where station_id = $1',
        [stationId],
      );
      if (station?.bootId === bootId) return;
      // All locked first: giving one back takes the office's lock, and that comes last everywhere.
      const open = await tx.query<{ id: string }>(
        "select id from print_job where station_id = $1 and state in ('claimed', 'started') and not id = any($2::uuid[]) order by id for update",
        [stationId, inHand],
      );
      for (const { id } of open) {
        const job = await findAndLockJob(tx, id);
        if (!job || job.row.stationId !== stationId) continue;
        const by = { stationId, attempt: job.row.attempt };
        const isBegun = job.row.state !== 'claimed';
        // Taken along: a run that ends says nothing of what the next one does on the same visit.
        if (!isBegun && job.row.visitId !== null) continue;
        await actOnPrintJob(tx, job, isBegun ? { act: 'journal-lost' } : { act: 'not-fed', by }, stationId);
        if (isBegun)
          log.error(
            { stationId, jobId: id },
            'a station came back without its journal; a person must look in its tray',
          );
      }
      await tx.query('update station set boot_id = $2, last_seen_at = now() where station_id = $1', [
        stationId,
        bootId,
      ]);
    });
  }
}
