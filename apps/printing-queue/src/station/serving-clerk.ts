import type { Request } from 'express';
import { type Clerk, clerkOf, ProblemError } from '#boot';
import type { Tx } from '#outbox';
import { otherOffice } from '../print-job/job-problems.js';

/** The member of staff behind a request, who must serve this office (or all of them). @throws ProblemError 403 `other-office` */
export function clerkServing(request: Request, ...offices: readonly string[]): Clerk {
  const clerk = clerkOf(request);
  if (clerk.office !== undefined && !offices.includes(clerk.office)) throw otherOffice();
  return clerk;
}

/** The office of a station. @throws ProblemError 404 `station-not-found` */
export async function getOfficeOf(tx: Tx, stationId: string): Promise<string> {
  const [station] = await tx.query<{ office: string }>('select office from station where station_id = $1', [stationId]);
  if (!station) throw new ProblemError(404, 'station-not-found', 'There is no such station');
  return station.office;
}
