import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiProblems, clerkOf, Roles, roles, ZodBody } from '#boot';
import type { Request } from 'express';
import { z } from 'zod';
import { mustNotWait, SignInLimits } from './access/sign-in-limits.js';
import { AuditLog } from './audit/audit-log.js';
import { type FactorShown, SecondFactors, wrongCode } from './second-factor/second-factors.js';

const withCode = z.strictObject({ code: z.string().trim().min(6).max(40) });

/** Whoever is signed in, about their own account. */
@ApiTags('accounts')
@Roles(...roles)
@Controller('account/second-factor')
export class KeepOwnAccount {
  constructor(
    private readonly factors: SecondFactors,
    private readonly limits: SignInLimits,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Whether a code of the phone is asked at sign-in' })
  show(@Req() request: Request): Promise<FactorShown> {
    return this.factors.show(clerkOf(request).id);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Begin: a secret for the phone, which counts once it is confirmed' })
  @ApiProblems({ 409: 'second-factor-confirmed' })
  async begin(@Req() request: Request): Promise<FactorShown> {
    const { id } = clerkOf(request);
    await this.factors.begin(id);
    return this.factors.show(id);
  }

  @Post('confirmation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Confirm with a code of the phone; answers with the recovery codes, this once' })
  @ApiProblems({ 409: 'second-factor-confirmed', 422: 'wrong-code', 429: 'too-many-requests' })
  async confirm(@ZodBody(withCode) { code }: z.output<typeof withCode>, @Req() request: Request) {
    const { id } = clerkOf(request);
    await this.count(id, request);
    const recoveryCodes = await this.factors.confirm(id, code, Date.now());
    await this.limits.succeeded(id, addressOf(request));
    await this.note(request, 'second factor confirmed');
    return { recoveryCodes };
  }

  @Post('removal')
  @HttpCode(200)
  @ApiOperation({ summary: 'Take it away, with a code or a recovery code' })
  @ApiProblems({ 422: 'wrong-code', 429: 'too-many-requests' })
  async remove(@ZodBody(withCode) { code }: z.output<typeof withCode>, @Req() request: Request): Promise<FactorShown> {
    const { id } = clerkOf(request);
    await this.count(id, request);
    if (!(await this.factors.spend(id, code, Date.now()))) throw wrongCode();
    await this.limits.succeeded(id, addressOf(request));
    await this.note(request, 'second factor removed');
    await this.factors.remove(id);
    return this.factors.show(id);
  }

  /** Codes are guessed as passwords are: they count together. @throws ProblemError 429 */
  private async count(username: string, request: Request): Promise<void> {
    mustNotWait(await this.limits.take(username, addressOf(request)));
  }

  private note(request: Request, act: string): Promise<void> {
    const { id, roles: held, office } = clerkOf(request);
    return this.audit.note({ actor: id, roles: held, office: office ?? null, act, subject: id });
  }
}

function addressOf(request: Request): string {
  return request.ip ?? 'unknown';
}
