// Whether a number or a name of a person stands where a system writes for itself: events, spans, parked errors, logs, figures.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The schemas of the services that have one. */
export const schemas = ['intake', 'document_validation', 'printing_queue', 'notification', 'ops_console'];

/**
 * What the system writes for itself, and nobody's number or name may stand in. Not searched here: what a citizen or a clerk
 * has typed, which lies sealed.
 * @type {Record<string, { says: string, sql: string }>}
 */
const writings = {
  I16a: { says: 'events', sql: 'select id::text as row, data::text as text from ops_console.event' },
  I16b: {
    says: 'spans',
    sql: `select span_id as row, name || ' ' || attributes::text as text from ops_console.span`,
  },
  I16d: {
    says: 'parked errors and headers',
    sql: `select id::text as row, concat_ws(' ', error, why, headers::text) as text from ops_console.parked_message`,
  },
  I16e: {
    says: 'what waits to be published, and in alerts',
    sql: `${schemas.map((one) => `select id::text as row, body as text from ${one}.outbox`).join(' union all ')}
          union all select key as row, says as text from notification.staff_alert`,
  },
};

/** NIK and KK number; a phone. Both as words: the digits of an id or of a fraction are nobody's. */
const personalNumber = '(^|[^0-9a-z])[0-9]{16}([^0-9a-z]|$)|(^|[^0-9a-z.-])628[0-9]{8,11}([^0-9a-z]|$)';

/** Rules as those of check-invariants.mjs, one a place. */
export const numberRules = Object.entries(writings).map(([id, { says, sql }]) => ({
  id,
  says: `no 16-digit number and no phone number in ${says}`,
  sql: `select row from (${sql}) as written where text ~ '${personalNumber}'`,
}));

/** The services that show figures, by the names of their ports. */
const measured = ['console', 'intake', 'documentValidation', 'printingQueue', 'notification', 'station'];

/** A label with somebody's number would be a time series of them. @param {Partial<Record<string, string>>} urls */
export async function personalDataInMetrics(urls) {
  const found = [];
  for (const name of measured) {
    const answer = await fetch(`${urls[name]}/metrics`).catch(() => undefined);
    const labels = answer?.ok ? ((await answer.text()).match(/="(?:[^"\\]|\\.)*"/g) ?? []) : [];
    const bad = labels.find((label) => /(?<![\w-])(\d{16}|628\d{8,11})(?!\w)/.test(label));
    if (bad !== undefined) found.push(`${name}: a label of its metrics holds a number of a person`);
  }
  return found;
}

/**
 * The same places, by the names of people. A finding says the place and never the name.
 * @param {Pick<import('./check-invariants.mjs').Place, 'folder' | 'urls'>} place @param {import('pg').Client} client @param {readonly string[]} names
 */
export async function namesIn({ folder, urls = {} }, client, names) {
  const one = new RegExp(`(?<![a-z])(${names.join('|')})(?![a-z])`, 'i');
  const found = [];
  for (const { says, sql } of Object.values(writings)) {
    const { rows } = await client.query(`select row from (${sql}) as written where text ~* $1 limit 5`, [
      `\\y(${names.join('|')})\\y`,
    ]);
    found.push(...rows.map(({ row }) => `${says}: ${row}`));
  }
  for (const [name, text] of folder ? logsIn(join(folder, 'log')) : []) if (one.test(text)) found.push(name);
  for (const name of measured) {
    const answer = urls[name] ? await fetch(`${urls[name]}/metrics`).catch(() => undefined) : undefined;
    if (answer?.ok && one.test(await answer.text())) found.push(`metrics of ${name}`);
  }
  return found;
}

/** What our own processes log; the outside world's stand-ins may know people. @param {string} folder @returns {[name: string, text: string][]} */
function logsIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log') && !/^(postgres|rabbitmq|graph|register|printer)/.test(name))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
}

/** @param {string} folder */
export function personalDataInLogs(folder) {
  const found = [];
  for (const [name, text] of logsIn(folder)) {
    // Trace ids are hexadecimal: a run of digits inside one is nobody's number.
    const nik = /(?<![\w-])\d{16}(?!\w)/.exec(text);
    const phone = /(?<![\w.-])628\d{8,11}(?!\w)/.exec(text);
    if (nik) found.push(`${name}: a 16-digit number at byte ${nik.index}`);
    if (phone) found.push(`${name}: a phone number at byte ${phone.index}`);
  }
  return found;
}
