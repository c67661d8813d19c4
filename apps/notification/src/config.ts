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
  /** What Meta allows a number in a second, messages of citizens and ours together; 20 beside the Business app. */
  WHATSAPP_MESSAGES_PER_SECOND: z.coerce.number().positive().max(1_000).default(80),
  /** Steps of one request within so many seconds are told in one message, and a wait shorter than that is not told. */
  MERGE_SECONDS: z.coerce.number().min(0).max(3_600).default(60),
});

export type Config = z.output<typeof configSchema>;
