import { Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodBody } from '#boot';
import { type CalendarSettings, calendarSettings, nextOpening, workingCalendar } from '#civil-registry';
import { inSpan } from '#observability';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { z } from 'zod';
import { runningStates } from './application/application.js';
import { Territory } from './territory.js';
import { WorkingHours, wholeRegion } from './working-hours.js';

const edit = z.strictObject({
  /** The revision that was read: an edit on top of another one is refused, not merged. */
  revision: z.int().min(0),
  settings: calendarSettings,
  note: z.string().trim().max(300).default(''),
});
const clock = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/, 'write a time as HH:MM');
const day = z.discriminatedUnion('open', [
  z.strictObject({ date: z.iso.date(), open: z.literal(false), note: z.string().trim().max(300) }),
  z.strictObject({
    date: z.iso.date(),
    open: z.literal(true),
    from: clock,
    to: clock,
    note: z.string().trim().max(300),
  }),
]);
const shown = z.object({
  place: z.string(),
  revision: z.int(),
  settings: calendarSettings,
});
type Shown = z.output<typeof shown>;

/**
 * The working calendar as people edit it: the weekly template, seasons (Ramadan) and single days. `region` is for all offices
 * that have none of their own. Every revision stays.
 */
@ApiTags('calendars')
@Controller('calendars')
export class EditCalendar {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly hours: WorkingHours,
    private readonly territory: Territory,
  ) {}

  @Get(':place')
  @Roles('clerk', 'reviewer', 'print-operator', 'head', 'ops', 'admin')
  @ApiOperation({ summary: 'The hours of an office, or of `region`' })
  @ApiZodResponse(200, shown)
  @ApiProblems({ 404: 'no-such-office' })
  async show(@Param('place') place: string): Promise<Shown> {
    this.mustBePlace(place);
    return { place, ...pick(await this.hours.settingsOf(place)) };
  }

  @Post(':place')
  @HttpCode(200)
  @Roles('head', 'admin')
  @ApiOperation({ summary: 'Replace the hours; open promises are reckoned anew' })
  @ApiZodResponse(200, shown)
  @ApiProblems({ 400: 'invalid-request', 404: 'no-such-office', 409: 'changed-meanwhile', 422: 'never-open' })
  replace(
    @Param('place') place: string,
    @ZodBody(edit) { revision, settings, note }: z.output<typeof edit>,
    @Req() request: Request,
  ): Promise<Shown> {
    return this.keep(place, revision, settings, note, clerkOf(request).id);
  }

  @Post(':place/days')
  @HttpCode(200)
  @Roles('head', 'admin')
  @ApiOperation({ summary: 'Set one day: a holiday, or a holiday that is opened' })
  @ApiZodResponse(200, shown)
  @ApiProblems({ 400: 'invalid-request', 404: 'no-such-office', 409: 'changed-meanwhile', 422: 'never-open' })
  async setDay(
    @Param('place') place: string,
    @ZodBody(day) one: z.output<typeof day>,
    @Req() request: Request,
  ): Promise<Shown> {
    this.mustBePlace(place);
    const { revision, settings } = await this.hours.settingsOf(place);
    const others = settings.exceptions.filter(({ date }) => date !== one.date);
    const changed = calendarSettings.safeParse({ ...settings, exceptions: [...others, one] });
    if (!changed.success) throw new ProblemError(400, 'invalid-request', 'A day must close after it opens');
    return this.keep(place, revision, changed.data, one.note, clerkOf(request).id);
  }

  private async keep(
    place: string,
    revision: number,
    settings: CalendarSettings,
    note: string,
    clerk: string,
  ): Promise<Shown> {
    this.mustBePlace(place);
    this.mustOpen(settings);
    await inSpan('edit calendar', {}, () =>
      this.unitOfWork.run(async (tx) => {
        const rows = await tx.query(
          `insert into office_calendar (place, revision, settings, note, changed_by)
           select $1, $2 + 1, $3, $4, $5
            where coalesce((select max(revision) from office_calendar where place = $1), 0) = $2
           on conflict do nothing returning 1`,
          [place, revision, JSON.stringify(settings), note, clerk],
        );
        if (rows.length === 0) {
          throw new ProblemError(409, 'changed-meanwhile', 'Somebody else has changed these hours; read them again');
        }
        // Whoever was promised a day by the old hours has it reckoned anew; the clock of the rest has not begun.
        await tx.query(
          `update application set reckon = true
            where promise_days is not null and state = any($2::text[]) and ($1 = $3 or office = $1)`,
          [place, runningStates, wholeRegion],
        );
      }),
    );
    this.hours.forget();
    return { place, revision: revision + 1, settings };
  }

  private mustBePlace(place: string): void {
    if (place === wholeRegion || this.territory.office(place) !== undefined) return;
    throw new ProblemError(404, 'no-such-office', 'There is no such office');
  }

  /** A calendar that never opens would stop every promise. */
  private mustOpen(settings: CalendarSettings): void {
    try {
      nextOpening(new Date(), workingCalendar(settings, this.territory.region.timeZone));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new ProblemError(422, 'never-open', 'By these hours the office never opens');
    }
  }
}

function pick({ revision, settings }: Pick<Shown, 'revision' | 'settings'>): Pick<Shown, 'revision' | 'settings'> {
  return { revision, settings };
}
