import type { AnyEvent, Service } from './define-event.js';

/** One consumer of a service: the events its queue is bound to, and how it may be run. */
export interface Hears {
  readonly events: readonly AnyEvent[];
  /** The named outside network it needs: an open circuit pauses exactly this consumer. Implies `outside`. */
  readonly link?: string;
  /**
   * The handler first works outside a transaction (asks another service, decodes a file, prints) and then commits by
   * itself: it receives an `Attempt` instead of a `Tx`.
   */
  readonly outside?: boolean;
  /** Unacknowledged messages at a time, 1 to 10; default 10. */
  readonly prefetch?: number;
  /** One queue per office, bound to the place in the routing key. */
  readonly perOffice?: boolean;
  /** Hears every event of the catalogue, known or not (the console's copy). */
  readonly everything?: boolean;
  /** Messages handled and committed together, 2 to 100; the handler then receives a list. */
  readonly batch?: number;
}

/** The table of contents of a service: what it hears, by consumer file, and what it says. */
export interface Flow {
  readonly service: Service;
  readonly hears: Readonly<Record<string, Hears>>;
  readonly says: readonly AnyEvent[];
}

/**
 * Declares a service's flow. A consumer's name is its file's name; its queue is `<service>.<name>`.
 * @throws Error when a name is not kebab case, an event is said by a service that does not own it, or a prefetch is out of bounds.
 */
export function defineFlow<const F extends Flow>(flow: F): F {
  for (const [consumer, hears] of Object.entries(flow.hears)) {
    if (!/^[a-z]+(-[a-z]+)*$/.test(consumer))
      throw new Error(`${flow.service}: consumer ${consumer} is not kebab case`);
    const prefetch = hears.prefetch ?? 10;
    if (prefetch < 1 || prefetch > 10) throw new Error(`${flow.service}.${consumer}: prefetch must be 1 to 10`);
    if (hears.events.length === 0 && !hears.everything) throw new Error(`${flow.service}.${consumer} hears nothing`);
  }
  for (const event of flow.says) {
    if (!event.owner.includes(flow.service)) throw new Error(`${flow.service} says ${event.type} but does not own it`);
  }
  return flow;
}

/** The queue of a consumer; a station's also carries its office. */
export function queueOf(service: Service, consumer: string, office?: string): string {
  return office ? `${service}.${consumer}.${office}` : `${service}.${consumer}`;
}
