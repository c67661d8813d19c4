import { attribute, type SpanOptions } from '#observability';

/** A span of what the clock brings about: a trace of its own, linked to the application's. */
export function laterAct(traceparent: string | null | undefined): SpanOptions {
  return { parent: null, links: [traceparent ?? undefined] };
}

/** A span of an act that somebody asks for over HTTP: part of that request's trace, linked to the application's. */
export function aboutAct(id: string, traceparent: string | null): SpanOptions {
  return { links: [traceparent ?? undefined], attributes: { [attribute.applicationId]: id } };
}
