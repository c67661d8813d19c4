import type { INestApplication } from '@nestjs/common';

/** Who may use a route, as its OpenAPI document says. */
export type Guard =
  | { readonly by: 'nobody' }
  | { readonly by: 'role'; readonly roles: readonly string[] }
  | { readonly by: 'peer'; readonly services: readonly string[] }
  | { readonly by: 'station' };

export interface Route {
  readonly method: string;
  /** `/applications/{id}`, as in the document. */
  readonly path: string;
  readonly guard: Guard;
  /** A body that its schema takes, as far as a schema says it all; undefined where none is read. */
  readonly body: unknown;
}

interface Operation {
  readonly security?: readonly unknown[];
  readonly requestBody?: { readonly content?: { readonly 'application/json'?: { readonly schema?: Schema } } };
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>;
}

/** Every route of a service's OpenAPI document with its guard. */
export function routesOf(document: unknown): Route[] {
  const { paths } = document as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      guard: guardOf(operation),
      body: bodyFor(operation.requestBody?.content?.['application/json']?.schema),
    })),
  );
}

interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly format?: string;
}

/** The smallest value that a schema takes. */
function bodyFor(schema: Schema | undefined): unknown {
  if (schema === undefined) return undefined;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first) return bodyFor(first);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, bodyFor(schema.properties?.[name] ?? { type: 'string' })]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => bodyFor(schema.items));
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1, (schema.exclusiveMinimum ?? 0) + 1);
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return schema.format === 'uuid'
        ? '0198c0de-0000-7000-8000-00000000dead'
        : schema.format === 'date'
          ? '2026-11-24'
          : schema.format === 'date-time'
            ? '2026-11-24T01:00:00.000Z'
            : 'x'.repeat(Math.max(8, schema.minLength ?? 0));
  }
}

function guardOf({ security, responses = {} }: Operation): Guard {
  if (!security || security.length === 0) return { by: 'nobody' };
  const forbidden = responses['403']?.description ?? '';
  const [, roles] = /needs ([a-z -]+)\)/.exec(forbidden) ?? [];
  if (roles !== undefined) return { by: 'role', roles: roles.split(' or ') };
  const [, services] = /for ([a-z, -]+)\)/.exec(forbidden) ?? [];
  if (services !== undefined) return { by: 'peer', services: services.split(', ') };
  return { by: 'station' };
}

/** A request to that route with an id nobody has. */
export function addressOf(path: string, id = '0198c0de-0000-7000-8000-00000000dead'): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'n' ? '1' : name === 'report' ? 'requests' : id));
}

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

/** What the server really answers, whether or not a document names it: `GET /applications/:id`. */
export function servedBy(app: INestApplication): string[] {
  const express = app.getHttpAdapter().getInstance() as { router: { stack: readonly Layer[] } };
  return express.router.stack.flatMap(({ route }) =>
    route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`) : [],
  );
}
