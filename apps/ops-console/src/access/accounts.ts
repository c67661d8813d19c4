import { Injectable } from '@nestjs/common';
import { ProblemError, type Role, roles } from '#boot';
import { queryRows, UnitOfWork } from '#outbox';
import { DataSource } from 'typeorm';
import type { AccountRow } from './account.row.js';
import { hashPassword } from './passwords.js';

export interface NewAccount {
  readonly username: string;
  readonly password: string;
  readonly roles: readonly Role[];
  readonly office: string | null;
}

const columns = 'username, password_hash, roles, office, public_key, disabled_at, created_at, created_by';

/** The accounts of the staff. */
@Injectable()
export class Accounts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** An account that may sign in; undefined when there is none or it is disabled. */
  async findActive(username: string): Promise<AccountRow | undefined> {
    const [row] = await queryRows<AccountRow>(
      this.dataSource,
      `select ${columns} from account where username = $1 and disabled_at is null`,
      [username],
    );
    return row;
  }

  async list(): Promise<AccountRow[]> {
    return queryRows<AccountRow>(this.dataSource, `select ${columns} from account order by username limit 500`);
  }

  /** @throws ProblemError 409 when the name is taken */
  async create(account: NewAccount, by: string): Promise<AccountRow> {
    const passwordHash = await hashPassword(account.password);
    const [row] = await queryRows<AccountRow>(
      this.dataSource,
      `insert into account (username, password_hash, roles, office, created_by) values ($1, $2, $3, $4, $5)
       on conflict (username) do nothing returning ${columns}`,
      [account.username, passwordHash, account.roles, account.office, by],
    );
    if (!row) throw new ProblemError(409, 'username-taken', 'There is an account of that name');
    return row;
  }

  /** Disables an account and ends its sessions; its last tokens end within five minutes. @throws ProblemError 404 */
  async disable(username: string): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const rows = await tx.query(
        'update account set disabled_at = coalesce(disabled_at, now()) where username = $1 returning 1',
        [username],
      );
      if (rows.length === 0) throw new ProblemError(404, 'account-not-found', 'There is no such account');
      await tx.query('delete from session where username = $1', [username]);
    });
  }

  /**
   * The account `admin` of a new installation, with every role: somebody must be able to begin. Its password counts once;
   * its key follows the environment at every start.
   */
  async keepFirstAdmin(password: string | undefined, publicKey: string | undefined): Promise<void> {
    if (password !== undefined && !(await this.exists('admin'))) {
      await this.dataSource.query(
        `insert into account (username, password_hash, roles, created_by) values ('admin', $1, $2, 'environment')
         on conflict (username) do nothing`,
        [await hashPassword(password), roles],
      );
    }
    if (publicKey !== undefined) {
      await this.dataSource.query(
        "update account set public_key = $1 where username = 'admin' and public_key is distinct from $1",
        [publicKey],
      );
    }
  }

  private async exists(username: string): Promise<boolean> {
    const rows = await queryRows(this.dataSource, 'select 1 from account where username = $1', [username]);
    return rows.length > 0;
  }
}
