// The schema of an event as JSON Schema, without what only says how JavaScript counts.
import { z } from 'zod';

/** @typedef {{ [key: string]: unknown, type?: string, properties?: Record<string, Schema>, required?: string[], items?: Schema, oneOf?: Schema[], anyOf?: Schema[], enum?: (string | number | boolean)[], const?: string | number | boolean, format?: string, pattern?: string, minimum?: number, maximum?: number, minLength?: number, maxLength?: number, minItems?: number, additionalProperties?: Schema | boolean }} Schema */

/**
 * @param {import('#contracts').AnyEvent} event
 * @returns {Schema}
 */
export function schemaOf(event) {
  // As input: unknown fields are dropped by who reads, so adding an optional one is free.
  const schema = z.toJSONSchema(event.data, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.format === 'uuid' || jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      delete jsonSchema.propertyNames;
    },
  });
  delete schema.$schema;
  return /** @type {Schema} */ (schema);
}
