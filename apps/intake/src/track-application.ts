import { Controller, Get, Header, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, ProblemError } from '#boot';
import type { HoldCause } from '#contracts';
import { attribute, describeSpan } from '#observability';
import type { Request, Response } from 'express';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { type ApplicationRow, isKept } from './application/application.row.js';
import { publicNotices } from './capability-changed.js';
import { PersonalData } from './personal-data.js';
import { readTrackingCode } from './tracking-code.js';
import { TrackingLimit } from './tracking-limit.js';
import { archivedPage, trackingPage, unknownCodePage } from './tracking-page.js';
import { trackingStory, type TrackingStory, trackingStorySchema } from './tracking-story.js';
import { Territory } from './territory.js';

/** An unknown code costs as much as ten looks at a known one. */
const unknownCosts = 9;

/** A citizen follows a request by the code they were sent; it alone opens the page, and the page names nobody. */
@ApiTags('public')
@Controller('track')
export class TrackApplication {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
    private readonly territory: Territory,
    private readonly limit: TrackingLimit,
  ) {}

  @Get(':code')
  @Header('Cache-Control', 'no-store')
  @Header('X-Robots-Tag', 'noindex')
  @ApiOperation({ summary: 'Where a request stands: a page for people, JSON for programs (by Accept)' })
  @ApiProduces('text/html', 'application/json')
  @ApiZodResponse(200, trackingStorySchema)
  @ApiProblems({ 404: 'unknown-code', 410: 'archived', 429: 'too-many-requests' })
  async track(
    @Param('code') code: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<TrackingStory | string> {
    const address = this.personalData.index('address', request.ip ?? 'unknown');
    await this.take(address, 1);
    const wantsPage = request.accepts(['json', 'html']) === 'html';
    const story = await this.find(code);
    if (story === 'archived') {
      if (!wantsPage)
        throw new ProblemError(410, 'archived', 'This request is archived; nothing personal is kept of it');
      response.status(410).type('text/html');
      return archivedPage(this.territory.region);
    }
    if (story) {
      if (!wantsPage) return story;
      response.type('text/html');
      return trackingPage(story, this.territory.region);
    }
    await this.take(address, unknownCosts);
    if (!wantsPage) throw new ProblemError(404, 'unknown-code', 'No request has this code');
    response.status(404).type('text/html');
    return unknownCodePage(this.territory.region);
  }

  private async find(code: string): Promise<TrackingStory | 'archived' | undefined> {
    const index = this.personalData.index('tracking-code', readTrackingCode(code));
    const [row]: ApplicationRow[] = await this.dataSource.query(
      'select * from application where tracking_code_index = $1',
      [index],
    );
    const id = row?.id ?? null;
    const history: { state: ApplicationRow['state']; at: Date }[] = await this.dataSource.query(
      "select state, at from application_history where application_id = $1 and says = 'entered' order by sequence",
      [id],
    );
    const holds: { cause: HoldCause; started_at: Date }[] = await this.dataSource.query(
      'select cause, started_at from hold where application_id = $1 and ended_at is null order by started_at',
      [id],
    );
    if (!row) return undefined;
    describeSpan({ [attribute.applicationId]: row.id });
    if (!isKept(row)) return 'archived';
    return trackingStory(row, history, holds, this.territory, await publicNotices(this.dataSource));
  }

  private async take(address: string, points: number): Promise<void> {
    try {
      await this.limit.consume(address, points);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const seconds = String(Math.ceil(error.msBeforeNext / 1000));
      throw new ProblemError(
        429,
        'too-many-requests',
        'Too many requests; try again later',
        undefined,
        {},
        { 'Retry-After': seconds },
      );
    }
  }
}
