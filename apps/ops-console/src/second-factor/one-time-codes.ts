import { createHash, randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const period = 30;
/** A phone's clock may be off by one step. */
const window = 1;
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A new secret of 160 bits (RFC 4226), in base32. */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What the phone reads from the QR code. */
export function enrolmentUri(username: string, secret: string): string {
  return totp(username, secret).toString();
}

/** The step a code belongs to, or undefined when it is wrong. @param at milliseconds */
export function stepOf(secret: string, code: string, at: number): number | undefined {
  const off = totp('', secret).validate({ token: code, window, timestamp: at });
  return off === null ? undefined : Math.floor(at / 1000 / period) + off;
}

/** Ten codes for the day the phone is gone, 80 bits each; shown once and kept as hashes. */
export function newRecoveryCodes(): string[] {
  const four = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: 10 }, () => [four(), four(), four(), four()].join('-'));
}

export function hashOfRecoveryCode(code: string): string {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
    .digest('base64url');
}

function totp(username: string, secret: string): TOTP {
  return new TOTP({ issuer: 'Loket', label: username, secret: Secret.fromBase32(secret), digits: 6, period });
}
