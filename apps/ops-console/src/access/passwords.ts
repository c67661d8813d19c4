import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** argon2id with 19 MiB, two passes, one lane (the library's default algorithm): reliability 10, *accounts*. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** @returns the hash in PHC form, its salt and cost in it */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

let decoy: Promise<string> | undefined;

/**
 * Whether the password is right. Without a hash (no such account) it takes as long and is false, so that the time of an
 * answer does not tell who has an account.
 */
export async function isRightPassword(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(16).toString('base64'));
  const right = await verify(stored ?? (await decoy), password);
  return right && stored !== undefined;
}
