import { Injectable } from '@nestjs/common';
import { daysToPromise, promiseDates, type Queues, type Span } from '#civil-registry';
import type { Tx } from '#outbox';
import { DataSource } from 'typeorm';
import type { GivenPromise } from './application/application.js';
import type { ApplicationRow } from './application/application.row.js';
import { Territory } from './territory.js';
import { WorkingHours } from './working-hours.js';

/** Counting a queue further than this tells nobody more. */
const longestCount = 20_000;
const freshMs = 2_000;

/** What waits at a printing office and the offices it prints for, and what it makes a day. */
interface Ahead {
  readonly checks: number;
  readonly cards: number;
  readonly cardsPerDay: number;
}
/** Cards a day by office. */
type Capacities = ReadonlyMap<string, number>;

/**
 * The date an office can honestly give: from the public standard, what waits before a request, and what a day takes.
 *
 * The capacity of an office is what printing says its stations make a day; until it has said so, what the region file says
 * of its printers. An office that prints nothing counts on the first that does.
 */
@Injectable()
export class PromiseDate {
  private readonly counted = new Map<string, { readonly at: number; readonly ahead: Promise<Ahead> }>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly territory: Territory,
    private readonly hours: WorkingHours,
    private readonly checksPerDay: number,
  ) {}

  /**
   * The promise for a file that is complete now; the one that was given before, with its holds, where there was one. Undefined
   * while a hold makes a date impossible.
   */
  async give(tx: Tx, id: string): Promise<GivenPromise | undefined> {
    const [row] = await tx.query<Pick<ApplicationRow, 'office' | 'complete_since' | 'promise_days'> & { now: Date }>(
      'select office, complete_since, promise_days, now() as now from application where id = $1 for update',
      [id],
    );
    if (!row) return undefined;
    const workingDays = row.promise_days ?? (await this.daysFor(row.office));
    const completeSince = row.complete_since ?? row.now;
    const holds = row.complete_since ? await holdsOf(tx, id) : [];
    const dates = promiseDates({ completeSince, workingDays }, holds, await this.hours.of(row.office));
    return dates && { workingDays, ...dates };
  }

  /** The working days that would be promised at an office for a file that is complete now. */
  async daysFor(office: string): Promise<number> {
    const ahead = await this.aheadAt(office);
    return daysToPromise(this.territory.region.publicPromiseWorkingDays, {
      checksAhead: ahead.checks,
      checksPerDay: this.checksPerDay,
      cardsAhead: ahead.cards,
      cardsPerDay: ahead.cardsPerDay,
    } satisfies Queues);
  }

  /** The day a file that is complete at `at` would be promised for. */
  async expectedAt(office: string, at: Date): Promise<Date> {
    const workingDays = await this.daysFor(office);
    const dates = promiseDates({ completeSince: at, workingDays }, [], await this.hours.of(office));
    if (!dates) throw new Error('without a hold there is a date');
    return dates.promisedFor;
  }

  /** As for the office's own cards; counted anew every two seconds at most. */
  private aheadAt(office: string): Promise<Ahead> {
    const known = this.counted.get(office);
    const now = performance.now();
    if (known && now - known.at < freshMs) return known.ahead;
    const ahead = this.count(office);
    this.counted.set(office, { at: now, ahead });
    ahead.catch(() => this.counted.delete(office));
    return ahead;
  }

  /** What printing has said, and for the others the region file. */
  private async capacities(): Promise<Capacities> {
    const said: { office: string; cards: number }[] = await this.dataSource.query(
      'select office, cards_per_day as cards from print_capacity',
    );
    const byFile = this.territory.region.offices.map(
      ({ code, printers }) => [code, printers.reduce((sum, { cardsPerDay }) => sum + cardsPerDay, 0)] as const,
    );
    return new Map([...byFile, ...said.map(({ office, cards }) => [office, cards] as const)]);
  }

  private async count(office: string): Promise<Ahead> {
    const capacities = await this.capacities();
    const printer = this.printingOffice(office, capacities);
    const offices = this.territory.region.offices
      .map(({ code }) => code)
      .filter((code) => this.printingOffice(code, capacities) === printer);
    const count = async (states: readonly string[]) => {
      const [row]: { ahead: number }[] = await this.dataSource.query(
        `select count(*)::int as ahead
           from (select 1 from application where state = any($1) and office = any($2) limit $3) waiting`,
        [states, offices, longestCount],
      );
      return row?.ahead ?? 0;
    };
    const [checks, cards] = await Promise.all([
      count(['submitted', 'checking_register', 'under_review']),
      count(['ready_to_print', 'printing']),
    ]);
    return { checks, cards, cardsPerDay: Math.max(1, capacities.get(printer) ?? 0) };
  }

  private printingOffice(office: string, capacities: Capacities): string {
    const prints = (code: string) => (capacities.get(code) ?? 0) > 0;
    if (prints(office)) return office;
    return this.territory.region.offices.find(({ code }) => prints(code))?.code ?? office;
  }
}

/** The ledger of a request's holds. */
export async function holdsOf(tx: Pick<Tx, 'query'>, id: string): Promise<Span[]> {
  return tx.query<{ from: Date; to: Date | null }>(
    'select started_at as "from", ended_at as "to" from hold where application_id = $1 order by started_at, id',
    [id],
  );
}
