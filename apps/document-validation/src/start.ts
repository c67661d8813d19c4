import { Health, type RunningService, startService } from '#boot';
import { announceLink } from '#link';
import { connectService } from '#messaging';
import { clamdAt } from './antivirus/clamd.js';
import type { Config } from './config.js';
import { DocumentValidationModule } from './document-validation.module.js';
import { flow } from './flow.js';
import { DocumentReader } from './reading/document-reader.js';
import { OpenFile } from './reading/open-file.js';
import { TextReader } from './reading/text-reader.js';
import { openRegister } from './register/open-register.js';

export interface StartOptions {
  /** Node's own arguments for the processes that open documents; tests run them from source. */
  readonly readerArguments?: readonly string[];
  /** When a used-up quota of the register comes back; tests shorten the day. */
  readonly quotaReturns?: (now: Date, timeZone: string) => Date;
}

/** Starts the service in this process, so that tests can; `main.ts` gives it a process. */
export async function start(config: Config, options: StartOptions = {}): Promise<RunningService> {
  const register = openRegister(config, options.quotaReturns);
  const { link } = register;
  const reader = new DocumentReader({
    processes: config.DOCUMENT_READERS,
    memoryMb: config.DOCUMENT_READER_MEMORY_MB,
    seconds: config.DOCUMENT_READER_SECONDS,
    pages: config.DOCUMENT_OCR,
    ...(options.readerArguments ? { nodeArguments: options.readerArguments } : {}),
  });
  const files = new OpenFile(
    reader,
    config.ANTIVIRUS_URL === undefined ? undefined : clamdAt(config.ANTIVIRUS_URL, config.ANTIVIRUS_SECONDS),
  );
  const texts = config.DOCUMENT_OCR
    ? new TextReader({
        atOnce: config.DOCUMENT_OCR_AT_ONCE,
        seconds: config.DOCUMENT_OCR_SECONDS,
        memoryMb: config.DOCUMENT_READER_MEMORY_MB,
      })
    : undefined;
  const connections = await connectService({
    flow,
    databaseUrl: config.DATABASE_URL,
    amqpUrl: config.AMQP_URL,
    links: [link],
  });
  const close = async () => {
    link.stop();
    reader.stop();
    await register.close();
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
    module: DocumentValidationModule.of({ config, connections, files, texts, link, register: register.ask }),
    port: config.PORT,
    version: process.env['npm_package_version'] ?? '0.1.0',
    transports: [connections.transport],
    health,
    afterStop: close,
  });
}
