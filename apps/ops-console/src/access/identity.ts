import { Injectable } from '@nestjs/common';
import { Accounts } from './accounts.js';
import type { AccountRow } from './account.row.js';
import { isRightPassword } from './passwords.js';

/**
 * Who somebody has proved to be. The port behind which ways to prove it stand: the password here; an office with OpenID Connect
 * adds a route that ends with `by: 'provider'`, after which account, roles, office and session are the console's own as ever.
 */
export interface ProvedIdentity {
  readonly account: AccountRow;
  /** A provider asks for its own second factor; beside a password the console asks for one. */
  readonly by: 'password' | 'provider';
}

/** The local way: a name and a password of the console's own. */
@Injectable()
export class LocalIdentities {
  constructor(private readonly accounts: Accounts) {}

  /** Takes as long for a name that nobody has. */
  async prove(username: string, password: string): Promise<ProvedIdentity | undefined> {
    const account = await this.accounts.findActive(username);
    const right = await isRightPassword(account?.password_hash, password);
    return right && account ? { account, by: 'password' } : undefined;
  }
}
