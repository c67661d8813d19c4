import { Inject, Injectable } from '@nestjs/common';
import { officeDate, workingCalendar, type WorkingCalendar, type Region } from '#civil-registry';
import { StockLow, StockOut, StockReplenished, type StockItem } from '#contracts';
import { gauge } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { CONFIG, type Config } from '../config.js';
import { type ConsumableItem } from '../consumable/consumable-ledger.js';
import { REGION } from '../printing-office.js';
import { type Capabilities } from '../station/capabilities.js';
import { cardsLeftOf, forecast, type StockLevel } from './forecast.js';

const daysLeft = gauge('loket_stock_working_days', 'Working days that an office’s stock lasts at the actual rate', [
  'office',
  'item',
]);
const windowDays = 30;

/** Weighs every office's stock against the rate at which it really prints, and says once when it gets low, is out, or is enough again. */
@Injectable()
export class LookOverStock {
  private readonly calendar: WorkingCalendar;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(REGION) private readonly region: Region,
  ) {
    this.calendar = workingCalendar(region.calendar, region.timeZone);
  }

  /** One round. */
  async lookOver(now = new Date()): Promise<void> {
    const offices = await this.unitOfWork.run((tx) =>
      tx.query<{ office: string }>('select distinct office from station order by office'),
    );
    for (const { office } of offices) await this.unitOfWork.run((tx) => this.weigh(tx, office, now));
  }

  private async weigh(tx: Tx, office: string, now: Date): Promise<void> {
    // Replicas take turns: one that comes second finds the level said.
    await tx.query("select pg_advisory_xact_lock(hashtext('printing-queue.stock'), hashtext($1))", [office]);
    const cardsPerDay = await this.rateOf(tx, office, now);
    for (const [item, cardsLeft] of await this.stockOf(tx, office)) {
      const [said] = await tx.query<{ level: StockLevel }>(
        'select level from stock_level where office = $1 and item = $2',
        [office, item],
      );
      const before = said?.level ?? 'ok';
      const { level, workingDaysLeft } = forecast(cardsLeft, cardsPerDay, this.config.STOCK_LOW_WORKING_DAYS, before);
      await tx.query(
        `insert into stock_level (office, item, level, cards_left, cards_per_day, working_days_left) values ($1, $2, $3, $4, $5, $6)
         on conflict (office, item) do update set level = excluded.level, cards_left = excluded.cards_left,
           cards_per_day = excluded.cards_per_day, working_days_left = excluded.working_days_left, weighed_at = now(),
           changed_at = case when stock_level.level = excluded.level then stock_level.changed_at else now() end`,
        [office, item, level, cardsLeft, cardsPerDay, workingDaysLeft],
      );
      if (workingDaysLeft !== null) daysLeft.set({ office, item }, workingDaysLeft);
      if (level === before) continue;
      const event = level === 'out' ? StockOut : level === 'low' ? StockLow : StockReplenished;
      await tx.emit(event, { office, item, cardsLeft, workingDaysLeft });
    }
  }

  /** Cards a working day, over the last thirty days or since the first card. */
  private async rateOf(tx: Tx, office: string, now: Date): Promise<number> {
    const from = new Date(now.getTime() - windowDays * 86_400_000);
    const [made] = await tx.query<{ n: number; first: Date | null }>(
      `select count(*)::int as n, min(ended_at) as first from print_attempt join station using (station_id)
        where office = $1 and outcome in ('completed', 'spoiled') and ended_at > $2`,
      [office, from],
    );
    if (!made?.first) return 0;
    return Math.round((made.n / this.workingDaysBetween(made.first, now)) * 100) / 100;
  }

  private workingDaysBetween(from: Date, to: Date): number {
    let days = 0;
    const last = officeDate(to, this.region.timeZone);
    for (let at = from.getTime(); ; at += 86_400_000) {
      const date = officeDate(new Date(at), this.region.timeZone);
      if (date > last) break;
      if (this.calendar.openingsOn(date).length > 0) days += 1;
    }
    return Math.max(1, days);
  }

  /** Only what the office has ever had: an office without a printer lacks nothing. */
  private async stockOf(tx: Tx, office: string): Promise<[StockItem, number][]> {
    const [blanks] = await tx.query<{ n: number; known: number }>(
      `select count(*) filter (where blank.state = 'in_stock')::int as n, count(*)::int as known
         from blank join station using (station_id) where office = $1`,
      [office],
    );
    const rows = await tx.query<{
      item: ConsumableItem;
      onHand: number;
      isLoaded: boolean;
      printsOnLoaded: number;
      capabilities: Capabilities;
    }>(
      `select item, on_hand as "onHand", is_loaded as "isLoaded", prints_on_loaded as "printsOnLoaded", capabilities
         from consumable join station using (station_id) where office = $1 and revoked_at is null`,
      [office],
    );
    const stock = new Map<StockItem, number>();
    if (blanks && blanks.known > 0) stock.set('blanks', blanks.n);
    for (const row of rows) {
      const cardsPerUnit = row.capabilities.yields?.[row.item] ?? this.config.PRINT_YIELDS[row.item];
      stock.set(row.item, (stock.get(row.item) ?? 0) + cardsLeftOf(row, cardsPerUnit));
    }
    return [...stock];
  }
}
