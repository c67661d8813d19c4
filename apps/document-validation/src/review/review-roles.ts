import { applyDecorators, type CanActivate, type ExecutionContext, Injectable, UseGuards } from '@nestjs/common';
import { type Clerk, clerkOf, ProblemError, type Role, Roles } from '#boot';
import { queryRows } from '#outbox';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';

/** Who may see every office's requests; others see those of their own office. The same rule as intake has. */
const everywhere: readonly Role[] = ['reviewer', 'head', 'admin'];

/** The office a member of staff is bound to; null for those who serve the whole regency. */
export function officeOf(clerk: Clerk): string | null {
  if (clerk.office === undefined || clerk.roles.some((role) => everywhere.includes(role))) return null;
  return clerk.office;
}

const named = z.object({ id: z.uuid().optional(), applicationId: z.uuid().optional() });

/** Lets a clerk at the reviews and records of their own office. What is not theirs is not there for them: 404. */
@Injectable()
export class OwnOfficeOnly implements CanActivate {
  constructor(private readonly dataSource: DataSource) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const own = officeOf(clerkOf(request));
    const asked = named.safeParse(request.params).data;
    // An id that is none is refused by the route itself.
    if (own === null || (asked?.id ?? asked?.applicationId) === undefined) return true;
    const foreign = await queryRows(
      this.dataSource,
      `select 1 from application
        where id = coalesce($2::uuid, (select application_id from review where id = $3)) and office <> $1`,
      [own, asked?.applicationId ?? null, asked?.id ?? null],
    );
    if (foreign.length === 0) return true;
    const what = asked?.id === undefined ? 'record-not-awaited' : 'review-not-found';
    throw new ProblemError(
      404,
      what,
      asked?.id === undefined ? 'No record is awaited for this request' : 'There is no such review',
    );
  }
}

/** As `Roles`, for one review or one record: of the clerk's own office alone. */
export function ReviewRoles(...allowed: readonly [Role, ...Role[]]): MethodDecorator {
  return applyDecorators(Roles(...allowed), UseGuards(OwnOfficeOnly));
}
