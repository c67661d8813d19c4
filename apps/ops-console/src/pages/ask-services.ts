import { Inject, Injectable } from '@nestjs/common';
import { logger } from '#observability';
import { Agent, fetch } from 'undici';
import type { z } from 'zod';
import { ConsoleTokens } from '../access/console-tokens.js';
import { lookUnseen } from '../access/look-unseen.js';
import { type Reachable, urlOf } from '../access/services.js';
import type { Person } from '../access/account.row.js';
import { NoteViews } from '../audit/note-views.js';
import { CONFIG, type Config } from '../config.js';

/** What a service answered, or why a part of the page is missing. A page never fails because one service is away. */
export type Asked<T> =
  | { readonly ok: true; readonly data: T }
  | {
      readonly ok: false;
      readonly service: Reachable;
      readonly why: 'away' | 'not-allowed' | 'not-there' | 'refused' | 'unreadable';
    };

const log = logger('pages');
const patience = 4_000;
const agent = new Agent({ connect: { timeout: 2_000 }, keepAliveTimeout: 10_000, connections: 16 });

/** Reads from the services for a page, as the person who looks at it. */
@Injectable()
export class AskServices {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly tokens: ConsoleTokens,
    private readonly views: NoteViews,
  ) {}

  get<S extends z.ZodType>(visitor: Person, service: Reachable, path: string, shape: S): Promise<Asked<z.output<S>>> {
    return this.ask(visitor, service, { method: 'GET', path }, shape);
  }

  /** For what is asked by POST, so that it stays out of addresses. */
  post<S extends z.ZodType>(
    visitor: Person,
    service: Reachable,
    path: string,
    body: object,
    shape: S,
  ): Promise<Asked<z.output<S>>> {
    return this.ask(visitor, service, { method: 'POST', path, body }, shape);
  }

  private async ask<S extends z.ZodType>(
    visitor: Person,
    service: Reachable,
    { method, path, body: sent }: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: object },
    shape: S,
  ): Promise<Asked<z.output<S>>> {
    try {
      await this.views.note(visitor, service, method, path);
      const authorization = `Bearer ${await this.tokens.issue(visitor)}`;
      const answered = await lookUnseen((unseen) =>
        fetch(urlOf(service, this.config) + path, {
          method,
          headers: {
            ...unseen,
            authorization,
            accept: 'application/json',
            ...(sent && { 'content-type': 'application/json' }),
          },
          ...(sent && { body: JSON.stringify(sent) }),
          signal: AbortSignal.timeout(patience),
          redirect: 'error',
          dispatcher: agent,
        }),
      );
      const body: unknown = await answered.json().catch(() => undefined);
      if (answered.status === 403) return { ok: false, service, why: 'not-allowed' };
      if (answered.status === 404) return { ok: false, service, why: 'not-there' };
      if (answered.status === 400 || answered.status === 422) return { ok: false, service, why: 'refused' };
      if (!answered.ok) return { ok: false, service, why: 'away' };
      const read = shape.safeParse(body);
      if (read.success) return { ok: true, data: read.data };
      log.warn(
        { service, route: path.replace(/[?].*$/, '').replace(/[0-9a-f-]{36}/g, ':id') },
        'a service answered in a shape the page does not know',
      );
      return { ok: false, service, why: 'unreadable' };
    } catch {
      return { ok: false, service, why: 'away' };
    }
  }
}
