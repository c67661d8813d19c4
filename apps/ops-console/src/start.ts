import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Health, type RunningService, startService } from '#boot';
import { connectService } from '#messaging';
import { ConsoleTokens } from './access/console-tokens.js';
import { NoteViews } from './audit/note-views.js';
import { recogniseVisitor } from './access/recognise-visitor.js';
import { Sessions } from './access/sessions.js';
import type { Config } from './config.js';
import { flow } from './flow.js';
import { forwardToServices } from './forward-to-services.js';
import { OpsConsoleModule } from './ops-console.module.js';
import { packAnswers } from './pack-answers.js';
import { loadPlaces } from './places.js';
import { serveWebFiles } from './web-files.js';

/** Starts the console in this process, so that tests can; `main.ts` gives it a process. */
export async function start(config: Config): Promise<RunningService> {
  const places = await loadPlaces(config.REGION_FILE);
  const connections = await connectService({ flow, databaseUrl: config.DATABASE_URL, amqpUrl: config.AMQP_URL });
  const health = new Health();
  for (const [name, check] of Object.entries(connections.checks)) {
    health.register(name, async () => (await check()).join('; ') || undefined);
  }
  return startService({
    service: flow.service,
    module: OpsConsoleModule.of({ config, connections, places }),
    port: config.PORT,
    version: process.env['npm_package_version'] ?? '0.1.0',
    transports: [connections.transport],
    health,
    // A batch of spans is larger than any act.
    bodyLimit: '4mb',
    prepare: (app) => prepare(app, config),
    afterStop: () => connections.stop(),
  });
}

/** Before any route: static files, who looks, and the way to the services. */
function prepare(app: NestExpressApplication, config: Config): void {
  app.set('trust proxy', config.TRUST_PROXY);
  app.useStaticAssets(publicFolder(), { prefix: '/assets', index: false, maxAge: '5m' });
  serveWebFiles(app);
  app.use('/api', packAnswers());
  app.use(recogniseVisitor(app.get(Sessions)));
  app.use(forwardToServices(config, app.get(ConsoleTokens), app.get(NoteViews)));
}

/** The page's own files, beside the sources; the built service stands two folders deeper. */
function publicFolder(): string {
  const places = ['../public', '../../../../apps/ops-console/public'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`the console's page files are missing: ${places.at(-1)}`);
  return found;
}
