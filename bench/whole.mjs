// The whole system: citizens write, so many a second; how long from a fact (the reply is decided) to the wire of WhatsApp.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { citizen } from '../scripts/citizen.mjs';
import { requestLine, samplePerson } from '../scripts/sample-documents.mjs';
import { startSystem } from '../scripts/system.mjs';
import { percentile, rounded } from './figures.mjs';

/** What an office on two cores must bear: messages a second. */
const target = 15;
const questions = ['halo', 'jam berapa buka?', 'ktp hilang syaratnya apa', 'berapa biaya cetak ulang ktp'];

/**
 * @param {import('../scripts/servers.mjs').Servers} servers
 * @param {{ seconds: number }} size
 * @returns {Promise<Record<string, string | number>[]>}
 */
export async function measureWhole(servers, { seconds }) {
  const folder = mkdtempSync(join(tmpdir(), 'loket-bench-'));
  const system = await startSystem({ folder, elsewhere: servers, env: { LOG_LEVEL: 'error' } });
  const auditor = new pg.Client({ connectionString: system.auditorUrl });
  await auditor.connect();
  const first = Math.floor(Math.random() * 80_000_000);
  /** @param {number} nth */
  const write = (nth) => {
    const person = samplePerson(first + nth);
    const phone = citizen(system.urls.graph, `6281${String(first + nth).padStart(9, '0')}`, person.name);
    return phone.says(nth % 3 === 0 ? requestLine(person, 'HILANG') : (questions[nth % questions.length] ?? 'halo'));
  };
  try {
    for (let nth = 0; nth < 30; nth += 1) await write(1_000_000 + nth);
    await sendsAfter(system.urls.graph, 0, 30);
    const before = (await sends(system.urls.graph)).length;
    await stream(write, seconds);
    const answered = await sendsAfter(system.urls.graph, before, target * seconds);
    const { rows } = await auditor.query('select id, announced_at from notification.outgoing where id = any($1)', [
      answered.map(({ messageId }) => messageId),
    ]);
    const facts = new Map(rows.map((row) => [row.id, row.announced_at.getTime()]));
    const waits = answered.map(({ messageId, at }) => Date.parse(at) - (facts.get(messageId) ?? Number.NaN));
    const times = answered.map(({ at }) => Date.parse(at));
    return [
      {
        bench: `whole system, ${target} a second for ${seconds} s`,
        'per second': rounded(((times.length - 1) / (Math.max(...times) - Math.min(...times))) * 1000),
        'fact to wire p50 ms': rounded(percentile(waits, 0.5)),
        'p95 ms': rounded(percentile(waits, 0.95)),
        'p99 ms': rounded(percentile(waits, 0.99)),
      },
    ];
  } finally {
    await auditor.end();
    await system.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** So many a second, whatever becomes of them. @param {(nth: number) => Promise<void>} write @param {number} seconds */
async function stream(write, seconds) {
  /** @type {Promise<void>[]} */
  const written = [];
  const began = performance.now();
  while (written.length < target * seconds) {
    const due = Math.min(target * seconds, Math.floor(((performance.now() - began) / 1000) * target) + 1);
    while (written.length < due) written.push(write(written.length));
    await pause(5);
  }
  await Promise.all(written);
}

/** @param {string} graphUrl @returns {Promise<{ messageId: string, at: string }[]>} */
async function sends(graphUrl) {
  const lines = /** @type {{ kind: string, messageId: string, at: string }[]} */ (
    await (await fetch(`${graphUrl}/_log`)).json()
  );
  return lines.filter(({ kind }) => kind === 'send');
}

/** Waits until so many messages have left after some. @param {string} graphUrl @param {number} before @param {number} count */
async function sendsAfter(graphUrl, before, count) {
  const until = performance.now() + 180_000;
  for (;;) {
    const all = (await sends(graphUrl)).slice(before);
    if (all.length >= count) return all.slice(0, count);
    if (performance.now() > until) throw new Error(`${all.length} of ${count} answers have left`);
    await pause(500);
  }
}
