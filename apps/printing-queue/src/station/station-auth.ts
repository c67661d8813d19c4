import { createHash } from 'node:crypto';
import { applyDecorators, type CanActivate, type ExecutionContext, Injectable, UseGuards } from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { ApiProblems, ProblemError } from '#boot';
import { queryRows } from '#outbox';

/** The station behind a request. */
export interface Station {
  readonly stationId: string;
  readonly office: string;
}

const stations = new WeakMap<Request, Station>();

/** What is kept of a station's key. */
export const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('hex');

/**
 * Lets in a station by its key; 401 without one. Asked of the database at every call, by the hash alone: a revoked key is
 * worth nothing from the next call on.
 */
@Injectable()
export class StationAuth implements CanActivate {
  constructor(private readonly dataSource: DataSource) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const key = /^Bearer ([\w.~+/=-]{16,200})$/i.exec(request.headers.authorization ?? '')?.[1];
    const [found] = key === undefined ? [] : await this.find(hashOfKey(key));
    if (!found) throw new ProblemError(401, 'unauthorized', 'A valid station key is needed');
    stations.set(request, found);
    return true;
  }

  private find(hash: string): Promise<Station[]> {
    return queryRows<Station>(
      this.dataSource,
      `select station_id as "stationId", office from station where key_hash = $1 and revoked_at is null`,
      [hash],
    );
  }
}

/** Guards a route, or all routes of a controller, for stations. */
export function ForStations(): MethodDecorator & ClassDecorator {
  return applyDecorators(UseGuards(StationAuth), ApiBearerAuth(), ApiProblems({ 401: 'unauthorized' }));
}

/** The station whom the guard let in. Throws where {@link ForStations} does not guard the route: a mistake of ours. */
export function stationOf(request: Request): Station {
  const station = stations.get(request);
  if (!station) throw new Error('This route reads its station but is not guarded by @ForStations');
  return station;
}
