import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { migrate } from '#outbox';
import { type TestDatabase, testDatabase } from '#testing';
import { schemaOf, schemaServices } from '../scripts/keys.mjs';

// docs/processing-record.md says of every column that could hold something of a person what it holds. A new column without its
// class fails here: whoever adds one says what it is, and when it ends.

/** Ids, times, numbers and yes or no say nothing of a person by themselves. */
const couldHold = `data_type in ('text', 'character varying', 'character', 'json', 'jsonb', 'bytea', 'date', 'ARRAY', 'inet')`;

const page = readFileSync('docs/processing-record.md', 'utf8');
const classes = new Set([...page.matchAll(/^\| \*\*([a-z-]+)\*\* \|/gm)].map(([, name = '']) => name));
const rows = [...page.matchAll(/^\| `([a-z_]+)\.([a-z_]+)` \| ([a-z-]+) \| (.+?) \|$/gm)].flatMap(
  ([, schema = '', table = '', cls = '', columns = '']) =>
    columns.split(',').map((column) => ({ cls, name: `${schema}.${table}.${column.trim().replaceAll('`', '')}` })),
);

/** What the page says for every table, where a table does not say otherwise. */
const everywhere =
  /\.(clerk|owner|[a-z_]+_by|kind|state|office|channel|district|cause|detail|task|link|way|item|level|station_id|traceparent)$|\.outbox\.(subject|type|routing_key|body)$/;

const databases = new Map<string, TestDatabase>();
beforeAll(async () => {
  type Migrations = { migrations: NonNullable<Parameters<typeof migrate>[0]['migrations']> };
  for (const service of schemaServices) {
    const { migrations } = (await import(`../apps/${service}/src/migrations/index.ts`)) as Migrations;
    databases.set(schemaOf(service), await testDatabase(service, migrations));
  }
}, 60_000);
afterAll(async () => {
  for (const database of databases.values()) await database.close();
});

async function columnsOf(schema: string): Promise<string[]> {
  const found = await databases.get(schema)?.query<{ name: string }>(
    `select table_schema || '.' || table_name || '.' || column_name as name from information_schema.columns
      where table_schema = $1 and table_name not in ('migration', 'inbox', 'claim') and ${couldHold} order by 1`,
    [schema],
  );
  return (found ?? []).map(({ name }) => name);
}

describe('docs/processing-record.md', () => {
  it('gives each column one class, of those it explains', () => {
    const names = rows.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect([...new Set(rows.map(({ cls }) => cls))].filter((cls) => !classes.has(cls))).toEqual([]);
  });

  it.each(schemaServices.map(schemaOf))('classes every column of %s, and names none that is gone', async (schema) => {
    const columns = await columnsOf(schema);
    const classed = rows.map(({ name }) => name).filter((name) => name.startsWith(`${schema}.`));
    expect({
      'without a class: add them to docs/processing-record.md': columns.filter(
        (name) => !classed.includes(name) && !everywhere.test(name),
      ),
      'gone: strike them out there': classed.filter((name) => !columns.includes(name)),
    }).toEqual({
      'without a class: add them to docs/processing-record.md': [],
      'gone: strike them out there': [],
    });
  });

  it('calls sealed what lies sealed, and nothing personal that does not', () => {
    // What a member of staff keeps for themselves is sealed too.
    const open = rows.filter(
      ({ cls, name }) =>
        /\.sealed_/.test(name) && !name.includes('.second_factor.') && ['none', 'code', 'staff'].includes(cls),
    );
    expect(open).toEqual([]);
  });
});
