import { join } from 'node:path';
import { faultsOf } from '../faults.js';
import { openJournal } from '../journal.js';
import { runStandIn, type StandIn } from '../stand-in.js';
import { chatsOf } from './chats.js';
import type { Business } from './compose-webhook.js';
import { deliverWebhooks, webhookLine } from './deliver-webhooks.js';
import { graphRoutes } from './graph-api.js';
import { graphFaults, type GraphFaults } from './graph-faults.js';
import { logLine } from './log-line.js';
import { openMediaStore } from './media-store.js';
import { phoneRoutes } from './phone-desk.js';
import { phonePage } from './phone-page.js';

export interface GraphSettings {
  port: number;
  wirePort?: number;
  host: string;
  folder: string;
  webhookUrl: string;
  appSecret: string;
  accessToken: string;
  business: Business;
}

/** WhatsApp, as far as Loket sees it: the Graph API, signed webhooks, and a phone to chat on as the citizen. */
export async function startGraph(settings: GraphSettings): Promise<StandIn> {
  const { folder, appSecret, business, accessToken } = settings;
  const log = openJournal(join(folder, 'log.ndjson'), logLine);
  const faults = faultsOf<GraphFaults>({});
  const chats = chatsOf(log);
  const { append } = chats;
  const media = openMediaStore(join(folder, 'media'), { ...log, append }, appSecret);
  const queue = openJournal(join(folder, 'webhooks.ndjson'), webhookLine);
  const webhooks = deliverWebhooks({ url: settings.webhookUrl, appSecret, journal: queue, faults });
  const parts = { business, accessToken, media, chats, append, webhooks };
  const standIn = await runStandIn({
    port: settings.port,
    wirePort: settings.wirePort,
    host: settings.host,
    wire: graphRoutes(parts),
    desk: [...phonePage(business), ...phoneRoutes(parts)],
    faults,
    faultSchema: graphFaults,
    log: () => log.lines(),
  });
  return {
    ...standIn,
    stop: () => {
      webhooks.stop();
      queue.close();
      log.close();
      return standIn.stop();
    },
  };
}
