import { readFileSync } from 'node:fs';
import { Health, type RunningService, startService } from '#boot';
import { loadAreas, parseRegion } from '#civil-registry';
import { connectService } from '#messaging';
import type { Config } from './config.js';
import { flow } from './flow.js';
import { PrintJobRow } from './print-job/print-job.row.js';
import { PrintingQueueModule } from './printing-queue.module.js';

/** Opens the connections, then the service on them. */
export async function start(config: Config): Promise<RunningService> {
  const region = parseRegion(readFileSync(config.REGION_FILE, 'utf8'));
  const areas = await loadAreas({ villagesOf: [], historic: region.historicAreas });
  const connections = await connectService({
    flow,
    databaseUrl: config.DATABASE_URL,
    amqpUrl: config.AMQP_URL,
    rows: [PrintJobRow],
  });
  const { unitOfWork, dataSource } = connections;
  const health = new Health();
  for (const [name, check] of Object.entries(connections.checks)) {
    health.register(name, async () => (await check()).join('; ') || undefined);
  }
  return startService({
    service: flow.service,
    module: PrintingQueueModule.for({ config, unitOfWork, dataSource, region, areas }),
    port: config.PORT,
    version: '0.1.0',
    transports: [connections.transport],
    health,
    afterStop: () => connections.stop(),
  });
}
