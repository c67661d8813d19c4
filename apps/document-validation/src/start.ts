import { Health, type RunningService, startService } from '#boot';
import { announceLink, Link } from '#link';
import { connectService } from '#messaging';
import type { Config } from './config.js';
import { DocumentValidationModule } from './document-validation.module.js';
import { flow } from './flow.js';
import { DocumentReader } from './reading/document-reader.js';
import { RegisterDesk } from './register/register-desk.js';

export interface StartOptions {
  /** Node's own arguments for the processes that open documents; tests run them from source. */
  readonly readerArguments?: readonly string[];
}

/** Starts the service in this process, so that tests can; `main.ts` gives it a process. */
export async function start(config: Config, options: StartOptions = {}): Promise<RunningService> {
  const desk = deskOf(config);
  const link = new Link({
    name: 'diskominfo',
    // Nobody is asked in manual mode: the link cannot be down.
    probe: (signal) => desk?.probe(signal) ?? Promise.resolve(),
    callTimeoutMs: config.REGISTER_TIMEOUT_MS,
    ratePerSecond: config.REGISTER_RATE_PER_SECOND,
    probeEveryMs: config.REGISTER_PROBE_EVERY_MS,
  });
  const reader = new DocumentReader({
    processes: config.DOCUMENT_READERS,
    memoryMb: config.DOCUMENT_READER_MEMORY_MB,
    seconds: config.DOCUMENT_READER_SECONDS,
    ...(options.readerArguments ? { nodeArguments: options.readerArguments } : {}),
  });
  const connections = await connectService({
    flow,
    databaseUrl: config.DATABASE_URL,
    amqpUrl: config.AMQP_URL,
    links: [link],
  });
  const close = async () => {
    link.stop();
    reader.stop();
    await desk?.close();
    await connections.stop();
  };
  try {
    await announceLink(link, connections.dataSource, connections.unitOfWork);
  } catch (error) {
    await close();
    throw error;
  }
  const health = new Health();
  for (const [name, check] of Object.entries(connections.checks)) {
    health.register(name, async () => (await check()).join('; ') || undefined);
  }
  return startService({
    service: flow.service,
    module: DocumentValidationModule.of({ config, connections, reader, link, desk }),
    port: config.PORT,
    version: process.env['npm_package_version'] ?? '0.1.0',
    transports: [connections.transport],
    health,
    afterStop: close,
  });
}

function deskOf(config: Config): RegisterDesk | undefined {
  const { REGISTER_MODE, REGISTER_URL, REGISTER_USER, REGISTER_PASSWORD, REGISTER_IP_USER, REGISTER_INSTANSI } = config;
  if (REGISTER_MODE === 'manual') return undefined;
  if (!REGISTER_URL || !REGISTER_USER || !REGISTER_PASSWORD || !REGISTER_IP_USER || !REGISTER_INSTANSI) {
    throw new Error('REGISTER_MODE=webservice needs REGISTER_URL and its credentials');
  }
  return new RegisterDesk({
    url: REGISTER_URL,
    user: REGISTER_USER,
    password: REGISTER_PASSWORD,
    ipUser: REGISTER_IP_USER,
    instansi: REGISTER_INSTANSI,
    method: config.REGISTER_METHOD,
    probe: config.REGISTER_PROBE,
    threshold: config.REGISTER_THRESHOLD,
  });
}
