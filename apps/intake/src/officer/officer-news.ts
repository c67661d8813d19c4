import { z } from 'zod';
import { requestResult } from '../bundle/request-result.js';
import { officerSetting } from './officer-setting.js';

/** News about a request that reached its citizen in no other way; the officer tells it. Masked, as everywhere outside the counter. */
export const relayEntry = z.object({
  messageId: z.uuid(),
  ticket: z.string(),
  name: z.string(),
  office: z.string(),
  news: z.string(),
  since: z.iso.datetime(),
});

/** What goes back to an officer's device, over the line or sealed on a stick. The page reads it by this schema. */
export const officerNews = z.object({
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  setting: officerSetting,
  results: z.array(requestResult),
  /** Null: it could not be had; what the device has stays. */
  relay: z.array(relayEntry).nullable(),
});
export type OfficerNews = z.output<typeof officerNews>;
