import { pino, type Logger } from 'pino';
import { mask } from './mask.js';
import { currentTraceId } from './tracing.js';

/**
 * The only fields a log line may carry. What is not here is dropped, and its *name* noted under `dropped`: so nobody can log a
 * row or a request body by mistake. Add a name when it can never hold personal data.
 */
// prettier-ignore
const allowed = [
  'action', 'active', 'actor', 'applicationId', 'attempt', 'attempts', 'bytes', 'capability', 'cause', 'causationId',
  'channel', 'code', 'connection', 'consumer', 'context', 'conversationId', 'correlationId', 'count', 'defects', 'delayMs', 'depth', 'district',
  'documentId', 'driver', 'durationMs', 'err', 'eventType', 'events', 'exchange', 'findings', 'gateway', 'hint', 'jobId', 'key',
  'kind', 'leaseUntil', 'limit', 'link', 'links', 'messageId', 'messageKey', 'method', 'missing', 'mode', 'office',
  'outcome', 'parkedId', 'pid', 'port', 'printJobId', 'queue', 'queues', 'reason', 'requestId', 'role', 'roles', 'route', 'rows',
  'sequence', 'serial', 'service', 'signal', 'since', 'size', 'state', 'stationId', 'status', 'step', 'until', 'url', 'version',
  'waiting', 'way',
] as const;

export type LogField = (typeof allowed)[number];
export type LogFields = { readonly [field in LogField]?: unknown };

type Write = { (message: string): void; (fields: LogFields, message: string): void };

/** A logger: a sentence, or allow-listed fields and a sentence. */
export type Log = {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  readonly fatal: Write;
};

/** Below these come the same forty frames of Express in every stack. */
const frames = 12;

const allowedFields: ReadonlySet<string> = new Set(allowed);

/** What may be recorded of a value: texts masked, errors cut down to class, code, text and stack (a database error also carries rows). */
function recordable(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return mask(value);
    case 'number':
      return Math.abs(value) >= 1e15 ? '[number]' : value;
    case 'boolean':
    case 'undefined':
      return value;
    case 'bigint':
      return mask(String(value));
    case 'symbol':
    case 'function':
      return undefined;
    case 'object':
      if (value === null) return null;
      if (value instanceof Error) return recordableError(value, depth);
      if (value instanceof Date) return value.toISOString();
      if (depth >= 2) return '[deep]';
      if (Array.isArray(value)) return value.slice(0, 50).map((one) => recordable(one, depth + 1));
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, recordable(one, depth + 1)]));
  }
}

function recordableError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    code:
      'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined,
    message: mask(error.message),
    stack: error.stack === undefined ? undefined : mask(error.stack.split('\n').slice(0, frames).join('\n')),
    cause: error.cause instanceof Error && depth < 2 ? recordableError(error.cause, depth + 1) : undefined,
  };
}

function recordableFields(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  const dropped: string[] = [];
  for (const [key, value] of Object.entries(fields)) {
    if (allowedFields.has(key)) kept[key] = recordable(value, 0);
    else if (key !== 'traceId') dropped.push(key);
    else kept[key] = value;
  }
  if (dropped.length > 0) kept['dropped'] = dropped;
  return kept;
}

/** Makes the root logger; only tests give a destination of their own. */
export function createLogger(destination?: { write(line: string): void }): Logger {
  const options = {
    level: process.env['LOG_LEVEL'] || 'info',
    base: { service: process.env['OTEL_SERVICE_NAME'] || 'loket' },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    mixin: () => {
      const traceId = currentTraceId();
      return traceId === undefined ? {} : { traceId };
    },
    // The fields arrive recordable already; pino's own error serializer would spoil their type.
    serializers: { err: (err: unknown) => err },
    formatters: { level: (label: string) => ({ level: label }), log: recordableFields },
    hooks: {
      logMethod(this: Logger, args: Parameters<Logger['info']>, method: (...args: Parameters<Logger['info']>) => void) {
        const masked: Parameters<Logger['info']> = [args[0], typeof args[1] === 'string' ? mask(args[1]) : args[1]];
        if (typeof masked[0] === 'string') method.call(this, mask(masked[0]));
        else method.apply(this, masked);
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

let root: Logger | undefined;

/**
 * A logger for one part of a service: JSON lines on standard output with `service`, `name`, `traceId` and the given fields.
 *
 * @param name the part, as in its file name: `relay`
 */
export function logger(name: string): Log {
  root ??= createLogger();
  return bind(root.child({ name }));
}

/** The five levels as plain functions, so that no one reaches pino's wider interface. */
export function bind(log: Logger): Log {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error' | 'fatal'): Write =>
    (first: string | LogFields, message?: string) => {
      if (typeof first === 'string') log[level](first);
      else log[level](first, message);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), fatal: at('fatal') };
}
