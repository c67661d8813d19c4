import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiProblems, ApiZodResponse, CalledBy, clerkOf, ProblemError, Roles, ZodBody, ZodQuery } from '#boot';
import { UnitOfWork } from '#outbox';
import { z } from 'zod';
import { asCsv } from './as-csv.js';
import { ReadRelayList, relayEntry } from './read-relay-list.js';

/** A day until a village officer is asked to tell it; two more, and it is the counter's to tell. */
const hoursUntil = { relay: 24, counter: 72 } as const;

const query = z
  .object({
    /** Code of the sub-district, (six digits): for its village officers. */
    district: z
      .string()
      .regex(/^\d{6}$/)
      .optional(),
    /** Code of the office where the card is collected: for its counter. */
    office: z
      .string()
      .regex(/^[a-z0-9-]{1,64}$/)
      .optional(),
    format: z.enum(['json', 'csv']).default('json'),
    /** Undelivered for at least so many hours; 24 for a sub-district, 72 for an office unless given. */
    afterHours: z.coerce.number().int().min(1).max(720).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  })
  .strict()
  .refine(
    ({ district, office }) => (district === undefined) !== (office === undefined),
    'district or office, one of them',
  );
const list = z.object({ entries: z.array(relayEntry) });
const forOfficer = z.object({ district: z.string().regex(/^\d{6}$/) });
const told = z.object({ messageIds: z.array(z.uuid()).min(1).max(200) }).strict();

/** What could not be delivered, for the village officer who tells it in our place. */
@ApiTags('relay lists')
@Controller('relay-lists')
export class ShowRelayList {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly relayList: ReadRelayList,
  ) {}

  @Get()
  @Roles('clerk', 'head', 'ops')
  @ApiOperation({
    summary:
      'News that reached nobody: of a sub-district after a day, for its village officers, or of an office after three, for its counter; as data or as a CSV to print',
  })
  @ApiZodResponse(200, list)
  @ApiProduces('application/json', 'text/csv')
  async show(@ZodQuery(query) asked: z.infer<typeof query>, @Res() response: Response): Promise<void> {
    const { limit, district, office = '' } = asked;
    const place = district === undefined ? { office } : { district };
    const afterHours = asked.afterHours ?? (district === undefined ? hoursUntil.counter : hoursUntil.relay);
    const entries = await this.relayList.read({ place, afterHours, limit });
    if (asked.format === 'json') {
      response.json({ entries });
      return;
    }
    response
      .attachment(`relay-${district ?? office}.csv`)
      .type('text/csv')
      .send(asCsv(entries));
  }

  @Post('told')
  @HttpCode(204)
  @Roles('clerk', 'head', 'ops')
  @ApiOperation({ summary: 'An officer has told these news: they leave the list, under the name of who says so' })
  @ApiProblems({ 404: 'message-not-found' })
  async tell(@ZodBody(told) { messageIds }: z.infer<typeof told>, @Req() request: Request): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const known = await tx.query('select 1 from outgoing where id = any($1)', [messageIds]);
      if (known.length < new Set(messageIds).size) {
        throw new ProblemError(404, 'message-not-found', 'There is no such message');
      }
      await tx.query(
        'insert into told_by_relay (message_id, told_by) select unnest($1::uuid[]), $2 on conflict do nothing',
        [messageIds, clerkOf(request).id],
      );
    });
  }
}

/** Intake takes the list along to the device of a village officer, whose page ticks it off without a line. */
@ApiTags('internal')
@Controller('internal/relay-lists')
export class GiveRelayList {
  constructor(private readonly relayList: ReadRelayList) {}

  @Get()
  @CalledBy('intake')
  @ApiOperation({ summary: 'News of a sub-district that reached nobody within a day' })
  @ApiZodResponse(200, list)
  async give(@ZodQuery(forOfficer) { district }: z.infer<typeof forOfficer>): Promise<z.infer<typeof list>> {
    return { entries: await this.relayList.read({ place: { district }, afterHours: hoursUntil.relay, limit: 200 }) };
  }
}
