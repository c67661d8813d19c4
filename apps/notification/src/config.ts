import { z } from 'zod';
import { amqpUrl, databaseUrl, ed25519PrivateKey, httpUrl, peerKeys, port, text } from '#boot';

/** The environment of notification (design, section 6). */
export const configSchema = z.object({
  PORT: port,
  DATABASE_URL: databaseUrl,
  AMQP_URL: amqpUrl,
  /** Asked for the contact and the masked particulars of a request. */
  INTAKE_URL: httpUrl,
  CONSOLE_JWKS_URL: httpUrl,
  LOKET_SERVICE_KEY: ed25519PrivateKey,
  LOKET_PEER_KEYS: peerKeys,
  /** Opens the words that clerks write; this service alone holds it. */
  LOKET_SEAL_PRIVATE_KEY: text,
  REGION_FILE: text,
  WHATSAPP_GATEWAY: z.literal('cloud-api', 'must be cloud-api'),
  WHATSAPP_GRAPH_URL: httpUrl,
  WHATSAPP_GRAPH_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/, 'must be a version such as v26.0')
    .default('v26.0'),
  WHATSAPP_PHONE_NUMBER_ID: text,
  WHATSAPP_ACCESS_TOKEN: text,
  /** Half of what Meta allows a number, in and out together; the rest is for citizens who write. */
  WHATSAPP_SENDS_PER_SECOND: z.coerce.number().positive().max(1_000).default(40),
});

export type Config = z.output<typeof configSchema>;
