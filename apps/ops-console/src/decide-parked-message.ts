import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, clerkOf, Roles, ZodBody, ZodParams, ZodQuery } from '#boot';
import { queryRows } from '#outbox';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { ParkedDesk } from './parked/parked-desk.js';
import { type ParkedMessageRow, type ParkedShown, showParked } from './parked/parked-message.row.js';
import { cursorOf, pageQuery, readCursor } from './paging.js';

const which = pageQuery.extend({ state: z.enum(['open', 'replayed', 'dismissed']).default('open') });
const byId = z.object({ id: z.uuid() });
const reason = z.strictObject({ why: z.string().trim().min(5).max(500) });

/** The parked desk: what could not be handled, and what people do about it. */
@ApiTags('parked desk')
@Roles('ops', 'admin')
@Controller('parked')
export class DecideParkedMessage {
  constructor(
    private readonly dataSource: DataSource,
    private readonly desk: ParkedDesk,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Parked messages, newest first' })
  async list(@ZodQuery(which) query: z.infer<typeof which>): Promise<{ parked: ParkedShown[]; next: string | null }> {
    return listParked(this.dataSource, query);
  }

  @Post(':id/replay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send it back to the queue it came from, under its old message id' })
  @ApiProblems({
    404: 'parked-message-not-found',
    409: 'already-dismissed, too-old-to-replay, origin-unknown',
    503: 'broker-unreachable',
  })
  async replay(
    @ZodParams(byId) { id }: z.infer<typeof byId>,
    @ZodBody(reason) { why }: z.infer<typeof reason>,
    @Req() request: Request,
  ): Promise<ParkedShown> {
    return showParked(await this.desk.replay(id, clerkOf(request).id, why, new Date()));
  }

  @Post(':id/dismissal')
  @HttpCode(200)
  @ApiOperation({ summary: 'Put it away, with a reason' })
  @ApiProblems({ 404: 'parked-message-not-found', 409: 'already-replayed' })
  async dismiss(
    @ZodParams(byId) { id }: z.infer<typeof byId>,
    @ZodBody(reason) { why }: z.infer<typeof reason>,
    @Req() request: Request,
  ): Promise<ParkedShown> {
    return showParked(await this.desk.dismiss(id, clerkOf(request).id, why));
  }
}

/** A page of the desk. */
export async function listParked(
  dataSource: DataSource,
  { state, limit, after }: z.infer<typeof which>,
): Promise<{ parked: ParkedShown[]; next: string | null }> {
  const from = readCursor(after);
  const rows = await queryRows<ParkedMessageRow>(
    dataSource,
    `select * from parked_message
      where state = $1 and ($2::timestamptz is null or (parked_at, id) < ($2::timestamptz, $3::uuid))
      order by parked_at desc, id desc limit $4`,
    [state, from?.at ?? null, from?.id ?? null, limit],
  );
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return { parked: rows.map(showParked), next: last ? cursorOf(last.parked_at, last.id) : null };
}
