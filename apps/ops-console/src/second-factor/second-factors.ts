import { Inject, Injectable } from '@nestjs/common';
import { ProblemError } from '#boot';
import { decryptField, encryptField } from '#document-store';
import { queryRows } from '#outbox';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config.js';
import { enrolmentUri, hashOfRecoveryCode, newRecoveryCodes, newSecret, stepOf } from './one-time-codes.js';

interface Row {
  readonly sealed_secret: string;
  readonly confirmed_at: Date | null;
  readonly recovery: string[];
}

/** What the owner of an account is told of their second factor. */
export interface FactorShown {
  readonly state: 'none' | 'begun' | 'confirmed';
  readonly recoveryCodesLeft: number;
  /** While it is begun: for the phone. */
  readonly uri: string | null;
}

/** The codes of the staff's phones: sealed secrets, each code good once, recovery codes good once. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(CONFIG) private readonly config: Pick<Config, 'LOKET_KEY'>,
  ) {}

  async show(username: string): Promise<FactorShown> {
    const row = await this.find(username);
    if (!row) return { state: 'none', recoveryCodesLeft: 0, uri: null };
    if (row.confirmed_at) return { state: 'confirmed', recoveryCodesLeft: row.recovery.length, uri: null };
    return { state: 'begun', recoveryCodesLeft: 0, uri: enrolmentUri(username, this.open(username, row)) };
  }

  /** Whether a sign-in needs a code beside the password. */
  async isNeeded(username: string): Promise<boolean> {
    return (await this.find(username))?.confirmed_at instanceof Date;
  }

  /** Begins, or begins again. @throws ProblemError 409 when one is confirmed already */
  async begin(username: string): Promise<void> {
    const rows = await queryRows(
      this.dataSource,
      `insert into second_factor (username, sealed_secret) values ($1, $2)
       on conflict (username) do update set sealed_secret = excluded.sealed_secret, last_step = 0
        where second_factor.confirmed_at is null returning 1`,
      [username, encryptField(this.config.LOKET_KEY, newSecret(), placeOf(username))],
    );
    if (rows.length === 0) throw new ProblemError(409, 'second-factor-confirmed', 'There is a second factor already');
  }

  /** The phone has it: from now on a sign-in needs a code. @returns the recovery codes, this once. @throws ProblemError 422 */
  async confirm(username: string, code: string, at: number): Promise<string[]> {
    if (!(await this.spendCode(username, code, at))) throw wrongCode();
    const codes = newRecoveryCodes();
    const rows = await queryRows(
      this.dataSource,
      `update second_factor set confirmed_at = now(), recovery = $2 where username = $1 and confirmed_at is null returning 1`,
      [username, codes.map(hashOfRecoveryCode)],
    );
    if (rows.length === 0) throw new ProblemError(409, 'second-factor-confirmed', 'There is a second factor already');
    return codes;
  }

  /** Whether this code is theirs and new: of the phone, or one of the recovery codes. Either is spent by it. */
  async spend(username: string, code: string, at: number): Promise<boolean> {
    if (/^\d{6}$/.test(code)) return this.spendCode(username, code, at);
    const rows = await queryRows(
      this.dataSource,
      'update second_factor set recovery = array_remove(recovery, $2) where username = $1 and $2 = any(recovery) returning 1',
      [username, hashOfRecoveryCode(code)],
    );
    return rows.length > 0;
  }

  async remove(username: string): Promise<void> {
    await this.dataSource.query('delete from second_factor where username = $1', [username]);
  }

  private async spendCode(username: string, code: string, at: number): Promise<boolean> {
    const row = await this.find(username);
    const step = row && stepOf(this.open(username, row), code, at);
    if (step === undefined) return false;
    const rows = await queryRows(
      this.dataSource,
      'update second_factor set last_step = $2 where username = $1 and last_step < $2 returning 1',
      [username, step],
    );
    return rows.length > 0;
  }

  private async find(username: string): Promise<Row | undefined> {
    const [row] = await queryRows<Row>(
      this.dataSource,
      'select sealed_secret, confirmed_at, recovery from second_factor where username = $1',
      [username],
    );
    return row;
  }

  private open(username: string, { sealed_secret }: Row): string {
    return decryptField(this.config.LOKET_KEY, sealed_secret, placeOf(username));
  }
}

export function wrongCode(): ProblemError {
  return new ProblemError(422, 'wrong-code', 'The code is wrong, too old, or used already');
}

/** Binds a sealed secret to its row. */
export function placeOf(username: string): string {
  return `second_factor.secret:${username}`;
}
