import { amqpUrl, commaList, databaseUrl, ed25519PrivateKey, httpUrl, peerKeys, port, text, timeZone } from '#boot';
import { missingForGateway } from '#whatsapp';
import { z } from 'zod';

const seconds = z.coerce.number().min(0);

const environment = z.object({
  PORT: port.default(7001),
  DATABASE_URL: databaseUrl,
  AMQP_URL: amqpUrl,
  CONSOLE_JWKS_URL: httpUrl,
  LOKET_SERVICE_KEY: ed25519PrivateKey,
  LOKET_PEER_KEYS: peerKeys,
  /** Particulars and documents at rest; several while rotating, the newest first. */
  LOKET_KEY: text,
  /** Notification's: what a clerk writes to a citizen is sealed with it. */
  LOKET_SEAL_PUBLIC_KEY: text,
  /** Asked for the relay lists that village officers take along. */
  NOTIFICATION_URL: httpUrl,
  /** Look-ups of encrypted values. */
  LOKET_INDEX_KEY: text,
  DOCUMENT_STORE: text,
  DOCUMENT_STORE_ACCESS_KEY: text.optional(),
  DOCUMENT_STORE_SECRET_KEY: text.optional(),
  /** Where citizens reach this service: the beginning of a tracking address. */
  PUBLIC_URL: httpUrl,
  /** Express' `trust proxy`: whose X-Forwarded-For counts for the rate limit of tracking. */
  TRUST_PROXY: text.default('loopback'),
  /** Looks at tracking pages a minute and address. */
  TRACK_PER_MINUTE: z.coerce.number().int().positive().default(120),
  /** Everything that belongs to this regency alone. */
  REGION_FILE: text,
  AREA_CODE: text.optional(),
  TZ_OFFICE: timeZone.optional(),
  WHATSAPP_GATEWAY: z.enum(['cloud-api', 'waha'], 'must be cloud-api or waha').default('cloud-api'),
  WHATSAPP_GRAPH_URL: httpUrl.optional(),
  WHATSAPP_GRAPH_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/)
    .default('v26.0'),
  WHATSAPP_PHONE_NUMBER_ID: text.optional(),
  WHATSAPP_ACCESS_TOKEN: text.optional(),
  /** One, or two while rotating. Without it no webhook of the Cloud API is taken. */
  WHATSAPP_APP_SECRET: commaList.optional(),
  WHATSAPP_VERIFY_TOKEN: text.optional(),
  WAHA_URL: httpUrl.optional(),
  WAHA_API_KEY: text.optional(),
  WAHA_SESSION: text.default('default'),
  /** One, or two while rotating. Without it no webhook of WAHA is taken. */
  WAHA_HMAC_KEY: commaList.optional(),
  /** Media calls a second at most. */
  WHATSAPP_MEDIA_RATE: z.coerce.number().positive().default(10),
  /** Files of one person an hour at most: what comes above is not fetched. */
  FILES_PER_HOUR: z.coerce.number().int().positive().default(120),
  /** A file that has been quiet for so long is taken as sent. */
  SUBMIT_QUIET_SECONDS: seconds.default(45),
  /** Photos without a request: after so long the citizen is asked which service they are for. */
  ASK_SERVICE_AFTER_SECONDS: seconds.default(15),
  /** A shorter outage of the register is nobody's news. */
  NETWORK_HOLD_AFTER_SECONDS: seconds.default(30),
  /** Files an office checks a working day, for the dates it promises; nobody has measured it yet. */
  CHECKS_PER_DAY: z.coerce.number().int().positive().default(150),
  /** Working days within which a complaint is answered. */
  COMPLAINT_WORKING_DAYS: z.coerce.number().int().positive().default(5),
  /** A conversation in a person's hands goes back to the machine after so long without a word. */
  HANDOVER_SILENCE_HOURS: z.coerce.number().positive().default(12),
  /** How long after the hand-over citizens are asked what they think of the service. */
  SURVEY_AFTER_MINUTES: z.coerce.number().int().min(0).default(60),
});

/** Intake's environment. Nothing secret or networked has a default. */
export const intakeConfig = environment.superRefine((config, context) => {
  const webhook =
    config.WHATSAPP_GATEWAY === 'waha'
      ? (['WAHA_HMAC_KEY'] as const)
      : (['WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN'] as const);
  const missing = [...missingForGateway(config), ...webhook.filter((name) => config[name] === undefined)];
  for (const name of missing) {
    context.addIssue({
      code: 'custom',
      path: [name],
      message: `is missing: WHATSAPP_GATEWAY=${config.WHATSAPP_GATEWAY} needs it`,
    });
  }
});
export type IntakeConfig = z.output<typeof intakeConfig>;
