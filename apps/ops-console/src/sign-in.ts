import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Accounts } from './access/accounts.js';
import { LocalIdentities } from './access/identity.js';
import { visitorOf } from './access/recognise-visitor.js';
import { isSameSite, Sessions } from './access/sessions.js';
import { SignInLimits } from './access/sign-in-limits.js';
import { OpenSession, signIns } from './open-session.js';
import { codePage, signInPage } from './pages/sign-in-page.js';
import { SecondFactors } from './second-factor/second-factors.js';

const given = z.object({ username: z.string().trim().toLowerCase().max(40), password: z.string().min(1).max(200) });
const givenCode = z.object({ code: z.string().trim().min(6).max(40) });

/** Signing in and out, on the page. */
@ApiExcludeController()
@Controller()
export class SignIn {
  constructor(
    private readonly identities: LocalIdentities,
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
    private readonly limits: SignInLimits,
    private readonly factors: SecondFactors,
    private readonly openSession: OpenSession,
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
    if (seconds > 0) return heldOff(response, seconds, signInPage);
    const proved = await this.identities.prove(username, password);
    if (!proved) {
      signIns.inc({ outcome: 'refused' });
      return send(response, 401, signInPage('Nama pengguna atau kata sandi salah.'));
    }
    const next = await this.openSession.of(proved, response);
    // Whoever knows the password alone must not have five more tries at the code with each sign-in.
    if (next === '/') await this.limits.succeeded(username, address);
    response.redirect(303, next);
  }

  @Get('masuk/kode')
  async showCode(@Req() request: Request, @Res() response: Response): Promise<void> {
    if (!(await this.sessions.awaiting(request))) return response.redirect(303, '/masuk');
    send(response, 200, codePage());
  }

  @Post('masuk/kode')
  async giveCode(@Body() body: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    const waiting = await this.sessions.awaiting(request);
    const account = waiting && (await this.accounts.findActive(waiting.username));
    if (!waiting || !account) return response.redirect(303, '/masuk');
    const read = givenCode.safeParse(body);
    if (!isSameSite(request) || !read.success) return send(response, 400, codePage('Isi kode dari ponsel Anda.'));
    const address = request.ip ?? 'unknown';
    const seconds = await this.limits.take(account.username, address);
    if (seconds > 0) return heldOff(response, seconds, codePage);
    if (!(await this.factors.spend(account.username, read.data.code, Date.now()))) {
      signIns.inc({ outcome: 'wrong-code' });
      return send(response, 401, codePage('Kode salah, kedaluwarsa, atau sudah dipakai.'));
    }
    await this.sessions.forgetOne(waiting.sessionHash);
    await this.openSession.open(account, response);
    await this.limits.succeeded(account.username, address);
    response.redirect(303, '/');
  }

  @Post('keluar')
  @HttpCode(204)
  async signOut(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.sessions.end(visitorOf(request), response);
    response.status(204).end();
  }
}

function heldOff(response: Response, seconds: number, page: (problem: string) => string): void {
  signIns.inc({ outcome: 'held-off' });
  response.setHeader('Retry-After', seconds);
  send(response, 429, page(`Terlalu banyak percobaan. Coba lagi dalam ${Math.ceil(seconds / 60)} menit.`));
}

function send(response: Response, status: number, page: string): void {
  response.status(status).set('Cache-Control', 'no-store').type('html').send(page);
}
