import { createPublicKey } from 'node:crypto';
import { Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, ProblemError, type Role, roles, ZodBody } from '#boot';
import { queryRows } from '#outbox';
import { decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { AccountRow } from './access/account.row.js';
import { AuditLog } from './audit/audit-log.js';
import { Accounts } from './access/accounts.js';
import { ConsoleTokens, tokenLife } from './access/console-tokens.js';

const asked = z.strictObject({ assertion: z.string().max(4_000) });
const claims = z.object({ sub: z.string(), role: z.enum(roles), jti: z.string().min(8).max(100), exp: z.int() });
const longest = 60;

/** Tokens for programs, and the keys with which the other services verify every token of the console. */
@ApiTags('tokens')
@Controller()
export class IssueTokens {
  constructor(
    private readonly accounts: Accounts,
    private readonly tokens: ConsoleTokens,
    private readonly dataSource: DataSource,
    private readonly audit: AuditLog,
  ) {}

  @Get('.well-known/jwks.json')
  @Header('Cache-Control', 'public, max-age=300')
  @ApiOperation({ summary: 'The public keys of the tokens' })
  jwks(): Promise<JSONWebKeySet> {
    return this.tokens.jwks();
  }

  @Post('tokens')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'A token of one role, for an assertion signed with the account’s key',
    description:
      'The assertion is a JWT (EdDSA) with `sub` (the account), `role`, `aud` loket-ops-console, `jti` (never used before) and `exp`, at most 60 s from now.',
  })
  @ApiProblems({ 401: 'bad-assertion', 403: 'role-not-held' })
  async issue(@ZodBody(asked) { assertion }: z.infer<typeof asked>): Promise<{ token: string; expiresIn: number }> {
    const proved = await this.prove(assertion);
    if (!proved) throw new ProblemError(401, 'bad-assertion', 'The assertion does not prove who asks');
    const { account, role } = proved;
    if (!account.roles.includes(role))
      throw new ProblemError(403, 'role-not-held', 'This account does not have that role');
    await this.audit.note({
      actor: account.username,
      roles: [role],
      office: account.office,
      act: 'token issued',
      subject: null,
    });
    return { token: await this.tokens.issue({ ...account, roles: [role] }), expiresIn: tokenLife };
  }

  private async prove(assertion: string): Promise<{ account: AccountRow; role: Role } | undefined> {
    const account = await this.accounts.findActive(subjectOf(assertion));
    if (!account || account.public_key === null) return undefined;
    const claimed = await verified(assertion, account.public_key);
    if (!claimed || claimed.exp - Date.now() / 1000 > longest) return undefined;
    return (await this.isNew(claimed.jti, claimed.exp)) ? { account, role: claimed.role } : undefined;
  }

  /** An assertion counts once, whoever gets hold of it afterwards. */
  private async isNew(jti: string, exp: number): Promise<boolean> {
    const rows = await queryRows(
      this.dataSource,
      'insert into used_assertion (jti, expires_at) values ($1, to_timestamp($2)) on conflict do nothing returning 1',
      [jti, exp],
    );
    return rows.length > 0;
  }
}

/** Whose key to try; nothing is believed yet. */
function subjectOf(assertion: string): string {
  try {
    return decodeJwt(assertion).sub ?? '';
  } catch {
    return '';
  }
}

async function verified(assertion: string, publicKey: string): Promise<z.infer<typeof claims> | undefined> {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  try {
    const { payload } = await jwtVerify(assertion, key, {
      algorithms: ['EdDSA', 'Ed25519'],
      audience: 'loket-ops-console',
    });
    return claims.safeParse(payload).data;
  } catch {
    return undefined;
  }
}
