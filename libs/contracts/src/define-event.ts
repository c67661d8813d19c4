import type { z } from 'zod';

/** Every process that may speak on the broker. A service's AMQP user, schema and queues carry its name. */
export const services = [
  'intake',
  'document-validation',
  'printing-queue',
  'notification',
  'print-station',
  'ops-console',
] as const;
export type Service = (typeof services)[number];

/**
 * One event of the catalogue: its type, version, owner, schema, example and routing key together.
 *
 * - `type` is `<family>.<fact-in-past-tense>` in kebab case; it never changes once spoken.
 * - `version` counts incompatible schemas; adding an optional field is not one.
 * - `owner` names the services that may say it; only `link.*` has several.
 * - `says` is the sentence a reader needs: what has happened.
 * - `subject` picks the id of the aggregate the event is about.
 * - `place` makes an event meant for one place append it to its routing key (an office's print offers).
 * - `projectionOnly` says why no service but the console hears it.
 */
export interface EventDefinition<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly version: number;
  readonly owner: readonly Service[];
  readonly says: string;
  readonly data: z.ZodType<Data>;
  readonly example: Data;
  readonly subject: (data: Data) => string;
  readonly place?: (data: Data) => string;
  readonly projectionOnly?: string;
}

/** Any event of the catalogue, whatever its data: for code that carries events and does not read them. */
// eslint-disable-next-line -- the data of an unknown event is only ever parsed by its own schema
export type AnyEvent = Pick<
  EventDefinition<string, unknown>,
  'type' | 'version' | 'owner' | 'says' | 'projectionOnly' | 'example'
> & { readonly data: z.ZodType; readonly place?: unknown; readonly subject: unknown };

/** The data an event carries. */
export type DataOf<E> = E extends EventDefinition<string, infer Data> ? Data : never;

/** An event as a consumer receives it: the envelope's facts beside the parsed data, discriminated by `type`. */
export type Received<E> =
  E extends EventDefinition<infer Type, infer Data>
    ? {
        /** CloudEvents id, also the AMQP message id: the inbox key. */
        readonly id: string;
        readonly type: Type;
        readonly version: number;
        /** When it was said, by the clock of its owner's database. */
        readonly time: Date;
        /** The service that said it. */
        readonly source: string;
        /** The id of the aggregate it is about. */
        readonly subject: string;
        /** The first event of the chain this one belongs to. */
        readonly correlationId: string;
        /** The event that caused this one, if an event did. */
        readonly causationId: string | undefined;
        readonly data: Data;
      }
    : never;

/** Declares an event; one call per event, grouped by family in this folder. */
export function defineEvent<const Type extends string, Schema extends z.ZodType>(definition: {
  type: Type;
  version: number;
  owner: Service | readonly Service[];
  says: string;
  data: Schema;
  example: z.infer<Schema>;
  subject: (data: z.infer<Schema>) => string;
  place?: (data: z.infer<Schema>) => string;
  projectionOnly?: string;
}): EventDefinition<Type, z.infer<Schema>> {
  const { owner, data, ...rest } = definition;
  return {
    ...rest,
    data: data as z.ZodType<z.infer<Schema>>,
    owner: typeof owner === 'string' ? [owner] : owner,
  };
}

/** `<type>.v<version>`, and the place behind it where the event has one. */
export function routingKeyOf<Data>(event: EventDefinition<string, Data>, data: Data): string {
  const key = `${event.type}.v${event.version}`;
  return event.place ? `${key}.${event.place(data)}` : key;
}

/** What a queue binds to hear the event: the exact key, or every place of it. */
export function bindingKeyOf(event: AnyEvent, place?: string): string {
  const key = `${event.type}.v${event.version}`;
  if (!event.place) return key;
  return `${key}.${place ?? '*'}`;
}
