// npm run audit:verify -- [--noted NUMBER:HASH]: checks the console's chain of views and acts, of the running system or of the
// database in DATABASE_URL; exit 1 and the entry where it breaks. `--noted` is an end that an earlier run printed: it must still
// be there, so that nobody cut the chain off.
import { parseArgs } from 'node:util';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findRunningSystem } from './running-system.mjs';
import { continuedUnderProjectNode, root } from './runtime.mjs';

if (!(await continuedUnderProjectNode(import.meta.filename))) {
  const { values } = parseArgs({ options: { noted: { type: 'string' } } });
  const [, number, hash] = /^(\d+):([0-9a-f]{64})$/.exec(values.noted ?? '') ?? [];
  if (values.noted !== undefined && hash === undefined)
    giveUp('give --noted as NUMBER:HASH, as an earlier run printed it');
  const databaseUrl = process.env.DATABASE_URL ?? findRunningSystem()?.auditorUrl;
  if (databaseUrl === undefined) giveUp('no system is running here; start it with "npm start", or set DATABASE_URL');
  const checker = join(root, 'dist/apps/ops-console/src/audit/verify-chain.js');
  if (!existsSync(checker)) giveUp('nothing is built here; run "npm start" once');
  const { verifyChain } = await import(checker);
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('set search_path = ops_console');
    /** @type {import('../apps/ops-console/src/audit/verify-chain.ts').Verdict} */
    const { entries, end, broken } = await verifyChain(
      async (/** @type {string} */ sql, /** @type {unknown[]} */ parameters) =>
        (await client.query(sql, parameters)).rows,
      hash === undefined ? undefined : { number: Number(number), hash },
    );
    console.log(`${entries} entries hold, the last one is ${end.number}:${end.hash}`);
    if (broken) console.log(`the chain breaks at entry ${broken.number}: ${broken.why}`);
    process.exitCode = broken ? 1 : 0;
  } finally {
    await client.end();
  }
}

/** @param {string} line @returns {never} */
function giveUp(line) {
  process.stderr.write(`${line}\n`);
  process.exit(2);
}
