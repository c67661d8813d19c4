import { createRequire, syncBuiltinESMExports } from 'node:module';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { logger } from './log.js';
import { maskSpans } from './mask-spans.js';
import { routeName } from './route-name.js';

const unwatched = /^\/(health|metrics|docs|favicon|v1\/traces)/;
const silence = 10 * 60_000;

/** A dead collector is worth one line in ten minutes, no more: spans are a convenience, the work goes on. */
function complainSeldom(): void {
  const log = logger('tracing');
  let last = -silence;
  setGlobalErrorHandler(() => {
    const now = performance.now();
    if (now - last < silence) return;
    last = now;
    log.warn(
      'Traces cannot be delivered; check OTEL_EXPORTER_OTLP_ENDPOINT and the collector. Nothing else is affected.',
    );
  });
}

/** Memory is bounded: 2,048 spans wait for a collector, later ones are dropped. */
function exporting(endpoint: string): SpanProcessor {
  complainSeldom();
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: 5_000,
    concurrencyLimit: 2,
  });
  return new BatchSpanProcessor(exporter, {
    maxQueueSize: 2_048,
    maxExportBatchSize: 512,
    scheduledDelayMillis: 1_000,
    exportTimeoutMillis: 6_000,
  });
}

/**
 * Gives this process a tracer and instruments node:http, fetch (undici) and pg. Call before anything else is loaded.
 * Trace ids exist even without a collector, because events and logs carry them.
 *
 * @param env reads OTEL_SERVICE_NAME (default `loket`), OTEL_EXPORTER_OTLP_ENDPOINT (none: nothing is exported), LOKET_TRACE_SQL
 * @returns the provider; its `shutdown()` sends what waits
 */
export function startTracing(env: NodeJS.ProcessEnv): NodeTracerProvider {
  const endpoint = env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': env['OTEL_SERVICE_NAME'] || 'loket',
      'service.namespace': 'loket',
      'process.pid': process.pid,
    }),
    spanLimits: { attributeValueLengthLimit: 1_024, attributeCountLimit: 64, eventCountLimit: 32, linkCountLimit: 64 },
    spanProcessors: endpoint ? [maskSpans, exporting(endpoint)] : [],
  });
  provider.register({ propagator: new W3CTraceContextPropagator() });
  const tracesSql = env['LOKET_TRACE_SQL'] === 'on';
  registerInstrumentations({
    tracerProvider: provider,
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: (request) => unwatched.test(request.url ?? ''),
        requireParentforOutgoingSpans: true,
        requestHook: (span, request) =>
          span.updateName(routeName(request.method ?? 'GET', ('path' in request ? request.path : request.url) ?? '/')),
      }),
      // Without a parent there is no story to tell: key refreshes and probes stay untraced.
      new UndiciInstrumentation({
        requireParentforSpans: true,
        requestHook: (span, request) => span.updateName(routeName(request.method, request.path)),
      }),
      // A span per query costs more than many a query: only where a tracing backend wants them (LOKET_TRACE_SQL=on), and
      // then only for queries that belong to an act (the relay polls five times a second).
      ...(tracesSql ? [new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true })] : []),
    ],
  });
  patchNow(tracesSql ? ['http', 'https', 'pg', 'pg-pool'] : ['http', 'https']);
  return provider;
}

/**
 * The instrumentations hook `require`, and ES modules do not pass there. Requiring each library once, now, patches the one
 * instance that every later `import` receives too; a loader hook would cost seconds of start-up for the same.
 */
function patchNow(libraries: readonly string[]): void {
  const require = createRequire(import.meta.url);
  for (const library of libraries) require(library);
  syncBuiltinESMExports();
}
