import { Body, Param, Query, type PipeTransform } from '@nestjs/common';
import { ApiBody, ApiParam, ApiQuery } from '@nestjs/swagger';
import type { z } from 'zod';
import { openApiOf, propertiesOf } from './describe-zod.js';
import { ProblemError } from './problem.js';

type Schema = z.ZodType;

/**
 * A pipe that lets only what the schema accepts through, in the shape the schema makes of it.
 *
 * @throws ProblemError 400 `invalid-request` with `problems: [{path, message}]`, all at once, without the refused values
 */
export class ZodPipe<S extends Schema> implements PipeTransform<unknown, z.output<S>> {
  constructor(
    private readonly schema: S,
    private readonly where: 'body' | 'query' | 'path',
  ) {}

  transform(value: unknown): z.output<S> {
    const result = this.schema.safeParse(this.where === 'body' ? value : { ...Object(value) });
    if (result.success) return result.data;
    throw new ProblemError(400, 'invalid-request', 'The request is not valid', `see problems (${this.where})`, {
      problems: result.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message })),
    });
  }
}

/** The pipe alone, for `@Body(zodBody(schema))`; {@link ZodBody} does this and the OpenAPI page. */
export function zodBody<S extends Schema>(schema: S): ZodPipe<S> {
  return new ZodPipe(schema, 'body');
}

/** The pipe alone, for `@Query(zodQuery(schema))`. */
export function zodQuery<S extends Schema>(schema: S): ZodPipe<S> {
  return new ZodPipe(schema, 'query');
}

/** The pipe alone, for `@Param(zodParams(schema))`. */
export function zodParams<S extends Schema>(schema: S): ZodPipe<S> {
  return new ZodPipe(schema, 'path');
}

/** The body of a request, checked by the schema and shown on the OpenAPI page: `@ZodBody(schema) body: z.infer<typeof schema>`. */
export function ZodBody(schema: Schema): ParameterDecorator {
  return (target, key, index) => {
    Body(zodBody(schema))(target, key, index);
    onMethod(target, key, ApiBody({ schema: openApiOf(schema, 'input') }));
  };
}

/** The query of a request as one object, checked and shown likewise. The schema is an object of texts (use `z.coerce`). */
export function ZodQuery(schema: z.ZodObject): ParameterDecorator {
  return (target, key, index) => {
    Query(zodQuery(schema))(target, key, index);
    for (const { name, required, schema: shape } of propertiesOf(schema)) {
      onMethod(target, key, ApiQuery({ name, required, schema: shape }));
    }
  };
}

/** The path parameters as one object, checked and shown likewise. */
export function ZodParams(schema: z.ZodObject): ParameterDecorator {
  return (target, key, index) => {
    Param(zodParams(schema))(target, key, index);
    for (const { name, schema: shape } of propertiesOf(schema))
      onMethod(target, key, ApiParam({ name, schema: shape }));
  };
}

/** A parameter decorator that also describes its method, so that a schema is written once. */
function onMethod(target: object, key: string | symbol | undefined, decorate: MethodDecorator): void {
  if (key === undefined) return;
  const method = Object.getOwnPropertyDescriptor(target, key);
  if (method) decorate(target, key, method);
}
