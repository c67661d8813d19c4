import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiZodResponse, Roles, ZodQuery } from '#boot';
import { attribute, describeSpan } from '#observability';
import { queryRows } from '#outbox';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { messageStates } from './delivery/delivery.js';

const query = z
  .object({
    /** The request or conversation it speaks of. */
    about: z.uuid().optional(),
    state: z.enum(messageStates).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    /** `next` of the page before. */
    cursor: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional(),
  })
  .strict();

const shown = z.object({
  id: z.uuid(),
  /** Its place in the order of all messages. */
  place: z.string(),
  about: z.uuid(),
  applicationId: z.uuid().nullable(),
  fact: z.string(),
  messageKey: z.string(),
  state: z.enum(messageStates),
  /** How it went out, or will. */
  asTemplate: z.boolean(),
  errorCode: z.int().nullable(),
  errorClass: z.string().nullable(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  deliveredAt: z.iso.datetime().nullable(),
  readAt: z.iso.datetime().nullable(),
  failedAt: z.iso.datetime().nullable(),
  /** The message that a member of staff sent anew with this one, and who it was. */
  resentFrom: z.uuid().nullable(),
  resentBy: z.string().nullable(),
});
const page = z.object({ messages: z.array(shown), next: z.string().nullable() });

/** What was told to citizens and what became of it; `state=failed` and `state=unknown` are the worklists. */
@ApiTags('messages')
@Controller('messages')
export class ListMessages {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @Roles('clerk', 'reviewer', 'head', 'ops')
  @ApiOperation({ summary: 'Messages to citizens, newest first, by subject or state; texts and numbers are not shown' })
  @ApiZodResponse(200, page)
  async list(@ZodQuery(query) { about, state, limit, cursor }: z.infer<typeof query>): Promise<z.infer<typeof page>> {
    if (about !== undefined) describeSpan({ [attribute.applicationId]: about });
    const rows = await queryRows<z.infer<typeof shown>>(
      this.dataSource,
      `select id, place, about, application_id as "applicationId", fact, message_key as "messageKey", state,
              as_template as "asTemplate", error_code as "errorCode", error_class as "errorClass",
              created_at as "createdAt", sent_at as "sentAt", delivered_at as "deliveredAt", read_at as "readAt",
              failed_at as "failedAt", resent_from as "resentFrom", resent_by as "resentBy"
         from outgoing
        where ($1::uuid is null or about = $1 or application_id = $1)
          and ($2::text is null or state = $2)
          and ($3::bigint is null or place < $3)
        order by place desc limit $4`,
      [about ?? null, state ?? null, cursor ?? null, limit + 1],
    );
    const messages = rows.slice(0, limit);
    return { messages, next: rows.length > limit ? (messages.at(-1)?.place ?? null) : null };
  }
}
