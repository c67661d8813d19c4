import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, type Clerk, clerkOf, ProblemError, Roles, ZodBody, ZodQuery } from '#boot';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { officeOf } from './access/office-scope.js';
import { SearchLimit } from './access/search-limit.js';
import { AskServices } from './pages/ask-services.js';
import { type ApplicationShown, findApplication } from './show-applications.js';

const text = z.string().trim().min(2).max(100);
const asked = z.strictObject({ q: text });
/** What may stand in an address: a ticket or a request's id. Numbers and names of people may not. */
const inAddress = z.object({
  q: text.regex(
    /^(L-[0-9A-Za-z]{4,10}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
    'a ticket or an id; numbers and names of people go by POST, so that no address and no log holds them',
  ),
});

const hit = z.object({
  applicationId: z.uuid(),
  /** Null where only the events know the request. */
  ticket: z.string().nullable(),
  kind: z.string(),
  channel: z.string(),
  district: z.string(),
  office: z.string(),
  state: z.string(),
  maskedName: z.string().nullable(),
  maskedNik: z.string().nullable(),
});
const result = z.object({
  hits: z.array(hit),
  more: z.boolean(),
  /** Services that did not answer: what they would have found is not in the hits. */
  missing: z.array(z.string()),
});
type Result = z.output<typeof result>;
const fromIntake = z.looseObject({ applications: z.array(hit), more: z.boolean() });

/**
 * One search for everything: ticket, id, NIK, words of a name. The console stores no number and no name: intake looks them up by
 * keyed fingerprints and answers masked, within the office of whoever asks.
 */
@ApiTags('search')
@Roles('clerk', 'reviewer', 'print-operator', 'head', 'admin')
@Controller('search')
export class Search {
  constructor(
    private readonly dataSource: DataSource,
    private readonly services: AskServices,
    private readonly limit: SearchLimit,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Find a request by ticket or id' })
  @ApiZodResponse(200, result)
  @ApiProblems({ 400: 'invalid-request', 429: 'too-many-requests' })
  byCode(@ZodQuery(inAddress) { q }: z.output<typeof inAddress>, @Req() request: Request): Promise<Result> {
    return this.find(q, clerkOf(request));
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Find requests by ticket, id, NIK or words of a name; masked, the newest first' })
  @ApiZodResponse(200, result)
  @ApiProblems({ 400: 'invalid-request', 422: 'search-too-short', 429: 'too-many-requests' })
  byAnything(@ZodBody(asked) { q }: z.output<typeof asked>, @Req() request: Request): Promise<Result> {
    return this.find(q, clerkOf(request));
  }

  private async find(q: string, clerk: Clerk): Promise<Result> {
    await this.limit.take(clerk.id);
    if (z.uuid().safeParse(q).success) {
      const known = await findApplication(this.dataSource, q.toLowerCase(), officeOf(clerk));
      return { hits: known ? [asHit(known)] : [], more: false, missing: [] };
    }
    const person = { username: clerk.id, roles: [...clerk.roles], office: clerk.office ?? null };
    const answer = await this.services.post(person, 'intake', '/applications/search', { text: q }, fromIntake);
    if (answer.ok) return { hits: answer.data.applications, more: answer.data.more, missing: [] };
    switch (answer.why) {
      case 'refused':
        throw new ProblemError(422, 'search-too-short', 'Give a ticket, sixteen digits, or a word of three letters');
      case 'not-allowed':
      case 'not-there':
        return { hits: [], more: false, missing: [] };
      case 'away':
      case 'unreadable':
        return { hits: [], more: false, missing: [answer.service] };
    }
  }
}

function asHit({ applicationId, kind, channel, district, office, state }: ApplicationShown): z.output<typeof hit> {
  return { applicationId, kind, channel, district, office, state, ticket: null, maskedName: null, maskedNik: null };
}
