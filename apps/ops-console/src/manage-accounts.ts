import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, clerkOf, ProblemError, Roles, roles, ZodBody, ZodParams } from '#boot';
import type { Request } from 'express';
import { z } from 'zod';
import type { AccountRow } from './access/account.row.js';
import { Accounts } from './access/accounts.js';
import { AuditLog } from './audit/audit-log.js';
import { SecondFactors } from './second-factor/second-factors.js';

const username = z.string().regex(/^[a-z0-9][a-z0-9._-]{1,39}$/, 'two to forty of a-z, 0-9, dot, hyphen, underscore');
const newAccount = z.strictObject({
  username,
  password: z.string().min(12).max(200),
  roles: z.array(z.enum(roles)).min(1),
  office: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .nullish()
    .transform((office) => office ?? null),
});
const byName = z.object({ username });

/** Accounts of the staff. */
@ApiTags('accounts')
@Roles('admin')
@Controller('accounts')
export class ManageAccounts {
  constructor(
    private readonly accounts: Accounts,
    private readonly audit: AuditLog,
    private readonly factors: SecondFactors,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All accounts' })
  async list() {
    return { accounts: (await this.accounts.list()).map(show) };
  }

  @Post()
  @ApiOperation({ summary: 'A new account' })
  @ApiProblems({ 409: 'username-taken' })
  async create(@ZodBody(newAccount) body: z.output<typeof newAccount>, @Req() request: Request) {
    await this.note(request, 'account created', body.username);
    return show(await this.accounts.create(body, clerkOf(request).id));
  }

  @Post(':username/disablement')
  @HttpCode(200)
  @ApiOperation({ summary: 'Disable an account and end its sessions' })
  @ApiProblems({ 404: 'account-not-found', 409: 'own-account' })
  async disable(@ZodParams(byName) params: z.infer<typeof byName>, @Req() request: Request) {
    if (params.username === clerkOf(request).id) {
      throw new ProblemError(409, 'own-account', 'Nobody can shut himself out');
    }
    await this.note(request, 'account disabled', params.username);
    await this.accounts.disable(params.username);
    return { username: params.username, disabled: true };
  }

  @Post(':username/second-factor-removal')
  @HttpCode(200)
  @ApiOperation({ summary: 'The phone and the recovery codes are lost: the next sign-in is by password alone' })
  async removeSecondFactor(@ZodParams(byName) params: z.infer<typeof byName>, @Req() request: Request) {
    await this.note(request, 'second factor removed', params.username);
    await this.factors.remove(params.username);
    return { username: params.username };
  }

  private note(request: Request, act: string, subject: string): Promise<void> {
    const { id, roles: held, office } = clerkOf(request);
    return this.audit.note({ actor: id, roles: held, office: office ?? null, act, subject });
  }
}

function show(row: AccountRow) {
  return {
    username: row.username,
    roles: row.roles,
    office: row.office,
    disabled: row.disabled_at !== null,
    hasKey: row.public_key !== null,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  };
}
