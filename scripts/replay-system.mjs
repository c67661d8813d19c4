// One replay against a whole system: citizens and office at work, faults if asked, rest, figures, invariants.
import { loadavg } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { checkInvariants } from './check-invariants.mjs';
import { signIn, waitFor } from './clerk.mjs';
import { killInTurn } from './kill-in-turn.mjs';
import { officeAtWork } from './office-at-work.mjs';
import { playRequests } from './play-requests.mjs';
import { planRequests } from './replay-mix.mjs';
import { watchProcesses } from './watch-processes.mjs';

/** What may be killed, and must come back as if nothing had been. */
export const victims = [
  'intake',
  'document-validation',
  'printing-queue',
  'print-station',
  'notification',
  'ops-console',
  'rabbitmq',
  'postgres',
];

/** States in which a replayed request has reached its end. */
const ends = ['handed_over', 'withdrawn'];

/**
 * @typedef {object} ReplayResult
 * @property {number} seed
 * @property {Record<string, string | number>} figures
 * @property {import('./check-invariants.mjs').Finding[]} findings
 * @property {number} checked
 * @property {string[]} killed
 * @property {Record<string, string | number>[]} processes  what each cost
 */

/**
 * @param {object} settings
 * @param {Pick<import('./running-system.mjs').RunningSystem, 'urls' | 'office' | 'auditorUrl' | 'managementUrl' | 'vhost' | 'folder'>} settings.system
 * @param {string} settings.password  of the first admin
 * @param {number} settings.applications
 * @param {number} settings.seed
 * @param {number} [settings.atOnce]
 * @param {(name: string) => Promise<boolean>} [settings.faults]  kills one process; faults are asked for by giving it
 * @param {() => Promise<void>} [settings.disturb]  another fault, begun with the first request; all is healed when it resolves
 * @param {(line: string) => void} [settings.progress]
 * @param {(line: string) => void} [settings.log]
 * @param {number} [settings.within]  ms for everything to reach its end
 * @returns {Promise<ReplayResult>}
 */
export async function replay(settings) {
  const { system, password, applications, seed, atOnce, faults, log = () => undefined } = settings;
  const { urls, office } = system;
  const within = settings.within ?? Math.max(240_000, applications * 2_000);
  const clerk = await signIn(urls.console, 'admin', password);
  await receiveBlanks(clerk, office, Math.ceil(applications * 1.1) + 50);
  const requests = planRequests(applications, seed, Math.floor(Date.now() / 1000) % 80_000_000);
  const auditor = reconnecting(system.auditorUrl);
  const watch = watchProcesses(system.folder);
  const playing = process.cpuUsage();
  watch.mark();
  const began = performance.now();
  const startedAt = new Date();
  if (settings.disturb === undefined)
    await putGraphFaults(urls.graph, faults ? { duplicateWebhooks: 2, reorderWebhooks: true } : {});
  const atWork = officeAtWork(clerk);
  const killing = faults
    ? killInTurn({ victims, seed, kill: faults, isBack: (name) => isReady(name, system), log })
    : undefined;

  let played = 0;
  const told = await withProgress(
    () => `played ${played}/${applications}, handed over ${atWork.counts.handedOver}`,
    settings.progress ?? (process.stdout.isTTY ? undefined : log),
    async () => {
      const [all] = await Promise.all([
        playRequests({
          ...{ requests, urls, clerk, office, seed, atOnce },
          onPlayed: () => {
            played += 1;
            if (played === Math.ceil(applications / 10) || played === Math.ceil(applications / 2)) watch.mark();
          },
        }),
        settings.disturb?.(),
      ]);
      if (killing) await waitFor('each process to be killed once', async () => killing.hasTurnedOnce(), 300_000);
      await killing?.end();
      if (settings.disturb === undefined) await putGraphFaults(urls.graph, {});
      await waitFor(
        'every request to reach its end',
        async () => {
          const { rows } = await auditor.query(
            'select count(*)::int as n from intake.application where ticket = any($1) and state = any($2)',
            [all.map((one) => one.ticket), ends],
          );
          return rows[0].n === applications;
        },
        within,
      ).catch(async (error) => {
        const { rows } = await auditor.query(
          'select state, count(*)::int as n from intake.application where ticket = any($1) group by 1',
          [all.map((one) => one.ticket)],
        );
        log(`${error.message}: ${rows.map((row) => `${row.state} ${row.n}`).join(', ')}`);
      });
      return all;
    },
  ).catch(async (error) => {
    await atWork.close();
    throw error;
  });
  await atWork.close();
  const seconds = (performance.now() - began) / 1000;
  const processes = costs(watch.end(), applications);
  const { findings, checked } = await checkInvariants(
    {
      ...system,
      graphUrl: urls.graph,
      cardsFolder: join(system.folder, 'cards'),
      names: [...new Set(requests.map(({ person }) => person.name))],
    },
    { log },
  );
  const lost = await notEnded(auditor, told);
  if (lost.length > 0) {
    findings.unshift({
      id: 'I0',
      says: 'every replayed request reaches its end',
      count: lost.length,
      examples: lost.slice(0, 5),
    });
  }
  const unheard = await notStored(auditor, urls.graph, startedAt);
  if (unheard > 0)
    findings.unshift({ id: 'I2', says: 'every message a citizen sent is stored', count: unheard, examples: [] });
  const figures = {
    ...{ applications, seconds: Number(seconds.toFixed(1)), 'per second': Number((applications / seconds).toFixed(2)) },
    'processes killed': killing?.killed.length ?? 0,
    'processor time of the system, ms a request': sumOf(processes, cpuColumn),
    'processor time of citizens and clerks played, ms a request': Math.round(
      (process.cpuUsage(playing).user + process.cpuUsage(playing).system) / 1000 / applications,
    ),
    'load average, last minute': Number((loadavg()[0] ?? 0).toFixed(1)),
    ...(await latencies(auditor, told)),
    ...(await webhookAnswers(urls.intake)),
  };
  await auditor.end();
  return { seed, figures, findings, checked: checked + 2, killed: killing?.killed ?? [], processes };
}

