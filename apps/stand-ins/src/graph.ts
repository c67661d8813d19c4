import { join } from 'node:path';
import { z } from 'zod';
import { readEnvironment, standInEnvironment } from './environment.js';
import { faultsOf } from './faults.js';
import { chatsOf } from './graph/chats.js';
import { deliverWebhooks, webhookLine } from './graph/deliver-webhooks.js';
import { graphFaults, type GraphFaults } from './graph/graph-faults.js';
import { graphRoutes } from './graph/graph-api.js';
import { logLine } from './graph/log-line.js';
import { openMediaStore } from './graph/media-store.js';
import { phoneRoutes } from './graph/phone-desk.js';
import { phonePage } from './graph/phone-page.js';
import { openJournal } from './journal.js';
import { runStandIn } from './stand-in.js';
import { stopOnSignal } from './stop-on-signal.js';

/** WhatsApp, as far as Loket sees it: the Graph API, signed webhooks, and a phone to chat on as the citizen. */
const environment = readEnvironment(
  standInEnvironment.extend({
    WEBHOOK_URL: z.url(),
    /** One or two, as the receiver has them; the first signs. */
    WHATSAPP_APP_SECRET: z.string().min(1),
    WHATSAPP_ACCESS_TOKEN: z.string().min(1),
    WHATSAPP_PHONE_NUMBER_ID: z.string().regex(/^\d+$/),
    WHATSAPP_WABA_ID: z.string().default('102290129340398'),
    WHATSAPP_DISPLAY_PHONE_NUMBER: z.string().default('6281100000000'),
  }),
);
const appSecret = environment.WHATSAPP_APP_SECRET.split(',')[0] ?? '';
const business = {
  wabaId: environment.WHATSAPP_WABA_ID,
  phoneNumberId: environment.WHATSAPP_PHONE_NUMBER_ID,
  displayPhoneNumber: environment.WHATSAPP_DISPLAY_PHONE_NUMBER,
};

const folder = environment.STATE_DIR;
const log = openJournal(join(folder, 'log.ndjson'), logLine);
const faults = faultsOf<GraphFaults>({});
const chats = chatsOf(log);
const { append } = chats;
const media = openMediaStore(join(folder, 'media'), { ...log, append }, appSecret);
const webhooks = deliverWebhooks({
  url: environment.WEBHOOK_URL,
  appSecret,
  journal: openJournal(join(folder, 'webhooks.ndjson'), webhookLine),
  faults,
});
const parts = { business, accessToken: environment.WHATSAPP_ACCESS_TOKEN, media, chats, append, webhooks };

const standIn = await runStandIn({
  port: environment.PORT,
  wirePort: environment.WIRE_PORT,
  host: environment.BIND,
  wire: graphRoutes(parts),
  desk: [...phonePage(business), ...phoneRoutes(parts)],
  faults,
  faultSchema: graphFaults,
  log: () => log.lines(),
});
stopOnSignal('graph', standIn, () => webhooks.stop());
