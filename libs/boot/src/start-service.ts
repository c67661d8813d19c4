import type { AddressInfo } from 'node:net';
import { Module, type DynamicModule, type INestApplication, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { CustomTransportStrategy, MicroserviceOptions } from '@nestjs/microservices';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { IncomingMessage } from 'node:http';
import { flushTraces, logger, nestLogger, observeProcess } from '#observability';
import { AnswerProblems } from './answer-problems.js';
import { Health } from './health.js';
import { measureRequests } from './measure-requests.js';
import { isPractice, markPages } from './practice.js';
import { secureHeaders } from './secure-headers.js';
import { showApiDocs } from './show-api-docs.js';
import { ABOUT, ShowHealth, type About } from './show-health.js';

export type ServiceOptions = {
  /** as in the design: `intake` */
  readonly service: string;
  /** the service's root module */
  readonly module: Type<unknown> | DynamicModule;
  /** 0 takes a free one */
  readonly port: number;
  readonly version: string;
  /** the broker side: Nest starts and stops them with the application */
  readonly transports?: readonly CustomTransportStrategy[];
  /** keeps the bytes as they came: `request.rawBody` everywhere, and under `/webhooks/` the body *is* the untouched Buffer, of whatever type */
  readonly rawBody?: boolean;
  /** the largest body, 1 MB when left out */
  readonly bodyLimit?: '1mb' | '4mb' | '16mb';
  /** what must be there for the service to be ready; modules may also inject Health and register */
  readonly health?: Health;
  /** called when the service is told to stop, before anything is closed */
  readonly beforeStop?: () => Promise<void>;
  /** called after everything is closed, also when the start fails: the place to close databases and brokers (`connections.stop`) */
  readonly afterStop?: () => Promise<void>;
  /** the address to listen at; LOKET_BIND or 127.0.0.1 when left out */
  readonly bind?: string;
  /** last touches on the application before it listens: static files, a page, a socket */
  readonly prepare?: (app: NestExpressApplication) => void | Promise<void>;
};

export type RunningService = {
  readonly app: INestApplication;
  /** `http://127.0.0.1:7001` */
  readonly url: string;
  readonly health: Health;
  /** Not ready any more; no new requests; transports drained; all closed; spans sent. Callable twice. */
  stop(): Promise<void>;
};

/**
 * Requests under way may end within this time; what streams on (a live page) is cut then. With the transports' drain (8 s) and the
 * spans' flush this stays below the last moment of boot.ts.
 */
const lastWords = 1_500;

@Module({})
class Root {
  static of({ module, service, version }: ServiceOptions, health: Health): DynamicModule {
    const about: About = { service, version };
    return {
      module: Root,
      global: true,
      imports: [module],
      controllers: [ShowHealth],
      providers: [
        { provide: Health, useValue: health },
        { provide: ABOUT, useValue: about },
      ],
      exports: [Health],
    };
  }
}

/**
 * Builds and starts a service: HTTP with problems, health, metrics and OpenAPI, and its transports. Leaves the process alone
 * (signals, exit), so that tests can start several; {@link boot} adds that.
 *
 * @throws whatever the wiring throws; EADDRINUSE when the port is taken. Nothing stays open then.
 */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { service, version, transports = [], bodyLimit = '1mb', rawBody = false } = options;
  const health = options.health ?? new Health();
  observeProcess(service);
  const app = await NestFactory.create<NestExpressApplication>(Root.of(options, health), {
    logger: nestLogger(),
    abortOnError: false,
    rawBody,
    bodyParser: false,
  });
  try {
    app.disable('x-powered-by');
    app.use(measureRequests(), secureHeaders());
    if (isPractice()) app.use(markPages());
    if (rawBody) app.useBodyParser('raw', { type: isWebhook, limit: bodyLimit });
    app.useBodyParser('json', { limit: bodyLimit });
    app.useBodyParser('urlencoded', { limit: bodyLimit, extended: false });
    app.useGlobalFilters(new AnswerProblems());
    for (const strategy of transports)
      app.connectMicroservice<MicroserviceOptions>({ strategy }, { inheritAppConfig: true });
    showApiDocs(app, service, version);
    await options.prepare?.(app);
    // Without this the consumers would run before the modules' own initialisation.
    await app.init();
    await app.startAllMicroservices();
    const address = options.bind ?? (process.env['LOKET_BIND'] || '127.0.0.1');
    await app.listen(options.port, address);
  } catch (error) {
    await app.close().catch(() => undefined);
    await options.afterStop?.().catch(() => undefined);
    throw error;
  }
  const url = urlOf(app);
  logger('boot').info({ version, url }, `${service} is listening`);
  let stopping: Promise<void> | undefined;
  return {
    app,
    url,
    health,
    stop: () => (stopping ??= stop(app, health, options)),
  };
}

async function stop(app: NestExpressApplication, health: Health, options: ServiceOptions): Promise<void> {
  health.leave();
  const server = app.getHttpServer();
  // A kept-alive connection falls idle only after its last answer; unswept, it would hold up every stop.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), lastWords);
  try {
    await options.beforeStop?.();
    await app.close();
    await options.afterStop?.();
  } finally {
    clearInterval(sweep);
    clearTimeout(cut);
    await flushTraces(1_500);
  }
}

function isWebhook(request: IncomingMessage): boolean {
  return request.url?.startsWith('/webhooks/') ?? false;
}

function urlOf(app: NestExpressApplication): string {
  const bound: AddressInfo | string | null = app.getHttpServer().address();
  if (bound === null || typeof bound === 'string') return String(bound);
  const host = bound.address === '0.0.0.0' || bound.address === '::' ? '127.0.0.1' : bound.address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`;
}
