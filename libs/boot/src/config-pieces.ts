import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

function url(protocols: readonly string[], says: string): z.ZodType<string, string> {
  return z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), says);
}

/** `postgres://user:password@host:port/database` */
export const databaseUrl = url(['postgres:', 'postgresql:'], 'must be a postgres:// URL');
/** `amqp://user:password@host:port/vhost`, or amqps */
export const amqpUrl = url(['amqp:', 'amqps:'], 'must be an amqp:// or amqps:// URL');
/** `http://…` or `https://…` */
export const httpUrl = url(['http:', 'https:'], 'must be an http:// or https:// URL');

/** A TCP port as a number; 0 takes a free one. */
export const port = z.coerce
  .number('must be a port')
  .int('must be a port')
  .min(0, 'must be a port')
  .max(65_535, 'must be a port');

/** Base64 or base64url of exactly so many bytes, as a Buffer. */
export function base64Key(bytes: number): z.ZodType<Buffer, string> {
  return z
    .string()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((key) => key.length === bytes, `must be ${bytes} bytes in base64`);
}

function read(make: () => KeyObject, type: 'ed25519' | 'x25519'): KeyObject | undefined {
  try {
    const key = make();
    return key.asymmetricKeyType === type ? key : undefined;
  } catch {
    return undefined;
  }
}

function publicKey(spki: string): KeyObject | undefined {
  return read(() => createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' }), 'ed25519');
}

/** An Ed25519 private key: base64 of its PKCS8 form. Gives a KeyObject. */
export const ed25519PrivateKey = z.string().transform((text, context): KeyObject => {
  const key = read(
    () => createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' }),
    'ed25519',
  );
  if (key) return key;
  context.addIssue({ code: 'custom', message: 'must be an Ed25519 private key (PKCS8, base64)' });
  return z.NEVER;
});

/** An Ed25519 public key: base64 of its SPKI form. Gives a KeyObject. */
export const ed25519PublicKey = z.string().transform((text, context): KeyObject => {
  const key = publicKey(text);
  if (key) return key;
  context.addIssue({ code: 'custom', message: 'must be an Ed25519 public key (SPKI, base64)' });
  return z.NEVER;
});

/** A text holding JSON of the given shape. */
export function json<S extends z.ZodType>(shape: S) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(shape);
}

/** The public keys by which a service knows each of its peers; several while one of them changes its own. */
export type PeerKeys = ReadonlyMap<string, readonly KeyObject[]>;

const onePeer = z
  .union([z.string(), z.array(z.string()).min(1).max(3)])
  .transform((given, context): readonly KeyObject[] => {
    const keys = [given].flat().map(publicKey);
    const good = keys.filter((key) => key !== undefined);
    if (good.length === keys.length) return good;
    context.addIssue({ code: 'custom', message: 'must be an Ed25519 public key (SPKI, base64)' });
    return z.NEVER;
  });

/**
 * LOKET_PEER_KEYS: JSON of service name → Ed25519 public key (SPKI, base64), or a list of them while that service's key is
 * rotated: first every peer learns the new one beside the old, then the service signs with it, then the old one goes.
 */
export const peerKeys = json(z.record(z.string(), onePeer)).transform(
  (keys): PeerKeys => new Map(Object.entries(keys)),
);

/** `on` or `off`, as a boolean. */
export const onOff = z.enum(['on', 'off'], 'must be on or off').transform((text) => text === 'on');

/** One or more texts separated by commas; at least one. */
export const commaList = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  )
  .refine((list) => list.length > 0, 'must not be empty');

/** A time zone by its IANA name. */
export const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, 'must be the IANA name of a time zone');

/** A text that is not empty. */
export const text = z.string().min(1, 'must not be empty');