const cpuColumn = 'processor, ms a request';

/**
 * What a replay cost each process. Processor time hardly depends on what else the machine does; seconds do.
 * @param {import('./watch-processes.mjs').Cost[]} watched @param {number} applications
 */
function costs(watched, applications) {
  return watched
    .toSorted((a, b) => b.cpuMs - a.cpuMs)
    .map(({ process, cpuMs, residentMb: [rest, tenth, half, end] }) => ({
      ...{ process, [cpuColumn]: Number((cpuMs / applications).toFixed(1)) },
      ...{ 'MB before': rest ?? 0, 'MB at a tenth': tenth ?? 0, 'MB at half': half ?? 0, 'MB at the end': end ?? 0 },
    }));
}

/** @param {Record<string, string | number>[]} rows @param {string} column */
function sumOf(rows, column) {
  return Number(rows.reduce((sum, row) => sum + Number(row[column]), 0).toFixed(1));
}

/** @type {Record<string, import('./ports.mjs').PortName>} */
const portOf = {
  intake: 'intake',
  'document-validation': 'documentValidation',
  'printing-queue': 'printingQueue',
  'print-station': 'station',
  notification: 'notification',
  'ops-console': 'console',
};

/**
 * Whether a killed process is back at work, as it says itself.
 * @param {string} name
 * @param {Pick<import('./running-system.mjs').RunningSystem, 'urls' | 'auditorUrl' | 'managementUrl'>} system
 */
