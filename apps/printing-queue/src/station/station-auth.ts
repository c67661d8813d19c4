import { createHash, timingSafeEqual } from 'node:crypto';
import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiProblems, ProblemError } from '#boot';
import type { StationKeys } from '../config.js';

/** The station behind a request. */
export interface Station {
  readonly stationId: string;
  readonly office: string;
}

export const STATION_KEYS = Symbol('the stations and the hashes of their keys');

const stations = new WeakMap<Request, Station>();
const hashOf = (key: string) => createHash('sha256').update(key).digest();

/** Lets in a station by its key; 401 without one. */
@Injectable()
export class StationAuth implements CanActivate {
  private readonly known: readonly (Station & { readonly hash: Buffer })[];

  constructor(@Inject(STATION_KEYS) keys: StationKeys) {
    this.known = Object.entries(keys).map(([stationId, { office, keyHash }]) => ({
      stationId,
      office,
      hash: Buffer.from(keyHash, 'hex'),
    }));
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const key = /^Bearer ([\w.~+/=-]{16,200})$/i.exec(request.headers.authorization ?? '')?.[1];
    const hash = key === undefined ? undefined : hashOf(key);
    const found = hash && this.known.filter((one) => timingSafeEqual(one.hash, hash))[0];
    if (!found) throw new ProblemError(401, 'unauthorized', 'A valid station key is needed');
    stations.set(request, { stationId: found.stationId, office: found.office });
    return true;
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
