import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { mustNotWait, waitFor } from './sign-in-limits.js';

const aMinute = 60;

/** Thirty searches a minute for one person: enough for any counter, too few to go through the numbers of a village. */
@Injectable()
export class SearchLimit {
  private readonly byName: RateLimiterPostgres;

  constructor(dataSource: DataSource) {
    this.byName = new RateLimiterPostgres({
      storeClient: dataSource,
      storeType: 'typeorm',
      tableName: 'sign_in_limit',
      tableCreated: true,
      keyPrefix: 'search',
      points: 30,
      duration: aMinute,
    });
  }

  /** @throws ProblemError 429 */
  async take(username: string): Promise<void> {
    mustNotWait(await waitFor(this.byName.consume(username)));
  }
}
