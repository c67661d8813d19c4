import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';

type SchemaObject = NonNullable<Extract<Parameters<typeof ApiResponse>[0], { schema: unknown }>['schema']>;

/** A zod schema as OpenAPI 3.0 shows it. What cannot be shown (a transform's result) is shown as anything. */
export function openApiOf(schema: z.ZodType, io: 'input' | 'output'): SchemaObject {
  const { $schema: _, ...shown } = z.toJSONSchema(schema, { target: 'openapi-3.0', io, unrepresentable: 'any' });
  return JSON.parse(JSON.stringify(shown));
}

/** The properties of an object schema, one by one, as parameters are described. */
export function propertiesOf(schema: z.ZodObject): { name: string; required: boolean; schema: SchemaObject }[] {
  return Object.entries(schema.shape).map(([name, shape]) => ({
    name,
    required: !z.safeParse(z.object({ [name]: shape }), {}).success,
    schema: openApiOf(z.object({ [name]: shape }), 'input').properties?.[name] ?? {},
  })) satisfies { name: string; required: boolean; schema: unknown }[];
}

/** Describes an answer on the OpenAPI page. */
export function ApiZodResponse(status: number, schema: z.ZodType, description = ''): MethodDecorator {
  return ApiResponse({ status, description, schema: openApiOf(schema, 'output') });
}

const problem = z.looseObject({
  type: z.string(),
  code: z.string(),
  status: z.int(),
  title: z.string(),
  detail: z.string().optional(),
});

/** Describes the problems a route may answer with: `ApiProblems({ 409: 'taken', 404: 'print-job-not-found' })`. */
export function ApiProblems(codes: Readonly<Record<number, string>>): MethodDecorator {
  const schema = openApiOf(problem, 'output');
  return applyDecorators(
    ...Object.entries(codes).map(([status, description]) =>
      ApiResponse({ status: Number(status), description, content: { 'application/problem+json': { schema } } }),
    ),
  );
}
