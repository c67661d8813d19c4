import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { queryRows } from '#outbox';
import type { CookieOptions, Request, Response } from 'express';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config.js';
import type { Person } from './account.row.js';

const cookieName = 'loket_session';
/** A working day, and a pause. */
const lifeHours = 10;
const idleMinutes = 60;
const codeMinutes = 5;

/** Who looks at the console, and with which session. */
export interface Visitor extends Person {
  /** What a page of this session sends back with each act, so that no other site can act. */
  readonly csrf: string;
  readonly sessionHash: string;
}

/** Sessions of the console in a browser: a random cookie of which only the hash is stored. */
@Injectable()
export class Sessions {
  private readonly cookie: CookieOptions;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) config: Config,
  ) {
    const secure = config.CONSOLE_URL?.startsWith('https:') ?? false;
    this.cookie = { httpOnly: true, sameSite: 'strict', path: '/', secure };
  }

  /** Begins a session and hands its cookie to the browser. */
  async begin(username: string, response: Response): Promise<void> {
    const token = randomBytes(32).toString('base64url');
    await this.dataSource.query(
      `insert into session (token_hash, username, expires_at) values ($1, $2, now() + make_interval(hours => $3))`,
      [hashOf(token), username, lifeHours],
    );
    response.cookie(cookieName, token, { ...this.cookie, maxAge: lifeHours * 3_600_000 });
  }

  /** The password was right, a code is still asked for: a cookie that opens nothing but the page that asks. */
  async await(username: string, response: Response): Promise<void> {
    const token = randomBytes(32).toString('base64url');
    await this.dataSource.query(
      `insert into session (token_hash, username, awaits_code, expires_at)
       values ($1, $2, true, now() + make_interval(mins => $3))`,
      [hashOf(token), username, codeMinutes],
    );
    response.cookie(cookieName, token, { ...this.cookie, maxAge: codeMinutes * 60_000 });
  }

  /** Whose code a request may give. */
  async awaiting(request: Request): Promise<{ username: string; sessionHash: string } | undefined> {
    const token = tokenOf(request.headers.cookie);
    if (token === undefined) return undefined;
    const sessionHash = hashOf(token);
    const [row] = await queryRows<{ username: string }>(
      this.dataSource,
      'select username from session where token_hash = $1 and awaits_code and expires_at > now()',
      [sessionHash],
    );
    return row && { username: row.username, sessionHash };
  }

  async forgetOne(sessionHash: string): Promise<void> {
    await this.dataSource.query('delete from session where token_hash = $1', [sessionHash]);
  }

  async end(visitor: Visitor, response: Response): Promise<void> {
    await this.forgetOne(visitor.sessionHash);
    response.clearCookie(cookieName, this.cookie);
  }

  /** The signed-in person behind a request; undefined without a live session of an account that is not disabled. */
  async visitorOf(request: Request): Promise<Visitor | undefined> {
    const token = tokenOf(request.headers.cookie);
    if (token === undefined) return undefined;
    const sessionHash = hashOf(token);
    const [row] = await queryRows<Person & { stale: boolean }>(
      this.dataSource,
      `select a.username, a.roles, a.office, s.seen_at < now() - interval '1 minute' as stale
         from session s join account a using (username)
        where s.token_hash = $1 and s.expires_at > now() and s.seen_at > now() - make_interval(mins => $2)
          and not s.awaits_code and a.disabled_at is null`,
      [sessionHash, idleMinutes],
    );
    if (!row) return undefined;
    if (row.stale)
      await this.dataSource.query('update session set seen_at = now() where token_hash = $1', [sessionHash]);
    const csrf = createHmac('sha256', token).update('loket csrf').digest('base64url');
    return { username: row.username, roles: row.roles, office: row.office, csrf, sessionHash };
  }

  /** Deletes sessions that are over. */
  async forget(): Promise<void> {
    await this.dataSource.query(
      'delete from session where expires_at < now() or seen_at < now() - make_interval(mins => $1)',
      [idleMinutes],
    );
  }
}

/** Whether an act comes from a page of this very session. */
export function isOwnAct(request: Request, visitor: Visitor): boolean {
  const given = Buffer.from(request.header('x-csrf-token') ?? '');
  const wanted = Buffer.from(visitor.csrf);
  return given.length === wanted.length && timingSafeEqual(given, wanted) && isSameSite(request);
}

/** What a browser says of where a request began; other programs say nothing, and have no cookie to misuse. */
export function isSameSite(request: Request): boolean {
  const site = request.header('sec-fetch-site');
  return site === undefined || site === 'same-origin' || site === 'none';
}

function tokenOf(cookies: string | undefined): string | undefined {
  return /(?:^|;\s*)loket_session=([\w-]{43})(?:;|$)/.exec(cookies ?? '')?.[1];
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
