import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles, ZodQuery } from '#boot';
import { queryRows } from '#outbox';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { AuditEntry } from './audit/hash-chain.js';
import { verifyChain, type Verdict } from './audit/verify-chain.js';

const which = z.object({
  actor: z.string().max(40).optional(),
  subject: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  /** `next` of the page before. */
  before: z.coerce.number().int().min(1).optional(),
});

/** Who has seen whose data: for the auditor and the head. */
@ApiTags('audit')
@Roles('auditor', 'head', 'admin')
@Controller('audit')
export class ShowAudit {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'Views and acts, the youngest first; by actor, or by what they concern' })
  async list(@ZodQuery(which) asked: z.output<typeof which>): Promise<{ entries: AuditEntry[]; next: number | null }> {
    const rows = await queryRows<Omit<AuditEntry, 'number' | 'at'> & { number: string; at: Date }>(
      this.dataSource,
      `select number, at, actor, roles, office, act, subject, previous, hash from audit_entry
        where ($1::text is null or actor = $1) and ($2::text is null or subject = $2) and ($3::bigint is null or number < $3)
        order by number desc limit $4`,
      [asked.actor ?? null, asked.subject ?? null, asked.before ?? null, asked.limit],
    );
    const entries = rows.map((row) => ({ ...row, number: Number(row.number), at: row.at.toISOString() }));
    return { entries, next: entries.length === asked.limit ? (entries.at(-1)?.number ?? null) : null };
  }

  @Post('verification')
  @HttpCode(200)
  @ApiOperation({ summary: 'Check the whole chain; says at which entry it breaks' })
  async verify(): Promise<Verdict> {
    return verifyChain((sql, parameters) => queryRows(this.dataSource, sql, parameters));
  }
}
