import { Health, type RunningService, startService } from '#boot';
import { announceLink } from '#link';
import { connectService } from '#messaging';
import { openGateway } from '#whatsapp';
import { OfficeKey } from './bundle/office-key.js';
import type { IntakeConfig } from './config.js';
import { learnAhead } from './conversation/router/learned/messages.js';
import { flow } from './flow.js';
import { IntakeModule } from './intake.module.js';
import { serveOfficerPage } from './officer/serve-officer-page.js';
import { loadTerritory } from './territory.js';
import { whatsappLink } from './whatsapp-gateway.js';

/** Opens what intake needs and starts it; a process and a test do the same. */
export async function start(config: IntakeConfig): Promise<RunningService> {
  await learnAhead();
  const territory = await loadTerritory(config.REGION_FILE, config.AREA_CODE);
  const officeKey = await OfficeKey.from(config.LOKET_KEY, config.LOKET_SERVICE_KEY);
  const gateway = openGateway(config, { timeoutMs: 12_000 });
  const link = whatsappLink(gateway, config.WHATSAPP_MEDIA_RATE);
  const connections = await connectService({
    flow,
    databaseUrl: config.DATABASE_URL,
    amqpUrl: config.AMQP_URL,
    links: [link],
  });
  const stop = async () => {
    link.stop();
    await connections.stop();
  };
  try {
    await announceLink(link, connections.dataSource, connections.unitOfWork);
  } catch (error) {
    await stop();
    throw error;
  }
  const health = new Health();
  for (const [name, check] of Object.entries(connections.checks)) {
    health.register(name, async () => (await check()).join('; ') || undefined);
  }
  return startService({
    service: 'intake',
    module: IntakeModule.for(config, { connections, territory, gateway, link, officeKey }),
    port: config.PORT,
    version: '0.1.0',
    transports: [connections.transport],
    rawBody: true,
    bodyLimit: '4mb',
    health,
    prepare: (app) => {
      app.set('trust proxy', config.TRUST_PROXY);
      serveOfficerPage(app);
    },
    afterStop: stop,
  });
}
