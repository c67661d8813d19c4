import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ProblemError, Roles, ZodQuery } from '#boot';
import { type Region, workingCalendar, type WorkingCalendar } from '#civil-registry';
import { type Tx, UnitOfWork } from '#outbox';
import { capacityOf } from '../priority/capacity.js';
import { REGION } from '../printing-office.js';
import { lossesOf, type Stretch } from './losses.js';

const query = z.object({
  office: z.string().max(60),
  /** First and last day, by the office's clock. */
  from: z.iso.date(),
  to: z.iso.date(),
});
const answer = z.object({
  office: z.string(),
  from: z.string(),
  to: z.string(),
  cardsPerDay: z.int(),
  /** Of the whole office, by cause; `station` is a breakdown or a silent machine. */
  losses: z.array(z.object({ cause: z.string(), workingMinutes: z.int(), workingDays: z.number(), cards: z.int() })),
  /** Time in which a machine was out of order by its fault log, whether or not others went on. */
  breakdowns: z.array(
    z.object({
      assetId: z.uuid(),
      label: z.string(),
      sort: z.string(),
      faults: z.int(),
      workingMinutes: z.int(),
      workingDays: z.number(),
    }),
  ),
});
const mostStretches = 10_000;
type Fault = { assetId: string; label: string; sort: string; since: Date; until: Date };

/** Days and cards that an office has lost, cause by cause: evidence for a budget, not an impression. */
@ApiTags('reports')
@Controller('reports/printing-losses')
export class ReportLosses {
  private readonly calendar: WorkingCalendar;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(REGION) private readonly region: Region,
  ) {
    this.calendar = workingCalendar(region.calendar, region.timeZone);
  }

  @Get()
  @Roles('print-operator', 'head', 'ops', 'admin')
  @ApiZodResponse(200, answer)
  @ApiProblems({ 404: 'office-not-found', 409: 'span-too-long' })
  report(@ZodQuery(query) { office, from, to }: z.infer<typeof query>): Promise<z.infer<typeof answer>> {
    if (!this.region.offices.some(({ code }) => code === office))
      throw new ProblemError(404, 'office-not-found', 'The region has no such office');
    if (Date.parse(to) - Date.parse(from) > 800 * 86_400_000)
      throw new ProblemError(409, 'span-too-long', 'At most two years at once');
    return this.unitOfWork.run(async (tx) => {
      const cardsPerDay = await capacityOf(tx, office, this.region, true);
      const day = this.minutesOfDay();
      const stretches = await this.stretches(tx, office, from, to);
      return {
        office,
        from,
        to,
        cardsPerDay,
        losses: lossesOf(stretches, cardsPerDay, day, this.calendar),
        breakdowns: this.breakdowns(await this.faults(tx, office, from, to), day),
      };
    });
  }

  private stretches(tx: Tx, office: string, from: string, to: string): Promise<Stretch[]> {
    return tx.query<Stretch>(
      `select cause, greatest(since, $2::date::timestamp at time zone $4) as since,
              least(coalesce(until, now()), ($3::date + 1)::timestamp at time zone $4) as until
         from obstacle
        where office = $1 and since < ($3::date + 1)::timestamp at time zone $4
          and coalesce(until, now()) > $2::date::timestamp at time zone $4
        order by since limit ${mostStretches}`,
      [office, from, to, this.region.timeZone],
    );
  }

  private faults(tx: Tx, office: string, from: string, to: string): Promise<Fault[]> {
    return tx.query<Fault>(
      `select a.id as "assetId", a.label, a.sort, greatest(e.written_at, $2::date::timestamp at time zone $4) as since,
              least(coalesce(e.repaired_at, now()), ($3::date + 1)::timestamp at time zone $4) as until
         from asset_entry e join asset a on a.id = e.asset_id
        where e.kind = 'fault' and a.office = $1 and e.written_at < ($3::date + 1)::timestamp at time zone $4
          and coalesce(e.repaired_at, now()) > $2::date::timestamp at time zone $4
        order by e.written_at limit ${mostStretches}`,
      [office, from, to, this.region.timeZone],
    );
  }

  private breakdowns(faults: readonly Fault[], day: number): z.infer<typeof answer>['breakdowns'] {
    return [...Map.groupBy(faults, ({ assetId }) => assetId).values()].flatMap((ofOne) => {
      const [first] = ofOne;
      if (!first) return [];
      const spans = ofOne.map(({ since, until }) => ({ cause: 'breakdown', since, until }));
      const [loss] = lossesOf(spans, 0, day, this.calendar);
      const { assetId, label, sort } = first;
      const { workingMinutes = 0, workingDays = 0 } = loss ?? {};
      return [{ assetId, label, sort, faults: ofOne.length, workingMinutes, workingDays }];
    });
  }

  /** Of the longest day of the week: an office that closes early on Friday does not lose less by a whole day. */
  private minutesOfDay(): number {
    const ofDay = (stretches: readonly { from: string; to: string }[]) =>
      stretches.reduce((sum, { from, to }) => sum + minutesOf(to) - minutesOf(from), 0);
    return Math.max(1, ...Object.values(this.region.calendar.weekly).map(ofDay));
  }
}

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
