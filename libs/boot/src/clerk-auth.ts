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
import { jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { ApiProblems } from './describe-zod.js';
import { meansNoKeys } from './console-keys.js';
import { ProblemError } from './problem.js';

export const roles = [
  'clerk',
  'reviewer',
  'print-operator',
  'village-officer',
  'head',
  'ops',
  'admin',
  'auditor',
] as const;
export type Role = (typeof roles)[number];

/** The member of staff behind a request. `office` is undefined for those who serve the whole regency. */
export type Clerk = { readonly id: string; readonly roles: readonly Role[]; readonly office: string | undefined };

export const CONSOLE_KEYS = Symbol('the key finder of console-keys.ts');

const allowedRoles = 'loket:roles';
const clerks = new WeakMap<Request, Clerk>();
const longest = 10 * 60;
const skew = 5;

const role = z.enum(roles);
const claims = z.object({
  sub: z.string().min(1).max(100),
  roles: z.array(z.string()).transform((names) => names.flatMap((name) => role.safeParse(name).data ?? [])),
  office: z.string().min(1).max(60).nullish(),
  iat: z.int(),
  exp: z.int(),
});

/**
 * Lets in who carries a token of the console (EdDSA, at most ten minutes, `iss` loket-ops-console, `aud` loket) with one of the
 * roles named by {@link Roles}. No or a bad token: 401. Not the right, or a route that names no role: 403.
 */
@Injectable()
export class ClerkAuth implements CanActivate {
  constructor(@Inject(CONSOLE_KEYS) private readonly keys: JWTVerifyGetKey) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const clerk = await clerkFrom(bearerOf(request), this.keys);
    const named: unknown =
      Reflect.getMetadata(allowedRoles, context.getHandler()) ?? Reflect.getMetadata(allowedRoles, context.getClass());
    const needed = z.array(role).catch([]).parse(named);
    if (!needed.some((one) => clerk.roles.includes(one))) {
      throw new ProblemError(403, 'forbidden', 'This token does not give that right', undefined, {
        needsOneOf: needed,
      });
    }
    clerks.set(request, clerk);
    return true;
  }
}

/** Guards a route, or all routes of a controller, for staff with one of these roles. */
export function Roles(...allowed: readonly [Role, ...Role[]]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    SetMetadata(allowedRoles, allowed),
    UseGuards(ClerkAuth),
    ApiBearerAuth(),
    ApiProblems({ 401: 'unauthorized', 403: `forbidden (needs ${allowed.join(' or ')})` }),
  );
}

/** The member of staff whom the guard let in. Throws where {@link Roles} does not guard the route: a mistake of ours. */
export function clerkOf(request: Request): Clerk {
  const clerk = clerks.get(request);
  if (!clerk) throw new Error('This route reads its clerk but is not guarded by @Roles');
  return clerk;
}

/** The token of `Authorization: Bearer …`. @throws ProblemError 401 */
export function bearerOf(request: Request): string {
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw unauthorized();
  return token;
}

/** 401, without saying what exactly is wrong with a token. */
export function unauthorized(): ProblemError {
  return new ProblemError(
    401,
    'unauthorized',
    'A valid token is needed',
    undefined,
    {},
    { 'WWW-Authenticate': 'Bearer' },
  );
}

/** Checks a token of the console. @throws ProblemError 401, or 503 while the console's keys were never seen */
export async function clerkFrom(token: string, keys: JWTVerifyGetKey): Promise<Clerk> {
  let payload: unknown;
  try {
    ({ payload } = await jwtVerify(token, keys, {
      algorithms: ['EdDSA', 'Ed25519'],
      issuer: 'loket-ops-console',
      audience: 'loket',
      clockTolerance: skew,
      maxTokenAge: longest,
    }));
  } catch (error) {
    if (meansNoKeys(error)) {
      throw new ProblemError(
        503,
        'console-unreachable',
        'Tokens cannot be checked now',
        'the console does not answer',
        {},
        { 'Retry-After': '5' },
      );
    }
    throw unauthorized();
  }
  const read = claims.safeParse(payload);
  if (!read.success || read.data.exp - read.data.iat > longest) throw unauthorized();
  return { id: read.data.sub, roles: read.data.roles, office: read.data.office ?? undefined };
}
