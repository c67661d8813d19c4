import type { LoggerService } from '@nestjs/common';
import { logger, type Log } from './log.js';

/** Nest tells about every route and module it maps; that is for debugging, not for the log of an office. */
const chatty = new Set([
  'InstanceLoader',
  'RouterExplorer',
  'RoutesResolver',
  'NestFactory',
  'NestApplication',
  'NestMicroservice',
]);

function contextOf(parameters: readonly unknown[]): string {
  const last = parameters.at(-1);
  return typeof last === 'string' ? last : 'nest';
}

/** Nest calls with (text, stack?, context) or (error, context): the error if there is one, else the text. */
function entry(message: unknown): { err?: Error; text: string } {
  if (message instanceof Error) return { err: message, text: message.message };
  return { text: typeof message === 'string' ? message : 'Nest said something that is not a text' };
}

/** Nest's own log lines, through our logger. */
export function nestLogger(log: Log = logger('nest')): LoggerService {
  const write =
    (level: 'info' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...parameters: unknown[]) => {
      const { err, text } = entry(message);
      const context = contextOf(parameters);
      const at = level === 'info' && chatty.has(context) ? 'debug' : level;
      log[at](err ? { context, err } : { context }, text);
    };
  const quiet = (message: unknown, ...parameters: unknown[]) =>
    log.debug({ context: contextOf(parameters) }, entry(message).text);
  return {
    log: write('info'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
    debug: quiet,
    verbose: quiet,
  };
}
