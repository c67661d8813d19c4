import { z } from 'zod';
import { networkFaults } from '../faults.js';

/** The faults of the WhatsApp stand-in: those of any network, and what only WhatsApp does. */
export const graphFaults = z.strictObject({
  ...networkFaults,
  /** Answer with this error of the Graph API. */
  error: z
    .strictObject({
      code: z.number().int(),
      httpStatus: z.number().int().min(400).max(599).default(400),
      subcode: z.number().int().optional(),
    })
    .optional(),
  /** Answer 502 with an HTML page, as a proxy in between does. */
  htmlError: z.boolean().optional(),
  /** Accept sends with 200 and report `failed` with this code later. */
  failStatuses: z.number().int().optional(),
  /** The statuses that follow a send; default all three. Phones with the chat open send no `delivered`. */
  statuses: z.array(z.enum(['sent', 'delivered', 'read'])).optional(),
  /** Refuse free text to who has not written for 24 hours (131047, by a `failed` status as Meta does). */
  enforceWindow: z.boolean().optional(),
  /** Post each webhook so many times more, at the same moment. */
  duplicateWebhooks: z.number().int().min(1).max(20).optional(),
  /** Delay each webhook by up to 1.5 s, so that they overtake each other. */
  reorderWebhooks: z.boolean().optional(),
  /** Post no webhook until this ends; then all that waited. */
  holdWebhooks: z.boolean().optional(),
  /** The media URL has expired: 404. */
  mediaUrlExpired: z.boolean().optional(),
  /** The media id has expired or is unknown: error 100/33. */
  mediaGone: z.boolean().optional(),
  /** Other bytes than announced. */
  mediaCorrupt: z.boolean().optional(),
});

export type GraphFaults = z.infer<typeof graphFaults>;