async function isReady(name, { urls, auditorUrl, managementUrl }) {
  try {
    if (name === 'postgres') return await answers(auditorUrl);
    const port = portOf[name];
    const management = new URL(managementUrl);
    const url = port ? `${urls[port]}/health/ready` : `${management.origin}/api/health/checks/local-alarms`;
    const authorization = `Basic ${btoa(`${management.username}:${decodeURIComponent(management.password)}`)}`;
    return (await fetch(url, { headers: port ? {} : { authorization }, signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** @param {string} databaseUrl */
async function answers(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('select 1');
  await client.end();
  return true;
}

/** @param {import('./clerk.mjs').Clerk} clerk @param {string} office @param {number} pieces */
async function receiveBlanks(clerk, office, pieces) {
  for (let left = pieces, box = 1; left > 0; left -= 5_000, box += 1) {
    const name = `R${Date.now().toString(36).toUpperCase()}${box}`;
    await clerk.post(`/api/printing-queue/stations/${office}-1/blanks`, {
      box: name,
      from: 1,
      to: Math.min(left, 5_000),
    });
  }
}

/** @param {string} graphUrl @param {object} faults */
async function putGraphFaults(graphUrl, faults) {
  const answer = await fetch(`${graphUrl}/_faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify(faults),
  });
  if (!answer.ok) throw new Error(`the WhatsApp stand-in took no faults: ${answer.status}`);
}

/** A reader that outlives the database being killed. @param {string} url */
function reconnecting(url) {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  return pool;
}

/** @param {pg.Pool} auditor @param {import('./play-requests.mjs').Played[]} played */
async function notEnded(auditor, played) {
  const { rows } = await auditor.query('select ticket, state from intake.application where ticket = any($1)', [
    played.map((one) => one.ticket),
  ]);
  const states = new Map(rows.map((row) => [row.ticket, row.state]));
  return played
    .filter(({ ticket }) => !ends.includes(states.get(ticket) ?? ''))
    .map(({ ticket, request }) => `${ticket} ${request.channel} ${states.get(ticket) ?? 'unknown'}`);
}

/**
 * How many of the messages that citizens sent meanwhile are not stored. Keys are fingerprints, so they are counted.
 * @param {pg.Pool} auditor @param {string} graphUrl @param {Date} since
 */
async function notStored(auditor, graphUrl, since) {
  const response = await fetch(`${graphUrl}/_log?kind=message`, { headers: { connection: 'close' } });
  const lines = /** @type {{ at: string }[]} */ (await response.json());
  const sent = lines.filter((line) => new Date(line.at) >= since).length;
  const { rows } = await auditor.query(
    "select count(*)::int as n from intake.webhook_message where kind = 'message' and received_at >= $1",
    [since],
  );
  return sent - rows[0].n;
}

/** @param {pg.Pool} auditor @param {import('./play-requests.mjs').Played[]} played */
async function latencies(auditor, played) {
  const { rows } = await auditor.query(
    `with moved as (
       select h.application_id, min(h.at) filter (where h.state = 'submitted' and h.says = 'entered') as submitted,
              min(h.at) filter (where h.state = 'checking_register' and h.says = 'entered') as complete,
              min(h.at) filter (where h.state = 'ready_for_pickup' and h.says = 'entered') as ready
         from intake.application_history h join intake.application a on a.id = h.application_id
        where a.ticket = any($1) group by 1)
     select percentile_cont(array[0.5, 0.95, 0.99]) within group (order by extract(epoch from complete - submitted)) as checked,
            percentile_cont(array[0.5, 0.95, 0.99]) within group (order by extract(epoch from ready - complete)) as printed
       from moved where ready is not null`,
    [played.map((one) => one.ticket)],
  );
  /** @param {number[] | null} list */
  const shown = (list) => (list ?? []).map((value) => value.toFixed(2)).join(' / ');
  return {
    'submitted to complete, s (p50 / p95 / p99)': shown(rows[0]?.checked),
    'complete to ready, s (p50 / p95 / p99)': shown(rows[0]?.printed),
  };
}

/** Upper bounds of the buckets in which the webhook's percentiles lie. @param {string} intakeUrl */
async function webhookAnswers(intakeUrl) {
  const text = await (await fetch(`${intakeUrl}/metrics`, { headers: { connection: 'close' } })).text();
  const buckets = [...text.matchAll(/^loket_http_request_seconds_bucket\{([^}]*)\} (\d+)$/gm)]
    .filter(([, labels = '']) => labels.includes('route="/webhooks/whatsapp"') && labels.includes('method="POST"'))
    .map(([, labels = '', count = '0']) => ({ le: /le="([^"]+)"/.exec(labels)?.[1] ?? '', count: Number(count) }));
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const { le, count } of buckets) sums.set(le, (sums.get(le) ?? 0) + count);
  const total = sums.get('+Inf') ?? 0;
  /** @param {number} share */
  const bound = (share) => [...sums].find(([, count]) => total > 0 && count >= total * share)?.[0] ?? '-';
  return { 'webhook answer, s at most (p50 / p99)': `${bound(0.5)} / ${bound(0.99)}` };
}

/**
 * @template T
 * @param {() => string} line
 * @param {((line: string) => void) | undefined} show
 * @param {() => Promise<T>} work
 */
async function withProgress(line, show, work) {
  let last = '';
  const timer = setInterval(
    () => {
      const now = line();
      if (now !== last) show?.(now);
      last = now;
    },
    process.stdout.isTTY ? 500 : 5_000,
  );
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
