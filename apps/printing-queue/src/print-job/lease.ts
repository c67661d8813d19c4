import type { Config } from '../config.js';

/** Until when a station may be silent, by the database's clock. */
export function leaseFrom(now: Date, { PRINT_LEASE_SECONDS }: Pick<Config, 'PRINT_LEASE_SECONDS'>): Date {
  return new Date(now.getTime() + PRINT_LEASE_SECONDS * 1_000);
}
