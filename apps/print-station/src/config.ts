import { amqpUrl, httpUrl, port, text } from '#boot';
import { z } from 'zod';

const printerUrl = z
  .string()
  .refine(
    (given) => URL.canParse(given) && /^(ipps?|https?|file):$/.test(new URL(given).protocol),
    'must be an ipp://, http:// or file: URL',
  );

/** The environment of one station. */
export const configSchema = z
  .object({
    /** The station's page, for its operator, on this machine only. */
    PORT: port,
    /** Left out where a station has no user at the broker: it asks for work instead of hearing of it, and misses nothing else. */
    AMQP_URL: amqpUrl.optional(),
    PRINTING_QUEUE_URL: httpUrl,
    STATION_ID: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a station as kota-1'),
    STATION_OFFICE: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be an office as kota'),
    STATION_KEY: text.min(16, 'must have at least 16 characters'),
    /** `manual`: a person prints in the official software. `ipp`: a network printer. `pdf`: a folder. */
    PRINTER_DRIVER: z.enum(['manual', 'ipp', 'pdf']),
    /** `ipp://host:631/ipp/print` for ipp, `file:/folder` for pdf. */
    PRINTER_URL: printerUrl.optional(),
    JOURNAL_DIR: text,
    /** What names a blank here: the number printed on it, or its box and running number. */
    BLANK_IDENTITY: z.enum(['printed-serial', 'box-and-running-number']).default('printed-serial'),
    /** Jobs that lie on the desk at most, the one in the printer included. */
    STATION_CLAIMS: z.coerce.number().int().min(1).max(20).default(3),
    /** How often the office is asked for work that no offer told of; less for a station that hears no offers. */
    STATION_POLL_SECONDS: z.coerce.number().min(0.05).max(300).default(30),
    STATION_HEARTBEAT_SECONDS: z.coerce.number().min(0.05).max(60).default(10),
  })
  .superRefine((config, context) => {
    const wanted = { manual: undefined, ipp: /^(ipps?|https?):/, pdf: /^file:/ }[config.PRINTER_DRIVER];
    if (wanted && !wanted.test(config.PRINTER_URL ?? '')) {
      context.addIssue({
        code: 'custom',
        path: ['PRINTER_URL'],
        message: `must fit the driver ${config.PRINTER_DRIVER}`,
      });
    }
  });

export type Config = z.output<typeof configSchema>;

/** Injects the {@link Config}. */
export const CONFIG = Symbol('the environment of this station');
