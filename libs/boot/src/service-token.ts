import type { KeyObject } from 'node:crypto';
import {
  applyDecorators,
  Inject,
  Injectable,
  SetMetadata,
  UseGuards,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { Request } from 'express';
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { PeerKeys } from './config-pieces.js';
import { bearerOf, unauthorized } from './clerk-auth.js';
import { ApiProblems } from './describe-zod.js';
import { ProblemError } from './problem.js';

/** Whom this service is and whose signatures it knows. */
export type Peers = { readonly service: string; readonly keys: PeerKeys };
export const PEERS = Symbol('the services that may call this one');

const allowedCallers = 'loket:callers';
const callers = new WeakMap<Request, string>();
const lives = 60;
const skew = 5;

/**
 * A token with which one service calls another, good for 60 seconds.
 *
 * @param from the calling service
 * @param audience the called service
 * @param key the caller's Ed25519 private key (LOKET_SERVICE_KEY)
 */
export function serviceToken(from: string, audience: string, key: KeyObject): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA', kid: from })
    .setIssuer(from)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${lives}s`)
    .sign(key);
}

/** The calling service, as its token proves. @throws ProblemError 401 */
export async function callerFrom(token: string, peers: Peers): Promise<string> {
  // Not believed yet: it only says whose keys to try.
  const named = peers.keys.get(keyNameOf(token)) ?? [];
  for (const key of named) {
    const verified = await jwtVerify(token, key, {
      algorithms: ['EdDSA'],
      audience: peers.service,
      maxTokenAge: lives,
      clockTolerance: skew,
      requiredClaims: ['exp'],
    }).catch(() => undefined);
    if (verified === undefined) continue;
    // The key proves who signed; a service may not speak in the name of another one.
    if (verified.payload.iss !== verified.protectedHeader.kid) throw unauthorized();
    return verified.payload.iss ?? '';
  }
  throw unauthorized();
}

function keyNameOf(token: string): string {
  try {
    return decodeProtectedHeader(token).kid ?? '';
  } catch {
    return '';
  }
}

/** Lets in the services named by {@link CalledBy}. No or a bad token: 401. Another service: 403. */
@Injectable()
export class PeerAuth implements CanActivate {
  constructor(@Inject(PEERS) private readonly peers: Peers) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const caller = await callerFrom(bearerOf(request), this.peers);
    const named: unknown =
      Reflect.getMetadata(allowedCallers, context.getHandler()) ??
      Reflect.getMetadata(allowedCallers, context.getClass());
    if (!z.array(z.string()).catch([]).parse(named).includes(caller)) {
      throw new ProblemError(403, 'forbidden', 'This service may not call that route');
    }
    callers.set(request, caller);
    return true;
  }
}

/** Guards a route, or all routes of a controller, for these services. */
export function CalledBy(...services: readonly [string, ...string[]]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(allowedCallers, services),
    UseGuards(PeerAuth),
    ApiBearerAuth(),
    ApiProblems({ 401: 'unauthorized', 403: `forbidden (for ${services.join(', ')})` }),
  );
}

/** The service whom the guard let in. Throws where {@link CalledBy} does not guard the route: a mistake of ours. */
export function callerOf(request: Request): string {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error('This route reads its caller but is not guarded by @CalledBy');
  return caller;
}
