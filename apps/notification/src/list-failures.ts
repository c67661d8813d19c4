import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiZodResponse, Roles, ZodQuery } from '#boot';
import { queryRows } from '#outbox';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { failureWords } from './delivery/failure-words.js';

const query = z
  .object({
    /** One class of reasons. */
    reason: z
      .string()
      .regex(/^[a-z_-]{1,64}$/)
      .optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    /** `next` of the page before. */
    cursor: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
  })
  .strict();

const failure = z.object({
  id: z.uuid(),
  about: z.uuid(),
  applicationId: z.uuid().nullable(),
  messageKey: z.string(),
  state: z.enum(['failed', 'unknown']),
  /** The class of the failure, and in Indonesian what it means and what to do. */
  reason: z.string(),
  means: z.string(),
  errorCode: z.int().nullable(),
  createdAt: z.iso.datetime(),
});
const page = z.object({ failures: z.array(failure), next: z.string().nullable() });

/**
 * What could not be delivered, or nobody knows, and nobody has seen to: what was sent anew, told by an officer, or followed by
 * news that did arrive is work no more.
 */
@ApiTags('messages')
@Controller('failures')
export class ListFailures {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @Roles('clerk', 'reviewer', 'head', 'ops')
  @ApiOperation({
    summary: 'Messages that failed or are in doubt and need a person, newest first, with the reason of each',
  })
  @ApiZodResponse(200, page)
  async list(@ZodQuery(query) { reason, limit, cursor }: z.infer<typeof query>): Promise<z.infer<typeof page>> {
    const rows = await queryRows<Omit<z.infer<typeof failure>, 'means'> & { place: string }>(
      this.dataSource,
      `select id, place, about, application_id as "applicationId", message_key as "messageKey", state,
              coalesce(error_class, 'unknown') as reason, error_code as "errorCode", created_at as "createdAt"
         from outgoing failed
        where state in ('failed', 'unknown')
          and ($1::text is null or coalesce(error_class, 'unknown') = $1)
          and ($2::bigint is null or place < $2)
          and not exists (select 1 from outgoing where resent_from = failed.id)
          and not exists (select 1 from told_by_relay where message_id = failed.id)
          and not exists (select 1 from outgoing newer where newer.about = failed.about and newer.place > failed.place
                             and newer.sequence >= failed.sequence and newer.state in ('delivered', 'read'))
        order by place desc limit $3`,
      [reason ?? null, cursor ?? null, limit + 1],
    );
    const shown = rows.slice(0, limit);
    return {
      failures: shown.map(({ place: _place, ...row }) => ({ ...row, means: failureWords(row.reason) })),
      next: rows.length > limit ? (shown.at(-1)?.place ?? null) : null,
    };
  }
}
