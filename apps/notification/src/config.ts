import { z } from 'zod';
import { missingForGateway } from '#whatsapp';
import { amqpUrl, databaseUrl, ed25519PrivateKey, httpUrl, json, peerKeys, port, roles, text } from '#boot';

const environment = z.object({
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
  /** `waha` is for pilots and offline districts: no templates, no menus to tap on. */
  WHATSAPP_GATEWAY: z.enum(['cloud-api', 'waha'], 'must be cloud-api or waha'),
  WHATSAPP_GRAPH_URL: httpUrl.optional(),
  WHATSAPP_GRAPH_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/, 'must be a version such as v26.0')
    .default('v26.0'),
  WHATSAPP_PHONE_NUMBER_ID: text.optional(),
  WHATSAPP_ACCESS_TOKEN: text.optional(),
  WAHA_URL: httpUrl.optional(),
  WAHA_API_KEY: text.optional(),
  WAHA_SESSION: text.default('default'),
  /** What Meta allows a number in a second, messages of citizens and ours together; 20 beside the Business app. */
  WHATSAPP_MESSAGES_PER_SECOND: z.coerce.number().positive().max(1_000).default(80),
  /**
   * Steps of one request within so many seconds of the last word are told in one message, the newest; first news and what
   * the citizen must know leave at once. 0: every announcement is a message of its own, at once.
   */
  MERGE_SECONDS: z.coerce.number().min(0).max(3_600).default(60),
  /** `smtp://user:password@host:587` or smtps; without it no alert of the staff is mailed. */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must be an smtp:// or smtps:// URL')
    .optional(),
  ALERT_FROM: z.email().default('loket@localhost.localdomain'),
  /** JSON of role → mail addresses: `{"ops":["ops@example.go.id"]}`. */
  ALERT_ADDRESSES: json(z.partialRecord(z.enum(roles), z.array(z.email()))).default({}),
  /** JSON of role → WhatsApp numbers: `{"ops":["6281200000001"]}`. Needs the template `loket_perhatian_petugas`. */
  ALERT_PHONES: json(
    z.partialRecord(
      z.enum(roles),
      z.array(z.string().regex(/^[1-9]\d{7,14}$/, 'must be digits with the country code')),
    ),
  ).default({}),
  /** Hours of the day, by the office's clock, between which no staff is told and no citizen reminded; `0-0` for none. */
  ALERT_QUIET_HOURS: z
    .string()
    .regex(/^([01]?\d|2[0-4])-([01]?\d|2[0-4])$/, 'must be two hours such as 21-6')
    .default('21-6'),
  /** A review that waits for longer is overdue. */
  ALERT_OVERDUE_HOURS: z.coerce.number().min(0).max(1_000).default(8),
  /** A network that is away for longer is told of. */
  ALERT_LINK_MINUTES: z.coerce.number().min(0).max(10_000).default(10),
});

/** The environment of notification (design, section 6). */
export const configSchema = environment.superRefine((config, context) => {
  for (const name of missingForGateway(config)) {
    context.addIssue({
      code: 'custom',
      path: [name],
      message: `is missing: WHATSAPP_GATEWAY=${config.WHATSAPP_GATEWAY} needs it`,
    });
  }
});

export type Config = z.output<typeof configSchema>;
