import { amqpUrl, databaseUrl, ed25519PrivateKey, httpUrl, json, onOff, peerKeys, port, text } from '#boot';
import { z } from 'zod';
import { printerConditions } from './station/printer-condition.js';

/** SHA-256 of a station's key in hex: the key itself is only at the station. */
const stationKeys = json(
  z.record(
    z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    z.object({ office: text, keyHash: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
);

/** The environment of printing-queue. */
export const configSchema = z.object({
  PORT: port,
  DATABASE_URL: databaseUrl,
  AMQP_URL: amqpUrl,
  CONSOLE_JWKS_URL: httpUrl,
  LOKET_SERVICE_KEY: ed25519PrivateKey,
  LOKET_PEER_KEYS: peerKeys,
  INTAKE_URL: httpUrl,
  REGION_FILE: text,
  STATION_KEYS: stationKeys,
  /** SIAK's printing address, where the office prints through it: looked at, never used. */
  SIAK_PRINT_URL: httpUrl.optional(),
  SIAK_PRINT_LOOK_SECONDS: z.coerce.number().min(0.05).max(300).default(5),
  /** How long a station may be silent. Stations renew every third of it. */
  PRINT_LEASE_SECONDS: z.coerce.number().int().min(1).max(3_600).default(120),
  /** After how long without a word a station is called silent. */
  STATION_SILENT_SECONDS: z.coerce.number().min(1).max(86_400).default(300),
  /** How long all stations of an office may be silent before another office prints its cards; 0: for ever. */
  PRINT_REROUTE_AFTER_MINUTES: z.coerce.number().min(0).max(43_200).default(240),
  /** How often stations, stock, machines and waiting cards are looked over. */
  PRINT_LOOK_OVER_SECONDS: z.coerce.number().min(0.05).max(3_600).default(30),
  /** What the vendor's words mean, filled from the real device: `{"e-0x17": "RIBBON_OUT"}`. */
  PRINTER_WORDS: json(z.record(z.string().max(64), z.enum(printerConditions))).prefault('{}'),
  /** Cards that a unit makes, where a station is not registered with its own (domain 4.2). */
  PRINT_YIELDS: json(
    z.object({
      ribbon: z.int().min(1).default(500),
      film: z.int().min(1).default(1_500),
      laminate: z.int().min(1).default(500),
      'cleaning-kit': z.int().min(1).default(500),
    }),
  ).prefault('{}'),
  /** Working days that new stock takes to come: ribbon is ordered a month ahead. */
  STOCK_LOW_WORKING_DAYS: z.coerce.number().min(1).max(250).default(25),
  /** After how many days a card that lies ready is said to be uncollected, and how often. */
  UNCOLLECTED_AFTER_DAYS: z.coerce.number().min(0.00001).max(365).default(14),
  UNCOLLECTED_REMINDERS: z.coerce.number().int().min(0).max(20).default(3),
  /** `required`: a card is not complete before its data, photo and chip were looked at. */
  PRINT_QUALITY_CHECK: z.enum(['optional', 'required']).default('optional'),
  /** A second person approves whatever leads to a second card: `off` only where one person works alone. */
  PRINT_FOUR_EYES: onOff.default(true),
  /** How often leases and stock are looked over. */
  PRINT_SWEEP_MS: z.coerce.number().int().min(50).max(60_000).default(1_000),
});

export type Config = z.output<typeof configSchema>;

/** Injects the {@link Config}. */
export const CONFIG = Symbol('the environment of printing-queue');
