import { Injectable } from '@nestjs/common';
import { ProblemError } from '#boot';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';

const quarter = 15 * 60;

/**
 * Counts failed sign-ins in PostgreSQL, so that all replicas count together: five in 15 minutes for a name, thirty for an
 * address. A right password forgets the failures of its name, and costs its address nothing.
 */
@Injectable()
export class SignInLimits {
  private readonly byName: RateLimiterPostgres;
  private readonly byAddress: RateLimiterPostgres;

  constructor(dataSource: DataSource) {
    const store = {
      storeClient: dataSource,
      storeType: 'typeorm',
      tableName: 'sign_in_limit',
      tableCreated: true,
      duration: quarter,
    };
    this.byName = new RateLimiterPostgres({ ...store, keyPrefix: 'name', points: 5 });
    this.byAddress = new RateLimiterPostgres({ ...store, keyPrefix: 'address', points: 30 });
  }

  /**
   * Counts an attempt before the password is looked at, so that many at once cannot slip through.
   * @returns 0, or the seconds this name or address has to wait
   */
  async take(name: string, address: string): Promise<number> {
    const waits = await Promise.all([waitFor(this.byName.consume(name)), waitFor(this.byAddress.consume(address))]);
    return Math.max(...waits);
  }

  /** The attempt was no failure. */
  async succeeded(name: string, address: string): Promise<void> {
    await Promise.all([this.byName.delete(name), this.byAddress.reward(address)]);
  }
}

/** @throws ProblemError 429 where there are seconds to wait */
export function mustNotWait(seconds: number): void {
  if (seconds === 0) return;
  throw new ProblemError(
    429,
    'too-many-requests',
    'Too many tries; wait a while',
    undefined,
    {},
    { 'Retry-After': String(seconds) },
  );
}

/** @returns 0, or the seconds to wait */
export async function waitFor(counted: Promise<unknown>): Promise<number> {
  try {
    await counted;
    return 0;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
    throw refused;
  }
}
