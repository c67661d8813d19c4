import { amqpUrl, databaseUrl, ed25519PrivateKey, httpUrl, onOff, port, text, timeZone } from '#boot';
import { z } from 'zod';
import { ordinaryLimits, type QualityLimits } from './checks/quality-limits.js';

const seconds = z.coerce.number().min(1);
const milliseconds = z.coerce.number().int().min(10);

/** This service's environment. The credentials of the register come from the office's own agreement (PKS) only. */
export const settings = z
  .object({
    PORT: port.default(7002),
    DATABASE_URL: databaseUrl,
    AMQP_URL: amqpUrl,
    LOKET_SERVICE_KEY: ed25519PrivateKey,
    CONSOLE_JWKS_URL: httpUrl,
    INTAKE_URL: httpUrl,
    TZ_OFFICE: timeZone,

    /** `manual`: a clerk looks into SIAK and ticks what it shows, as an office without a data-access agreement does. */
    REGISTER_MODE: z.enum(['manual', 'webservice'], 'must be manual or webservice').default('manual'),
    /** Scheme, host and port; the path is `/dukcapil/get_json/<REGISTER_INSTANSI>/<REGISTER_METHOD>`. */
    REGISTER_URL: httpUrl.optional(),
    REGISTER_USER: text.optional(),
    REGISTER_PASSWORD: text.optional(),
    REGISTER_IP_USER: text.optional(),
    REGISTER_INSTANSI: text.optional(),
    REGISTER_METHOD: text.default('nik_verifby_elemen'),
    /** A path to read, or a NIK that belongs to nobody, to ask for; any well-formed answer means up. */
    REGISTER_PROBE: z
      .string()
      .regex(/^(\/\S*|\d{16})$/, 'must be a path or a synthetic NIK')
      .default('6503990101900001'),
    /** Similarity of the name, 0 to 100, from which it counts as the same. */
    REGISTER_THRESHOLD: z.coerce.number().int().min(0).max(100).default(90),
    REGISTER_RATE_PER_SECOND: z.coerce.number().positive().default(5),
    REGISTER_TIMEOUT_MS: milliseconds.default(15_000),
    REGISTER_PROBE_EVERY_MS: milliseconds.default(1_000),
    /** A backup way: another address of the service, a proxy to go through, or a local address to call from; any makes one. */
    REGISTER_BACKUP_URL: httpUrl.optional(),
    REGISTER_BACKUP_PROXY: httpUrl.optional(),
    REGISTER_BACKUP_LOCAL_ADDRESS: z.union([z.ipv4(), z.ipv6()]).optional(),
    /** The address that the register knows the backup way by; the same as the primary one's unless given. */
    REGISTER_BACKUP_IP_USER: text.optional(),
    REGISTER_FAIL_BACK_AFTER_MS: milliseconds.default(300_000),
    REGISTER_STANDBY_PROBE_EVERY_MS: milliseconds.default(300_000),
    /** Of a hundred questions, how many go over both ways, to notice that they disagree. Each costs quota. */
    REGISTER_CROSS_CHECK_PERCENT: z.coerce.number().int().min(0).max(100).default(0),
    /** Questions of the day's quota that are kept back, as `quotaLimiter` counts them; 0 goes on until the register refuses. */
    REGISTER_QUOTA_RESERVE: z.coerce.number().int().min(0).default(20),
    /** How long an answer that found all in order serves the same question again; 0: never. */
    REGISTER_CACHE_MINUTES: z.coerce.number().min(0).max(1_440).default(10),

    /** Processes that open citizens' files, and what one of them may use. */
    DOCUMENT_READERS: z.coerce.number().int().min(1).max(4).default(1),
    DOCUMENT_READER_MEMORY_MB: z.coerce.number().int().min(256).default(512),
    DOCUMENT_READER_SECONDS: seconds.default(30),
    DOCUMENT_MAX_BYTES: z.coerce
      .number()
      .int()
      .min(1_000)
      .default(16 * 1024 * 1024),

    /** ClamAV's daemon, `tcp://host:3310` or `unix:/run/clamav/clamd.ctl`; without it no antivirus looks at files. */
    ANTIVIRUS_URL: z
      .string()
      .regex(/^(tcp:\/\/[\w.[\]:-]+|unix:\/\S+)$/, 'must be tcp://host:port or unix:/path')
      .optional(),
    ANTIVIRUS_SECONDS: seconds.default(30),

    /** Reads the text of documents with Tesseract, to name documents and to warn reviewers of differing numbers. */
    DOCUMENT_OCR: onOff.default(false),
    DOCUMENT_OCR_AT_ONCE: z.coerce.number().int().min(1).max(8).default(1),
    DOCUMENT_OCR_SECONDS: seconds.default(30),

    /** From which numbers on a photo has to be sent again; what each means: checks/quality-limits.ts. */
    DOCUMENT_BRIGHTNESS_AT_LEAST: z.coerce.number().min(0).max(255).default(ordinaryLimits.brightnessAtLeast),
    DOCUMENT_SHARPNESS_AT_LEAST: z.coerce.number().min(0).max(1).default(ordinaryLimits.sharpnessAtLeast),
    DOCUMENT_GLARE_AT_MOST: z.coerce.number().min(0).max(100).default(ordinaryLimits.glareAtMost),
    DOCUMENT_CUT_AT_MOST: z.coerce.number().min(0).max(100).default(ordinaryLimits.cutAtMost),
    DOCUMENT_SIDE_AT_LEAST: z.coerce.number().int().min(0).default(ordinaryLimits.longerSideAtLeast),
    DOCUMENT_COLOUR_AT_LEAST: z.coerce.number().min(0).max(255).default(ordinaryLimits.colourAtLeast),
    DOCUMENT_PATTERN_AT_MOST: z.coerce.number().min(0).default(ordinaryLimits.patternAtMost),
    DOCUMENT_UPRIGHT_AT_LEAST: z.coerce.number().min(0).max(100).default(ordinaryLimits.uprightAtLeast),

    /** How long a review stays with the person who claimed it. */
    REVIEW_CLAIM_MINUTES: z.coerce.number().min(1).default(15),
    /** `on`: a refusal needs a second reviewer. */
    REVIEW_FOUR_EYES: z.enum(['on', 'off'], 'must be on or off').default('on'),
  })
  .superRefine((env, context) => {
    if (env.REGISTER_MODE !== 'webservice') return;
    const needed = [
      'REGISTER_URL',
      'REGISTER_USER',
      'REGISTER_PASSWORD',
      'REGISTER_IP_USER',
      'REGISTER_INSTANSI',
    ] as const;
    for (const name of needed) {
      if (env[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'is needed with REGISTER_MODE=webservice' });
    }
  });

export type Config = z.output<typeof settings>;

/** Injects a {@link Config}. */
export const CONFIG = Symbol('this service’s environment');

export function qualityLimits(config: Config): QualityLimits {
  return {
    brightnessAtLeast: config.DOCUMENT_BRIGHTNESS_AT_LEAST,
    sharpnessAtLeast: config.DOCUMENT_SHARPNESS_AT_LEAST,
    glareAtMost: config.DOCUMENT_GLARE_AT_MOST,
    cutAtMost: config.DOCUMENT_CUT_AT_MOST,
    longerSideAtLeast: config.DOCUMENT_SIDE_AT_LEAST,
    colourAtLeast: config.DOCUMENT_COLOUR_AT_LEAST,
    patternAtMost: config.DOCUMENT_PATTERN_AT_MOST,
    uprightAtLeast: config.DOCUMENT_UPRIGHT_AT_LEAST,
  };
}
