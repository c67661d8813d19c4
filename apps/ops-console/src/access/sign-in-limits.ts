import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';

const quarter = 15 * 60;

/**
 * Counts failed sign-ins in PostgreSQL, so that all replicas count together: five in 15 minutes for a name, thirty for an
 * address. A right password forgets the failures of its name.
 */
@Injectable()
export class SignInLimits {
  private readonly byName: RateLimiterPostgres;
  private readonly byAddress: RateLimiterPostgres;

  constructor(dataSource: DataSource) {
    const store = { storeClient: dataSource, storeType: 'typeorm', tableName: 'sign_in_limit', tableCreated: true, duration: quarter };
    this.byName = new RateLimiterPostgres({ ...store, keyPrefix: 'name', points: 5 });
    this.byAddress = new RateLimiterPostgres({ ...store, keyPrefix: 'address', points: 30 });
  }

  /** How many seconds this name or address has to wait; 0 when it may try. */
  async wait(name: string, address: string): Promise<number> {
    const known = await Promise.all([
      this.byName.get(name).then((found) => ({ found, points: this.byName.points })),
      this.byAddress.get(address).then((found) => ({ found, points: this.byAddress.points })),
    ]);
    const waits = known.map(({ found, points }) =>
      found !== null && found.consumedPoints >= points ? Math.ceil(found.msBeforeNext / 1000) : 0,
    );
    return Math.max(0, ...waits);
  }

  async failed(name: string, address: string): Promise<void> {
    // A limit that is reached rejects; whoever asks `wait` learns of it.
    await Promise.allSettled([this.byName.consume(name), this.byAddress.consume(address)]);
  }

  async succeeded(name: string): Promise<void> {
    await this.byName.delete(name);
  }
}
