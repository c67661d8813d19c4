import { amqpUrl, databaseUrl, ed25519PrivateKey, httpUrl, json, onOff, port, text } from '#boot';
import { z } from 'zod';

/** SHA-256 of a station's key in hex: the key itself is only at the station. */
const stationKeys = json(
  z.record(
    z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    z.object({ office: text, keyHash: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
);

export type StationKeys = z.output<typeof stationKeys>;

/** The environment of printing-queue. */
export const configSchema = z.object({
  PORT: port,
  DATABASE_URL: databaseUrl,
  AMQP_URL: amqpUrl,
  CONSOLE_JWKS_URL: httpUrl,
  LOKET_SERVICE_KEY: ed25519PrivateKey,
  INTAKE_URL: httpUrl,
  REGION_FILE: text,
  STATION_KEYS: stationKeys,
  /** SIAK's printing address, where the office prints through it: looked at, never used. */
  SIAK_PRINT_URL: httpUrl.optional(),
  SIAK_PRINT_LOOK_SECONDS: z.coerce.number().min(0.05).max(300).default(5),
  /** How long a station may be silent. Stations renew every third of it. */
  PRINT_LEASE_SECONDS: z.coerce.number().int().min(1).max(3_600).default(120),
  /** A second person approves whatever leads to a second card: `off` only where one person works alone. */
  PRINT_FOUR_EYES: onOff.default(true),
  /** How often leases and stock are looked over. */
  PRINT_SWEEP_MS: z.coerce.number().int().min(50).max(60_000).default(1_000),
});

export type Config = z.output<typeof configSchema>;

/** Injects the {@link Config}. */
export const CONFIG = Symbol('the environment of printing-queue');
