import { z } from 'zod';
import { readEnvironment, standInEnvironment } from './environment.js';
import { startGraph } from './graph/start-graph.js';
import { stopOnSignal } from './stop-on-signal.js';

const environment = readEnvironment(
  standInEnvironment.extend({
    WEBHOOK_URL: z.url(),
    /** One or two, comma-separated, as the receiver has them; the first signs. */
    WHATSAPP_APP_SECRET: z.string().min(1),
    WHATSAPP_ACCESS_TOKEN: z.string().min(1),
    WHATSAPP_PHONE_NUMBER_ID: z.string().regex(/^\d+$/),
    WHATSAPP_WABA_ID: z.string().default('102290129340398'),
    WHATSAPP_DISPLAY_PHONE_NUMBER: z.string().default('6281100000000'),
  }),
);

const standIn = await startGraph({
  port: environment.PORT,
  wirePort: environment.WIRE_PORT,
  host: environment.BIND,
  folder: environment.STATE_DIR,
  webhookUrl: environment.WEBHOOK_URL,
  appSecret: environment.WHATSAPP_APP_SECRET.split(',')[0] ?? '',
  accessToken: environment.WHATSAPP_ACCESS_TOKEN,
  business: {
    wabaId: environment.WHATSAPP_WABA_ID,
    phoneNumberId: environment.WHATSAPP_PHONE_NUMBER_ID,
    displayPhoneNumber: environment.WHATSAPP_DISPLAY_PHONE_NUMBER,
  },
});
stopOnSignal('graph', standIn);
