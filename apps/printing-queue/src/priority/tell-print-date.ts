import { Inject, Injectable } from '@nestjs/common';
import { type Region, workingCalendar, type WorkingCalendar } from '#civil-registry';
import type { Tx } from '#outbox';
import { REGION } from '../printing-office.js';
import { capacityOf } from './capacity.js';
import { expectedPrint } from './expected-print.js';
import { cardsToday } from './find-limits.js';

/** A job that waits: how many come first, and why it may not come at all now. */
export interface Waiting {
  readonly office: string;
  readonly before: number;
  readonly deferredFor: string | null;
}

/** How many queued jobs of its office come before one; to be joined as `j`. */
export const jobsBefore = `(select count(*)::int from print_job b where b.office = j.office and b.state = 'queued' and (b.sort_at, b.id) < (j.sort_at, j.id))`;

/** When cards that wait will be printed, by what their office makes a day (domain 4.2: 150 at the regency office). */
@Injectable()
export class TellPrintDate {
  private readonly calendar: WorkingCalendar;

  constructor(@Inject(REGION) private readonly region: Region) {
    this.calendar = workingCalendar(region.calendar, region.timeZone);
  }

  /**
   * @returns one date a job, in their order; null where nobody can know: no blanks, no line, no station
   */
  async tell(tx: Tx, jobs: readonly Waiting[], now = new Date()): Promise<(string | null)[]> {
    const capacities = new Map<string, { cardsPerDay: number; madeToday: number }>();
    for (const office of new Set(jobs.map((job) => job.office)))
      capacities.set(office, await this.capacityOf(tx, office));
    return jobs.map(({ office, before, deferredFor }) => {
      const capacity = capacities.get(office);
      const isKnown = deferredFor === null || deferredFor === 'capacity' || deferredFor === 'quota';
      if (!capacity || capacity.cardsPerDay === 0 || !isKnown) return null;
      return expectedPrint(before, capacity, now, this.calendar).toISOString();
    });
  }

  private async capacityOf(tx: Tx, office: string): Promise<{ cardsPerDay: number; madeToday: number }> {
    const cardsPerDay = await capacityOf(tx, office, this.region, false);
    const made = await cardsToday(tx, office, this.region.timeZone);
    return { cardsPerDay, madeToday: made.reduce((sum, { n }) => sum + n, 0) };
  }
}
