import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, ProblemError, Roles, ZodBody, ZodParams } from '#boot';
import type { Region } from '#civil-registry';
import { kind } from '#contracts';
import { logger } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import { weighOffice } from '../print-job/offer-or-defer.js';
import { REGION } from '../printing-office.js';
import { clerkServing } from '../station/serving-clerk.js';
import { findPolicy } from './find-limits.js';
import { placeOf, printModes, type PrintPolicy, usualPolicy } from './print-policy.js';

const log = logger('printing-queue');
const path = z.object({ office: z.string().max(60) });
const rule = z.object({
  name: z.string().trim().min(1).max(60),
  kinds: z.array(kind).min(1).optional(),
  reason: z.enum(['first-print', 'reprint']).optional(),
  rank: z.int().min(0).max(9),
  quotaPerDay: z.int().min(0).max(5_000).nullable(),
});
const policy = z.object({
  mode: z.enum(printModes).default('normal'),
  rules: z
    .array(rule)
    .max(30)
    .refine((rules) => new Set(rules.map(({ name }) => name)).size === rules.length, 'each rule needs its own name')
    .default([]),
  ageingDays: z.int().min(1).max(30).default(usualPolicy.ageingDays),
  quotaWaivedAfterDays: z.int().min(1).max(120).default(usualPolicy.quotaWaivedAfterDays),
  cardsPerDay: z.int().min(1).max(5_000).nullable().default(null),
});

/** Who is printed first at an office, and how much a day: the head's decision, in force for all who wait already. */
@ApiTags('priority')
@Controller('print-policies')
export class SetPolicy {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(REGION) private readonly region: Region,
  ) {}

  @Get(':office')
  @Roles('print-operator', 'clerk', 'head', 'ops', 'admin')
  @ApiZodResponse(200, policy)
  @ApiProblems({ 404: 'office-not-found' })
  show(@ZodParams(path) { office }: z.infer<typeof path>): Promise<PrintPolicy> {
    this.mustExist(office);
    return this.unitOfWork.run((tx) => findPolicy(tx, office));
  }

  @Post(':office')
  @HttpCode(200)
  @Roles('head', 'admin')
  @ApiZodResponse(200, policy)
  @ApiProblems({ 404: 'office-not-found' })
  set(
    @ZodParams(path) { office }: z.infer<typeof path>,
    @ZodBody(policy) given: z.infer<typeof policy>,
    @Req() request: Request,
  ): Promise<PrintPolicy> {
    this.mustExist(office);
    const clerk = clerkServing(request, office);
    return this.unitOfWork.run(async (tx) => {
      await tx.query(
        `insert into print_policy (office, policy, time_zone, changed_by) values ($1, $2, $3, $4)
         on conflict (office) do update set policy = excluded.policy, time_zone = excluded.time_zone,
           changed_by = excluded.changed_by, changed_at = now()`,
        [office, JSON.stringify(given), this.region.timeZone, clerk.id],
      );
      await placeAgain(tx, office, given);
      await weighOffice(tx, office);
      log.info({ office }, 'an office has changed its print policy');
      return given;
    });
  }

  private mustExist(office: string): void {
    if (!this.region.offices.some(({ code }) => code === office))
      throw new ProblemError(404, 'office-not-found', 'The region has no such office');
  }
}

/** Everybody who waits is placed by the new policy, kind by kind. */
async function placeAgain(tx: Tx, office: string, policy: PrintPolicy): Promise<void> {
  const epoch = new Date(0);
  for (const kindOf of kind.options) {
    for (const isReprint of [false, true]) {
      const { rule, sortAt } = placeOf({ kind: kindOf, isReprint, waitingSince: epoch }, policy);
      await tx.query(
        `update print_job j set policy_rule = $4, sort_at = first.at + make_interval(secs => $5)
           from (select application_id, min(queued_at) as at, count(*) as jobs from print_job
                  where application_id in (select application_id from print_job where office = $1 and state = 'queued' and kind = $2)
                  group by application_id) as first
          where j.application_id = first.application_id and j.office = $1 and j.state = 'queued' and j.kind = $2
            and (first.jobs > 1) = $3`,
        [office, kindOf, isReprint, rule, sortAt.getTime() / 1_000],
      );
    }
  }
}
