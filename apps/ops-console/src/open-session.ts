import { Injectable } from '@nestjs/common';
import { counter, logger } from '#observability';
import type { Response } from 'express';
import type { AccountRow } from './access/account.row.js';
import type { ProvedIdentity } from './access/identity.js';
import { Sessions } from './access/sessions.js';
import { AuditLog } from './audit/audit-log.js';
import { SecondFactors } from './second-factor/second-factors.js';

const log = logger('sign-in');
export const signIns = counter('loket_console_sign_ins_total', 'Sign-ins by outcome', ['outcome']);

/** From a proved identity to a session, by way of a code where the account has one. */
@Injectable()
export class OpenSession {
  constructor(
    private readonly sessions: Sessions,
    private readonly factors: SecondFactors,
    private readonly audit: AuditLog,
  ) {}

  /** @returns where to go on: the first page, or the page that asks for a code */
  async of({ account, by }: ProvedIdentity, response: Response): Promise<'/' | '/masuk/kode'> {
    if (by === 'password' && (await this.factors.isNeeded(account.username))) {
      await this.sessions.await(account.username, response);
      signIns.inc({ outcome: 'awaits-code' });
      return '/masuk/kode';
    }
    await this.open(account, response);
    return '/';
  }

  /** The code was right as well. */
  async open(account: AccountRow, response: Response): Promise<void> {
    const { username, roles, office } = account;
    await this.audit.note({ actor: username, roles, office, act: 'sign-in', subject: null });
    await this.sessions.begin(username, response);
    signIns.inc({ outcome: 'ok' });
    log.info({ actor: username }, 'signed in');
  }
}
