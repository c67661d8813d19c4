import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { counter, logger } from '#observability';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { AuditLog } from './audit/audit-log.js';
import { Accounts } from './access/accounts.js';
import { isRightPassword } from './access/passwords.js';
import { visitorOf } from './access/recognise-visitor.js';
import { isSameSite, Sessions } from './access/sessions.js';
import { SignInLimits } from './access/sign-in-limits.js';
import { signInPage } from './pages/sign-in-page.js';

const log = logger('sign-in');
const signIns = counter('loket_console_sign_ins_total', 'Sign-ins by outcome', ['outcome']);
const given = z.object({ username: z.string().trim().toLowerCase().max(40), password: z.string().min(1).max(200) });

/** Signing in and out, on the page. */
@ApiExcludeController()
@Controller()
export class SignIn {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly limits: SignInLimits,
    private readonly audit: AuditLog,
  ) {}

  @Get('masuk')
  show(@Res() response: Response): void {
    send(response, 200, signInPage());
  }

  @Post('masuk')
  async signIn(@Body() body: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    const read = given.safeParse(body);
    if (!isSameSite(request) || !read.success)
      return send(response, 400, signInPage('Isi nama pengguna dan kata sandi.'));
    const { username, password } = read.data;
    const address = request.ip ?? 'unknown';
    const seconds = await this.limits.take(username, address);
    if (seconds > 0) {
      signIns.inc({ outcome: 'held-off' });
      response.setHeader('Retry-After', seconds);
      return send(
        response,
        429,
        signInPage(`Terlalu banyak percobaan. Coba lagi dalam ${Math.ceil(seconds / 60)} menit.`),
      );
    }
    const account = await this.accounts.findActive(username);
    if (!(await isRightPassword(account?.password_hash, password)) || !account) {
      signIns.inc({ outcome: 'refused' });
      return send(response, 401, signInPage('Nama pengguna atau kata sandi salah.'));
    }
    await this.limits.succeeded(username, address);
    const { roles, office } = account;
    await this.audit.note({ actor: username, roles, office, act: 'sign-in', subject: null });
    await this.sessions.begin(account.username, response);
    signIns.inc({ outcome: 'ok' });
    log.info({ actor: account.username }, 'signed in');
    response.redirect(303, '/');
  }

  @Post('keluar')
  @HttpCode(204)
  async signOut(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.sessions.end(visitorOf(request), response);
    response.status(204).end();
  }
}

function send(response: Response, status: number, page: { toString(): string }): void {
  response.status(status).set('Cache-Control', 'no-store').type('html').send(page.toString());
}
