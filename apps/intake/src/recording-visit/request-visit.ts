import { randomUUID } from 'node:crypto';
import { Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, type Clerk, clerkOf, ProblemError, Roles, ZodBody, ZodQuery } from '#boot';
import { type Channel, visitReason, VisitRequested, type VisitReason } from '#contracts';
import { inSpan } from '#observability';
import { type Tx, UnitOfWork } from '#outbox';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { officeOf } from '../clerk-sees.js';
import { pageCursor, readPageCursor } from '../page-cursor.js';
import { PersonalData } from '../personal-data.js';
import { Territory } from '../territory.js';
import { visitRequestId } from './visit-paths.js';
import type { VisitRequestRow } from './visit.row.js';

const body = z.strictObject({
  district: z.string().regex(/^\d{6}$/),
  village: z.string().trim().max(100).nullish(),
  reason: visitReason,
  people: z.int().min(1).max(500),
  /** How to reach who asks: a number, an address. */
  contact: z.string().trim().min(3).max(200).nullish(),
});
const opened = z.object({ visitRequestId: z.uuid() });
const query = z.object({
  state: z.enum(['open', 'planned', 'done', 'declined']).default('open'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});
const listed = z.object({
  visitRequestId: z.uuid(),
  channel: z.string(),
  district: z.string(),
  village: z.string().nullable(),
  reason: visitReason,
  people: z.number(),
  contact: z.string().nullable(),
  /** What they wrote stands in their conversation. */
  conversationId: z.uuid().nullable(),
  state: z.string(),
  visitId: z.uuid().nullable(),
  openedAt: z.iso.datetime(),
});
const page = z.object({ requests: z.array(listed), next: z.string().nullable() });

interface Wish {
  readonly channel: Channel;
  readonly district: string;
  readonly village?: string | null | undefined;
  readonly reason: VisitReason;
  readonly people: number;
  readonly conversationId?: string;
  readonly clerk?: string;
}

/** Notes that officers should come. @returns undefined where this conversation has asked already and waits */
export async function noteVisitWish(
  tx: Tx,
  wish: Wish,
  sealContact: (id: string) => string | null = () => null,
): Promise<string | undefined> {
  const id = randomUUID();
  const { channel, district, reason, people } = wish;
  const [row] = await tx.query(
    `insert into visit_request (id, channel, district, village, reason, people, conversation_id, sealed_contact, opened_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning 1`,
    [
      ...[id, channel, district, wish.village || null, reason, people],
      ...[wish.conversationId ?? null, sealContact(id), wish.clerk ?? null],
    ],
  );
  if (!row) return undefined;
  await tx.emit(VisitRequested, { visitRequestId: id, channel, district, reason, people });
  return id;
}

/** Officers should come to the sick, the old and the far villages (jemput bola): taken down at the counter, and listed. */
@ApiTags('visits')
@Controller('visit-requests')
export class RequestVisit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
    private readonly territory: Territory,
  ) {}

  @Post()
  @Roles('clerk', 'reviewer', 'head', 'admin')
  @ApiOperation({ summary: 'Take down that officers should come to record people where they live' })
  @ApiZodResponse(201, opened)
  @ApiProblems({ 400: 'invalid-request' })
  async open(@ZodBody(body) input: z.output<typeof body>, @Req() request: Request): Promise<z.output<typeof opened>> {
    const { contact, ...wish } = input;
    const sealContact = (id: string) =>
      contact ? this.personalData.seal(contact, `visit_request.contact:${id}`) : null;
    const id = await inSpan('request visit', {}, () =>
      this.unitOfWork.run((tx) =>
        noteVisitWish(tx, { ...wish, channel: 'counter', clerk: clerkOf(request).id }, sealContact),
      ),
    );
    if (id === undefined) throw new Error('a request at the counter belongs to no conversation');
    return { visitRequestId: id };
  }

  @Get()
  @Roles('clerk', 'reviewer', 'head', 'admin')
  @ApiOperation({ summary: 'Who asks for a visit, the newest first' })
  @ApiZodResponse(200, page)
  async list(
    @ZodQuery(query) { state, cursor, limit }: z.output<typeof query>,
    @Req() request: Request,
  ): Promise<z.output<typeof page>> {
    const after = readPageCursor(cursor);
    const rows: (VisitRequestRow & { at: string })[] = await this.dataSource.query(
      `select *, opened_at::text as at from visit_request
        where state = $1 and ($2::timestamptz is null or (opened_at, id) < ($2, $3::uuid)) and ($5::text[] is null or district = any($5))
        order by opened_at desc, id desc limit $4`,
      [state, after?.at ?? null, after?.id ?? null, limit + 1, this.districtsOf(clerkOf(request))],
    );
    return { requests: rows.slice(0, limit).map((row) => this.show(row)), next: pageCursor(rows, limit) };
  }

  @Post(':id/decline')
  @HttpCode(204)
  @Roles('clerk', 'head', 'admin')
  @ApiOperation({ summary: 'No visit comes of it; who asked is told by the office' })
  @ApiProblems({ 404: 'visit-request-not-found', 409: 'wrong-state' })
  async decline(@Param('id', visitRequestId) id: string, @Req() request: Request): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const [row] = await tx.query<VisitRequestRow>(
        'select * from visit_request where id = $1 and ($2::text[] is null or district = any($2)) for update',
        [id, this.districtsOf(clerkOf(request))],
      );
      if (!row) throw new ProblemError(404, 'visit-request-not-found', 'There is no such request for a visit');
      if (row.state === 'declined') return;
      if (row.state !== 'open')
        throw new ProblemError(409, 'wrong-state', 'This request is on a visit', `it is ${row.state}`);
      await tx.query(
        "update visit_request set state = 'declined', closed_at = now(), sealed_contact = null where id = $1",
        [id],
      );
    });
  }

  /** Whose requests a member of staff sees: those of the sub-districts that their office serves, and those of nobody knows where. */
  private districtsOf(clerk: Clerk): string[] | null {
    const office = officeOf(clerk);
    if (office === null) return null;
    const codes = this.territory.districts.map(({ code }) => code);
    return ['unknown', ...codes.filter((code) => this.territory.officeFor(code).code === office)];
  }

  private show(row: VisitRequestRow): z.output<typeof listed> {
    return {
      visitRequestId: row.id,
      channel: row.channel,
      district: row.district,
      village: row.village,
      reason: row.reason,
      people: row.people,
      contact: this.personalData.openOr(row.sealed_contact, `visit_request.contact:${row.id}`),
      conversationId: row.conversation_id,
      state: row.state,
      visitId: row.visit_id,
      openedAt: row.opened_at.toISOString(),
    };
  }
}
