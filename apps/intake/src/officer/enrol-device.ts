import { Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, ProblemError, ZodBody } from '#boot';
import { UnitOfWork } from '#outbox';
import { z } from 'zod';
import { OfficeKey } from '../bundle/office-key.js';
import { PersonalData } from '../personal-data.js';
import { Territory } from '../territory.js';
import type { DeviceRow } from './device.row.js';
import { officerSetting, settingFor } from './officer-setting.js';

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const body = z.strictObject({
  code: z.string().max(40),
  /** The public half of the device's signing key, a JWK of ECDSA P-256. */
  signingKey: z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: coordinate, y: coordinate }),
  /** What replies are sealed for, an age recipient. */
  recipient: z.string().regex(/^age1[0-9a-z]{58}$/),
});
const clock = z.object({ now: z.iso.datetime() });

/** A device makes its keys itself and tells their public halves, once, with the code that the office gave its officer. */
@ApiTags('village officers')
@Controller('officer-devices')
export class EnrolDevice {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly personalData: PersonalData,
    private readonly territory: Territory,
    private readonly officeKey: OfficeKey,
  ) {}

  @Post('enrolment')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Enrol a device with its one-time code; the answer is all that it needs without a line' })
  @ApiZodResponse(200, officerSetting)
  @ApiProblems({ 400: 'invalid-request', 403: 'enrolment-refused' })
  async enrol(@ZodBody(body) input: z.output<typeof body>): Promise<z.output<typeof officerSetting>> {
    const typed = input.code.toUpperCase().replace(/[^0-9A-Z]/g, '');
    const device = await this.unitOfWork.run(async (tx) => {
      const { kty, crv, x, y } = input.signingKey;
      const [row] = await tx.query<DeviceRow>(
        `update officer_device set signing_key = $2, recipient = $3, enrolled_at = now(), last_heard_at = now(), code_index = null
          where code_index = $1 and code_until > now() and revoked_at is null returning *`,
        [this.personalData.index('enrolment', typed), JSON.stringify({ kty, crv, x, y }), input.recipient],
      );
      return row;
    });
    if (!device) {
      throw new ProblemError(
        403,
        'enrolment-refused',
        'Kode pendaftaran tidak berlaku',
        'kode salah, sudah dipakai, atau lewat seminggu; minta kode baru dari kantor',
      );
    }
    return settingFor(device, this.territory, this.officeKey.publicHalves);
  }

  /** What a device's clock is off by is known only from ours: its short-lived assertions are dated by this. */
  @Get('clock')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The time here' })
  @ApiZodResponse(200, clock)
  now(): z.output<typeof clock> {
    return { now: new Date().toISOString() };
  }
}
