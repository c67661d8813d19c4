import { attribute, mask, maskAddress } from '#observability';
import { z } from 'zod';

/** A span as the console keeps it. */
export interface KeptSpan {
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_id: string | null;
  readonly service: string;
  readonly name: string;
  readonly kind: string;
  readonly started_at: string;
  readonly duration_ms: number;
  readonly failed: boolean;
  readonly application_id: string | null;
  readonly attributes: Record<string, string | number | boolean>;
}

const value = z.looseObject({
  stringValue: z.string().optional(),
  boolValue: z.boolean().optional(),
  intValue: z.union([z.string(), z.number()]).optional(),
  doubleValue: z.number().optional(),
});
const attributes = z.array(z.looseObject({ key: z.string(), value: value.optional() })).default([]);
const nanos = z.union([z.string().regex(/^\d{1,20}$/), z.number().min(0).max(1e20)]).transform(Number);
const span = z.looseObject({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^([0-9a-f]{16})?$/)
    .optional(),
  name: z.string(),
  kind: z.number().optional(),
  startTimeUnixNano: nanos,
  endTimeUnixNano: nanos,
  attributes,
  status: z.looseObject({ code: z.number().optional() }).optional(),
});

/** OTLP/HTTP in JSON, as far as the console reads it. A span that does not fit is left out by `readSpans`. */
export const traces = z.looseObject({
  resourceSpans: z
    .array(
      z.looseObject({
        resource: z.looseObject({ attributes }).optional(),
        scopeSpans: z.array(z.looseObject({ spans: z.array(z.unknown()).default([]) })).default([]),
      }),
    )
    .default([]),
});

const kinds = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What of a span is worth keeping for years of reading: never free text, never an address with its query. */
const keptAttributes: Readonly<Record<string, (text: string) => string>> = {
  ...Object.fromEntries(Object.values(attribute).map((key) => [key, mask])),
  'http.method': mask,
  'http.request.method': mask,
  'http.route': mask,
  'http.status_code': mask,
  'http.response.status_code': mask,
  'http.target': maskAddress,
  'url.path': maskAddress,
  'server.port': mask,
};

/** The spans of a batch that tell what services did; statements to a database are left out: there are ten for each act. */
export function readSpans(batch: z.output<typeof traces>): KeptSpan[] {
  return batch.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(valuesOf(resource?.attributes ?? [])['service.name'] ?? 'unknown').slice(0, 64);
    return scopeSpans.flatMap(({ spans }) => spans.flatMap((one) => readSpan(service, one) ?? []));
  });
}

function readSpan(service: string, given: unknown): KeptSpan | undefined {
  const read = span.safeParse(given);
  if (!read.success) return undefined;
  const { data } = read;
  const all = valuesOf(data.attributes);
  if ('db.system' in all || 'db.system.name' in all) return undefined;
  const applicationId = all[attribute.applicationId];
  return {
    trace_id: data.traceId,
    span_id: data.spanId,
    parent_id: data.parentSpanId || null,
    service,
    name: clean(mask(data.name), 120),
    kind: kinds[data.kind ?? 0] ?? 'internal',
    started_at: new Date(data.startTimeUnixNano / 1e6).toISOString(),
    duration_ms: Math.max(0, (data.endTimeUnixNano - data.startTimeUnixNano) / 1e6),
    failed: data.status?.code === 2,
    application_id: typeof applicationId === 'string' && uuid.test(applicationId) ? applicationId : null,
    attributes: Object.fromEntries(
      Object.entries(all).flatMap(([key, one]) => {
        const keep = keptAttributes[key];
        return keep ? [[key, typeof one === 'string' ? clean(keep(one), 300) : one]] : [];
      }),
    ),
  };
}

function valuesOf(list: z.output<typeof attributes>): Record<string, string | number | boolean> {
  return Object.fromEntries(
    list.flatMap(({ key, value: one }) => {
      const plain =
        one?.stringValue ??
        one?.boolValue ??
        one?.doubleValue ??
        (one?.intValue === undefined ? undefined : Number(one.intValue));
      return plain === undefined ? [] : [[key, plain]];
    }),
  );
}

function clean(text: string, length: number): string {
  return text.replaceAll('\0', '').toWellFormed().slice(0, length);
}
