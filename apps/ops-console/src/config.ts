import { parseKeyRing } from '#document-store';
import { amqpUrl, databaseUrl, ed25519PrivateKey, ed25519PublicKey, httpUrl, port, text, timeZone } from '#boot';
import { z } from 'zod';

const keyRing = z.string().transform((given, context) => {
  try {
    return parseKeyRing(given);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'is no data key' });
    return z.NEVER;
  }
});

/** This service's environment. */
export const settings = z.object({
  PORT: port.default(7000),
  DATABASE_URL: databaseUrl,
  AMQP_URL: amqpUrl,
  TZ_OFFICE: timeZone,
  /** Offices and districts, for the forms. */
  REGION_FILE: text,
  INTAKE_URL: httpUrl,
  DOCUMENT_VALIDATION_URL: httpUrl,
  PRINTING_QUEUE_URL: httpUrl,
  NOTIFICATION_URL: httpUrl,

  /** Parked bodies at rest. */
  LOKET_KEY: keyRing,
  /** Signs the tokens of the staff; its public half is at /.well-known/jwks.json. */
  LOKET_CONSOLE_KEY: ed25519PrivateKey,
  /** Makes the account `admin` when there is none. */
  LOKET_FIRST_ADMIN_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
  /** Ed25519, SPKI, base64: with its private half `npm run token` proves who it is. The environment wins over what is stored. */
  LOKET_FIRST_ADMIN_PUBLIC_KEY: ed25519PublicKey.optional(),
  /** Where people open the console; with https:// its cookie travels over TLS only. */
  CONSOLE_URL: httpUrl.optional(),
  /** Express' `trust proxy`: whose X-Forwarded-For counts when failed sign-ins are counted by address. */
  TRUST_PROXY: text.default('loopback'),
  /** `http://user:password@host:15672` of a RabbitMQ user with the tag *monitoring*; without it GET /queues is empty. */
  RABBITMQ_MONITOR_URL: httpUrl.optional(),
  /** Where people open Jaeger, without a slash at the end; without it the console's own waterfall shows traces. */
  JAEGER_URL: httpUrl.optional(),
  /** Spans must come with `Authorization: Bearer` and this; without it they are taken from private addresses only. */
  OTLP_TOKEN: text.optional(),
});

export type Config = z.output<typeof settings>;

/** Injects a {@link Config}. */
export const CONFIG = Symbol('this service’s environment');
