import { Controller, Get, Header, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, INTERNAL_FETCH, type InternalFetch, ProblemError, Roles } from '#boot';
import { logger } from '#observability';
import type { Request, Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { OfficeKey } from '../bundle/office-key.js';
import { findResults } from '../bundle/request-result.js';
import { officeOf } from '../clerk-sees.js';
import { Territory } from '../territory.js';
import type { DeviceRow } from './device.row.js';
import { officerNews, type OfficerNews, relayEntry } from './officer-news.js';
import { settingFor } from './officer-setting.js';
import { ByDevice, deviceId, deviceOf } from './recognise-device.js';

/** Where notification answers. */
export const NOTIFICATION_URL = Symbol('the address of notification');

const relayList = z.object({ entries: z.array(relayEntry) });
const log = logger('officer news');
const patience = 10_000;

/** What goes back to a village: what became of its requests, and the news that reached nobody there. */
@ApiTags('village officers')
@Controller('officer-devices')
export class GiveNews {
  constructor(
    private readonly dataSource: DataSource,
    private readonly territory: Territory,
    private readonly officeKey: OfficeKey,
    @Inject(INTERNAL_FETCH) private readonly internalFetch: InternalFetch,
    @Inject(NOTIFICATION_URL) private readonly notificationUrl: string,
  ) {}

  @Get('me/news')
  @ByDevice()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Results of the device’s newest requests, and the relay list of its sub-district' })
  @ApiZodResponse(200, officerNews)
  overLine(@Req() request: Request): Promise<OfficerNews> {
    return this.newsFor(deviceOf(request));
  }

  @Get(':id/reply')
  @Header('Cache-Control', 'no-store')
  @Roles('clerk', 'reviewer', 'admin')
  @ApiOperation({
    summary: 'The same news as a file for the stick, sealed for the device: its page reads it without a line',
  })
  @ApiProduces('application/vnd.loket.reply')
  @ApiProblems({ 404: 'device-not-found' })
  async onStick(@Param('id', deviceId) id: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const rows: DeviceRow[] = await this.dataSource.query(
      'select * from officer_device where id = $1 and recipient is not null and revoked_at is null and ($2::text is null or office = $2)',
      [id, officeOf(clerkOf(request))],
    );
    const [device] = rows;
    if (!device?.recipient) throw new ProblemError(404, 'device-not-found', 'There is no such device');
    const sealed = await this.officeKey.sealReply(device.recipient, await this.newsFor(device));
    response
      .attachment(`loket-${device.district}.balasan`)
      .type('application/vnd.loket.reply')
      .send(Buffer.from(sealed));
  }

  private async newsFor(device: DeviceRow): Promise<OfficerNews> {
    const [results, relay] = await Promise.all([
      findResults(this.dataSource, device.id),
      this.relayListOf(device.district),
    ]);
    return {
      version: 1,
      madeAt: new Date().toISOString(),
      setting: settingFor(device, this.territory, this.officeKey.publicHalves),
      results,
      relay,
    };
  }

  /** Null where notification cannot be asked: the results go back all the same. */
  private async relayListOf(district: string): Promise<OfficerNews['relay']> {
    const url = new URL(`/internal/relay-lists?district=${district}`, this.notificationUrl);
    try {
      const answer = await this.internalFetch(url, { audience: 'notification', signal: AbortSignal.timeout(patience) });
      if (answer.ok) return relayList.parse(await answer.json()).entries;
      log.warn({ status: answer.status }, 'notification gave no relay list');
    } catch (error) {
      log.warn({ err: error }, 'notification gave no relay list');
    }
    return null;
  }
}
