import { Controller, Get, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles } from '#boot';
import { UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';

/** Who gets news too often leaves. */
const restDays = 7;

const issued = z.object({ number: z.int(), recipients: z.int() });
const standing = z.object({
  /** Village officers who asked for news. */
  recipients: z.int(),
  last: z.object({ number: z.int(), at: z.iso.datetime(), sentTo: z.int() }).nullable(),
});

/**
 * News to the village officers who asked for it: how people apply by WhatsApp, with the tutorial of the region file. The words
 * are the catalogue's (`village-bulletin`); they leave one after the other within notification's limits (send-bulletin.ts).
 */
@ApiTags('bulletins')
@Controller('bulletins')
export class IssueBulletin {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSource: DataSource,
  ) {}

  @Get()
  @Roles('head', 'ops', 'admin')
  @ApiOperation({ summary: 'How many village officers want news, and how far the last issue has come' })
  @ApiZodResponse(200, standing)
  async show(): Promise<z.output<typeof standing>> {
    const [row] = await this.dataSource.query<
      { recipients: number; number: number | null; at: Date | null; sentTo: number }[]
    >(
      `select (select count(*)::int from conversation where bulletins_since is not null) as recipients,
              b.number, b.asked_at as at,
              (select count(*)::int from conversation where bulletins_since is not null and last_bulletin = b.number) as "sentTo"
         from (select 1) one left join lateral (select * from bulletin order by number desc limit 1) b on true`,
    );
    const { number, at, sentTo } = row ?? {};
    return {
      recipients: row?.recipients ?? 0,
      last: number && at ? { number, at: at.toISOString(), sentTo: sentTo ?? 0 } : null,
    };
  }

  @Post()
  @Roles('head', 'admin')
  @ApiOperation({ summary: 'Send the news to every village officer who asked for it; once a week at most' })
  @ApiZodResponse(201, issued)
  @ApiProblems({ 409: 'bulletin-too-soon' })
  issue(@Req() request: Request): Promise<z.output<typeof issued>> {
    return this.unitOfWork.run(async (tx) => {
      await tx.query("select pg_advisory_xact_lock(hashtext('bulletin'))");
      const [row] = await tx.query<{ number: number }>(
        `insert into bulletin (number, asked_by)
         select coalesce(max(number), 0) + 1, $1 from bulletin
         having coalesce(max(asked_at) < now() - make_interval(days => $2), true) returning number`,
        [clerkOf(request).id, restDays],
      );
      if (!row)
        throw new ProblemError(409, 'bulletin-too-soon', `The last news went out less than ${restDays} days ago`);
      const [counted] = await tx.query<{ recipients: number }>(
        'select count(*)::int as recipients from conversation where bulletins_since is not null',
      );
      return { number: row.number, recipients: counted?.recipients ?? 0 };
    });
  }
}
