import type { MessageHandler } from '@nestjs/microservices';
import { catalogue, type Flow, queueOf } from '#contracts';

/**
 * Compares a service's table of contents with its handlers, both ways: wrong wiring fails on a desk, not at night.
 * @throws Error naming every consumer without a handler, handler nobody listed, doubled handler and unknown event
 */
export function checkWiring(flow: Flow, handlers: ReadonlyMap<string, MessageHandler>): void {
  const problems: string[] = [];
  const listed = new Set(Object.keys(flow.hears).map((consumer) => queueOf(flow.service, consumer)));
  for (const queue of listed) {
    const handler = handlers.get(queue);
    if (!handler) problems.push(`flow.ts lists ${queue}, but no @EventPattern('${queue}') handles it`);
    else if (handler.next) problems.push(`${queue} has two handlers; a queue is one file`);
  }
  for (const pattern of handlers.keys()) {
    if (!listed.has(pattern)) problems.push(`@EventPattern('${pattern}') is not listed in flow.ts`);
  }
  for (const [consumer, hears] of Object.entries(flow.hears)) {
    for (const event of hears.events) {
      if (!catalogue.includes(event)) problems.push(`${consumer} hears ${event.type}, which is not in the catalogue`);
    }
  }
  if (problems.length > 0) throw new Error(`${flow.service} is wired wrongly:\n- ${problems.join('\n- ')}`);
}
