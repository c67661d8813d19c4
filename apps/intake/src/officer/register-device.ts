import { randomUUID } from 'node:crypto';
import { Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodBody, ZodQuery } from '#boot';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { officeOf } from '../clerk-sees.js';
import { code } from '../open-application.js';
import { pageCursor, readPageCursor } from '../page-cursor.js';
import { PersonalData } from '../personal-data.js';
import { Territory } from '../territory.js';
import type { DeviceRow } from './device.row.js';
import { deviceId } from './recognise-device.js';

/** 60 random bits in three groups that can be read out over a bad line; good once, for a week. */
const codeLength = 12;
const codeDays = 7;

const body = z.strictObject({
  /** The account of the village officer who answers for the device. */
  officer: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,39}$/),
  /** What the staff call it: "HP Kaur Umum Long Midang". */
  label: z.string().trim().min(2).max(80),
  district: z.string().regex(/^\d{6}$/),
});
const registered = z.object({ deviceId: z.uuid(), code: z.string(), until: z.iso.datetime() });
const query = z.object({ cursor: z.string().optional(), limit: z.coerce.number().int().min(1).max(100).default(50) });
const shown = z.object({
  deviceId: z.uuid(),
  officer: z.string(),
  label: z.string(),
  district: z.string(),
  office: z.string(),
  registeredAt: z.iso.datetime(),
  enrolledAt: z.iso.datetime().nullable(),
  lastHeardAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
const page = z.object({ devices: z.array(shown), next: z.string().nullable() });

/** The devices of village officers: registered here, enrolled by a code on the device itself, and revoked when one is lost. */
@ApiTags('village officers')
@Controller('officer-devices')
export class RegisterDevice {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
    private readonly territory: Territory,
  ) {}

  @Post()
  @Roles('admin', 'head')
  @ApiOperation({ summary: 'Register a device of a village officer; the code enrols it once, within a week' })
  @ApiZodResponse(201, registered)
  @ApiProblems({ 400: 'invalid-request', 422: 'district-unknown' })
  async register(
    @ZodBody(body) input: z.output<typeof body>,
    @Req() request: Request,
  ): Promise<z.output<typeof registered>> {
    if (!this.territory.districts.some((district) => district.code === input.district)) {
      throw new ProblemError(422, 'district-unknown', 'There is no such sub-district in this regency');
    }
    const enrolment = code(codeLength);
    return this.unitOfWork.run(async (tx) => {
      const [row] = await tx.query<{ id: string; code_until: Date }>(
        `insert into officer_device (id, officer, label, district, office, code_index, code_until, registered_by)
         values ($1, $2, $3, $4, $5, $6, now() + make_interval(days => $7), $8) returning id, code_until`,
        [
          randomUUID(),
          input.officer,
          input.label,
          input.district,
          this.territory.officeFor(input.district).code,
          this.personalData.index('enrolment', enrolment),
          codeDays,
          clerkOf(request).id,
        ],
      );
      if (!row) throw new Error('an insert returns its row');
      const groups = enrolment.match(/.{4}/g) ?? [];
      return { deviceId: row.id, code: groups.join('-'), until: row.code_until.toISOString() };
    });
  }

  @Get()
  @Roles('clerk', 'reviewer', 'head', 'ops', 'admin')
  @ApiOperation({ summary: 'The devices of village officers, the newest first' })
  @ApiZodResponse(200, page)
  async list(
    @ZodQuery(query) { cursor, limit }: z.output<typeof query>,
    @Req() request: Request,
  ): Promise<z.output<typeof page>> {
    const after = readPageCursor(cursor);
    const rows: (DeviceRow & { at: string })[] = await this.dataSource.query(
      `select *, registered_at::text as at from officer_device
        where ($1::timestamptz is null or (registered_at, id) < ($1, $2::uuid)) and ($4::text is null or office = $4)
        order by registered_at desc, id desc limit $3`,
      [after?.at ?? null, after?.id ?? null, limit + 1, officeOf(clerkOf(request))],
    );
    return { devices: rows.slice(0, limit).map(show), next: pageCursor(rows, limit) };
  }

  @Post(':id/revocation')
  @HttpCode(204)
  @Roles('admin', 'head')
  @ApiOperation({ summary: 'A device is lost or given away: nothing that it made is taken in any more' })
  @ApiProblems({ 404: 'device-not-found' })
  async revoke(@Param('id', deviceId) id: string, @Req() request: Request): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const rows = await tx.query(
        `update officer_device set revoked_at = coalesce(revoked_at, now()), revoked_by = coalesce(revoked_by, $2), code_index = null
          where id = $1 returning 1`,
        [id, clerkOf(request).id],
      );
      if (rows.length === 0) throw new ProblemError(404, 'device-not-found', 'There is no such device');
    });
  }
}

function show(row: DeviceRow): z.output<typeof shown> {
  return {
    deviceId: row.id,
    officer: row.officer,
    label: row.label,
    district: row.district,
    office: row.office,
    registeredAt: row.registered_at.toISOString(),
    enrolledAt: row.enrolled_at?.toISOString() ?? null,
    lastHeardAt: row.last_heard_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
