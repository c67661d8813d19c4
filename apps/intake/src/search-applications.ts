import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ApiZodResponse, clerkOf, ProblemError, Roles, ZodBody } from '#boot';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { officeOf } from './clerk-sees.js';
import { IndexNames, wordsOf } from './index-names.js';
import { listed, type ListedRow, listedOf, openCauses } from './listed-application.js';
import { PersonalData } from './personal-data.js';

const body = z.strictObject({ text: z.string().trim().min(2).max(100) });
const found = z.object({
  by: z.enum(['ticket', 'nik', 'name']),
  applications: z.array(listed),
  /** There are more than are shown: the search should say more. */
  more: z.boolean(),
});
const most = 20;

type Wanted =
  | { readonly by: 'ticket' | 'nik'; readonly value: string }
  | { readonly by: 'name'; readonly value: readonly string[] };

/** Each has its index. */
const conditions = {
  ticket: 'a.ticket = $1',
  nik: 'a.nik_index = $1',
  name: 'a.name_index @> $1::text[]',
} as const;

/**
 * Finds requests by ticket, NIK or name, of the clerk's own office where they have one. In a body and by POST, so that no number
 * and no name gets into an address, which logs and spans keep.
 */
@ApiTags('applications')
@Controller('applications')
export class SearchApplications {
  constructor(
    private readonly dataSource: DataSource,
    private readonly personalData: PersonalData,
    private readonly names: IndexNames,
  ) {}

  @Post('search')
  @HttpCode(200)
  @Roles('clerk', 'reviewer', 'print-operator', 'head', 'admin')
  @ApiOperation({ summary: 'Find requests by ticket, NIK or words of a name; masked, the newest first' })
  @ApiZodResponse(200, found)
  @ApiProblems({ 400: 'invalid-request', 422: 'search-too-short' })
  async search(
    @ZodBody(body) { text }: z.output<typeof body>,
    @Req() request: Request,
  ): Promise<z.output<typeof found>> {
    const wanted = this.read(text);
    if (wanted.by === 'name') await this.names.catchUp();
    const rows: ListedRow[] = await this.dataSource.query(
      `select a.*, ${openCauses} from application a
        where ${conditions[wanted.by]} and ($2::text is null or a.office = $2 or a.opened_at_office = $2)
        order by a.created_at desc, a.id desc limit $3`,
      [wanted.value, officeOf(clerkOf(request)), most + 1],
    );
    return {
      by: wanted.by,
      applications: rows.slice(0, most).map((row) => listedOf(row, this.personalData)),
      more: rows.length > most,
    };
  }

  private read(text: string): Wanted {
    if (/^L-?[0-9A-Z]{4,10}$/i.test(text) && /\d|-/.test(text)) {
      return { by: 'ticket', value: text.toUpperCase().replace(/^L-?/, 'L-') };
    }
    const digits = text.replace(/[\s.-]/g, '');
    if (/^\d{16}$/.test(digits)) return { by: 'nik', value: this.personalData.index('nik', digits) };
    if (!wordsOf(text).some((word) => word.length > 2)) {
      throw new ProblemError(
        422,
        'search-too-short',
        'Give a ticket, sixteen digits, or a word of at least three letters',
      );
    }
    return { by: 'name', value: this.names.fingerprintsOf(text) };
  }
}
