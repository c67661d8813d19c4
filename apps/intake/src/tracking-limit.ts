import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { DataSource } from 'typeorm';

/** Looks at tracking pages per address, counted in PostgreSQL: replicas share the count, and a restart keeps it. */
export class TrackingLimit {
  private readonly limiter: RateLimiterPostgres;

  constructor(dataSource: DataSource, perMinute: number) {
    this.limiter = new RateLimiterPostgres({
      storeClient: dataSource,
      storeType: 'typeorm',
      tableName: 'tracking_try',
      // The migration has made it: the service's own role may not.
      tableCreated: true,
      keyPrefix: 'track',
      points: perMinute,
      duration: 60,
    });
  }

  /** @throws RateLimiterRes when the address has used up its minute */
  async consume(address: string, points: number): Promise<void> {
    await this.limiter.consume(address, points);
  }
}
