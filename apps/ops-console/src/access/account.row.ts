import type { Role } from '#boot';

/** A member of staff, or a program that asks for tokens with a key. */
export interface AccountRow {
  readonly username: string;
  readonly password_hash: string;
  readonly roles: Role[];
  /** Null for those who serve the whole regency. */
  readonly office: string | null;
  /** Ed25519, SPKI, base64; null where tokens by key are not given. */
  readonly public_key: string | null;
  readonly disabled_at: Date | null;
  readonly created_at: Date;
  readonly created_by: string;
}

/** What every signed-in act knows of who does it. */
export type Person = Pick<AccountRow, 'username' | 'roles' | 'office'>;
