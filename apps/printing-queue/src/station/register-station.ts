import { randomBytes } from 'node:crypto';
import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { z } from 'zod';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodBody, ZodParams } from '#boot';
import type { Region } from '#civil-registry';
import { logger } from '#observability';
import { UnitOfWork } from '#outbox';
import { REGION } from '../printing-office.js';
import { capabilities } from './capabilities.js';
import { clerkServing, getOfficeOf } from './serving-clerk.js';
import { hashOfKey } from './station-auth.js';

const log = logger('printing-queue');
const stationId = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
const path = z.object({ id: stationId });
const body = z.object({ stationId, office: z.string().max(60), capabilities: capabilities.default({}) });
const answer = z.object({
  stationId: z.string(),
  /** Shown this once: only its hash is kept. */
  key: z.string(),
});

/** A station gets its own key. It can claim over HTTP at once; its office's queue of offers is ops' to open to it. */
@ApiTags('stations')
@Controller()
export class RegisterStation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    @Inject(REGION) private readonly region: Region,
  ) {}

  @Post('stations')
  @HttpCode(201)
  @Roles('admin')
  @ApiZodResponse(201, answer)
  @ApiProblems({ 404: 'office-not-found', 409: 'station-exists' })
  register(@ZodBody(body) given: z.infer<typeof body>, @Req() request: Request): Promise<z.infer<typeof answer>> {
    if (!this.region.offices.some(({ code }) => code === given.office))
      throw new ProblemError(404, 'office-not-found', 'The region has no such office');
    const key = newKey();
    return this.unitOfWork.run(async (tx) => {
      const made = await tx.query(
        `insert into station (station_id, office, key_hash, source, capabilities, registered_by, registered_at)
         values ($1, $2, $3, 'registered', $4, $5, now()) on conflict do nothing returning 1`,
        [given.stationId, given.office, hashOfKey(key), JSON.stringify(given.capabilities), clerkOf(request).id],
      );
      if (made.length === 0) throw new ProblemError(409, 'station-exists', 'A station of this name exists');
      log.info({ stationId: given.stationId }, 'a station was registered');
      return { stationId: given.stationId, key };
    });
  }

  /** Another key, the old one being worth nothing from now on; also lets a revoked station in again. */
  @Post('stations/:id/credential')
  @HttpCode(201)
  @Roles('admin')
  @ApiZodResponse(201, answer)
  @ApiProblems({ 404: 'station-not-found' })
  renew(@ZodParams(path) { id }: z.infer<typeof path>, @Req() request: Request): Promise<z.infer<typeof answer>> {
    const key = newKey();
    return this.unitOfWork.run(async (tx) => {
      const changed = await tx.query(
        `update station set key_hash = $2, source = 'registered', registered_by = $3, registered_at = now(), revoked_at = null,
                revoked_by = null, revoked_because = null where station_id = $1 returning 1`,
        [id, hashOfKey(key), clerkOf(request).id],
      );
      if (changed.length === 0) throw new ProblemError(404, 'station-not-found', 'There is no such station');
      log.info({ stationId: id }, 'a station got another key');
      return { stationId: id, key };
    });
  }

  /** What a station can do; replaces what was said before. */
  @Post('stations/:id/capabilities')
  @HttpCode(200)
  @Roles('admin', 'print-operator')
  @ApiZodResponse(200, capabilities)
  @ApiProblems({ 404: 'station-not-found' })
  describe(
    @ZodParams(path) { id }: z.infer<typeof path>,
    @ZodBody(capabilities) given: z.infer<typeof capabilities>,
    @Req() request: Request,
  ): Promise<z.infer<typeof capabilities>> {
    return this.unitOfWork.run(async (tx) => {
      clerkServing(request, await getOfficeOf(tx, id));
      await tx.query('update station set capabilities = $2 where station_id = $1', [id, JSON.stringify(given)]);
      return given;
    });
  }
}

const newKey = () => randomBytes(32).toString('base64url');
