import { logger } from '#observability';
import { ConfigError } from './config.js';
import { startService, type RunningService, type ServiceOptions } from './start-service.js';

const log = logger('boot');

/** A service that opens its connections before it starts: the `start.ts` of an app, which tests start without a process. */
export type Startable = {
  readonly service: string;
  readonly port: number;
  readonly start: () => Promise<RunningService>;
};

/** Orchestrators send SIGKILL some seconds after SIGTERM; this is well before. */
const lastMoment = 11_700;

/**
 * The whole of a service's `main.ts`: starts it and gives it the process. SIGTERM or SIGINT stops it in order and exits 0 within
 * 12 s (1 when something hung); a second signal exits at once. An unforeseen error ends the process with 1: whoever supervises it
 * starts a clean one, and the outbox and the broker hold what was under way.
 */
export async function boot(options: ServiceOptions | Startable): Promise<void> {
  process.on('unhandledRejection', (err) => die(err, 'An unforeseen error; the process ends'));
  process.on('uncaughtException', (err) => die(err, 'An unforeseen error; the process ends'));
  let running: RunningService;
  try {
    running = 'start' in options ? await options.start() : await startService(options);
  } catch (err) {
    return die(err, whyNotStarted(options, err));
  }
  let stopping = false;
  const onSignal = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, `${options.service} is stopping`);
    setTimeout(() => {
      log.error({ signal }, `${options.service} did not stop in time; something still hung`);
      process.exit(1);
    }, lastMoment).unref();
    running.stop().then(
      () => process.exit(0),
      (err: unknown) => die(err, `${options.service} could not stop in order`),
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

function whyNotStarted({ service, port }: Pick<ServiceOptions, 'service' | 'port'>, error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `${service} cannot start: port ${port} is taken; stop what uses it or give another port`;
  }
  return `${service} cannot start: ${error instanceof Error ? error.message : String(error)}`;
}

function die(err: unknown, message: string): void {
  log.fatal({ err }, message);
  process.exit(1);
}
