import type { PublicSigningKey } from '../bundle/container.js';

/** The phone or laptop of a village officer. Public keys only; the private ones never leave it. */
export interface DeviceRow {
  readonly id: string;
  /** The account of the village officer who answers for it. */
  readonly officer: string;
  readonly label: string;
  readonly district: string;
  readonly office: string;
  readonly signing_key: PublicSigningKey | null;
  readonly recipient: string | null;
  readonly registered_by: string;
  readonly registered_at: Date;
  readonly enrolled_at: Date | null;
  readonly last_heard_at: Date | null;
  readonly revoked_at: Date | null;
}
