import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ProblemError } from '#boot';
import { officeDate, type Region } from '#civil-registry';
import { type Tx, UnitOfWork } from '#outbox';
import { type CardData, cardData, FetchCard } from '../card/fetch-card.js';
import { REGION } from '../printing-office.js';

/** A batch that is along on a visit, as its station needs it to print where no line reaches. */
export const batch = z.object({
  visitId: z.uuid(),
  until: z.iso.datetime(),
  /** What is claimed for this visit and not begun by what is known here. */
  jobs: z.array(
    z.object({
      jobId: z.uuid(),
      attempt: z.int(),
      applicationId: z.uuid(),
      /** Null when it could not be read now: ask for the batch again. */
      card: cardData.nullable(),
    }),
  ),
  /** Blanks in the station's cabinet, the oldest first, with some to spare for spoiled ones. */
  blanks: z.array(z.string()),
});
export type Batch = z.infer<typeof batch>;

const mostJobs = 200;
const mostBlanks = 300;

/** Reads the batch of a station's open visit, its cards included. */
@Injectable()
export class ShowBatch {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly fetchCard: FetchCard,
    @Inject(REGION) private readonly region: Region,
  ) {}

  /** @returns undefined when the station is not on this visit (any more) */
  async find(stationId: string, visitId: string): Promise<Batch | undefined> {
    const found = await this.unitOfWork.run((tx) => this.read(tx, stationId, visitId));
    if (!found) return undefined;
    const today = officeDate(new Date(), this.region.timeZone);
    const jobs: Batch['jobs'] = [];
    let isReadable = true;
    for (const one of found.jobs) {
      // Where one cannot be read the next cannot either: the station is answered before it gives up.
      const card: CardData | null = isReadable ? await this.cardOf(one.applicationId, today) : null;
      isReadable &&= card !== null;
      jobs.push({ ...one, card });
    }
    return { ...found, jobs };
  }

  private async read(tx: Tx, stationId: string, visitId: string) {
    const [visit] = await tx.query<{ id: string; until: Date }>(
      'select id, until from visit where id = $2 and station_id = $1 and ended_at is null',
      [stationId, visitId],
    );
    if (!visit) return undefined;
    const jobs = await tx.query<{ jobId: string; attempt: number; applicationId: string }>(
      `select id as "jobId", attempt, application_id as "applicationId" from print_job
        where visit_id = $1 and station_id = $2 and state = 'claimed' order by sort_at, id limit ${mostJobs}`,
      [visit.id, stationId],
    );
    const blanks = await tx.query<{ serial: string }>(
      `select serial from blank where station_id = $1 and state = 'in_stock' order by seq limit ${mostBlanks}`,
      [stationId],
    );
    return {
      visitId: visit.id,
      until: visit.until.toISOString(),
      jobs,
      blanks: blanks.map(({ serial }) => serial),
    };
  }

  private async cardOf(applicationId: string, today: string): Promise<CardData | null> {
    try {
      return await this.fetchCard.fetch(applicationId, today);
    } catch (error) {
      if (error instanceof ProblemError) return null;
      throw error;
    }
  }
}
