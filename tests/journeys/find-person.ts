import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { System } from '../../scripts/system.mjs';

/** Whom to look for: what only their own request may know, and that sealed. */
export interface Someone {
  readonly nik: string;
  readonly familyCardNumber: string;
  readonly name: string;
  readonly phone: string;
}

/** Stand-ins play the outside world: they may know people. */
const outside = /^(postgres|rabbitmq|epmd|graph|register|printer)/;

/**
 * Every place of a running system that holds one of these people in clear: rows of all tables, logs, metrics.
 * Names no number itself, only the place and what was found there.
 */
export async function placesThatName(system: System, people: readonly Someone[]): Promise<string[]> {
  const needles = people.flatMap(({ nik, familyCardNumber, name, phone }) => [
    { what: 'NIK', text: nik },
    { what: 'family card number', text: familyCardNumber },
    { what: 'name', text: name.toLowerCase() },
    { what: 'phone', text: phone },
  ]);
  const found = new Set<string>();
  const look = (place: string, text: string) => {
    const lower = text.toLowerCase();
    for (const needle of needles) if (lower.includes(needle.text)) found.add(`${needle.what} in ${place}`);
  };
  await lookIntoTables(system.auditorUrl, look);
  const logs = join(system.folder, 'log');
  for (const file of readdirSync(logs)) {
    if (!outside.test(file)) look(`log ${file}`, readFileSync(join(logs, file), 'utf8'));
  }
  for (const name of ['console', 'intake', 'documentValidation', 'printingQueue', 'notification', 'station'] as const) {
    const answer = await fetch(`${system.urls[name]}/metrics`);
    if (answer.ok) look(`metrics of ${name}`, await answer.text());
  }
  return [...found].toSorted();
}

async function lookIntoTables(auditorUrl: string, look: (place: string, text: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: auditorUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t limit 20000`);
      look(`table ${name}`, rows.map(({ row }) => row).join('\n'));
    }
  } finally {
    await client.end();
  }
}
