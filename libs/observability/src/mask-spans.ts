import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { mask, maskAddress } from './mask.js';

const addresses = new Set(['http.target', 'http.url', 'url.full', 'url.path']);
const never = new Set(['url.query', 'http.client_ip', 'client.address', 'net.peer.ip', 'network.peer.address']);

function masked(key: string, value: AttributeValue): AttributeValue {
  if (typeof value === 'string') return addresses.has(key) ? maskAddress(value) : mask(value);
  // A NIK given as a number would still be one.
  if (typeof value === 'number') return Math.abs(value) >= 1e15 ? '[number]' : value;
  if (typeof value === 'boolean') return value;
  return value.map((one) => (typeof one === 'string' ? mask(one) : String(one ?? '')));
}

function maskAll(attributes: Attributes): void {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    if (never.has(key)) delete attributes[key];
    else attributes[key] = masked(key, value);
  }
}

/** Stands before the exporting processor: what a finished span says about a person is masked before anything can send it. */
export const maskSpans: SpanProcessor = {
  onStart() {},
  onEnd(span: ReadableSpan) {
    maskAll(span.attributes);
    if (span.status.message !== undefined) span.status.message = mask(span.status.message);
    for (const event of span.events) if (event.attributes) maskAll(event.attributes);
    for (const link of span.links) if (link.attributes) maskAll(link.attributes);
  },
  async forceFlush() {},
  async shutdown() {},
};
