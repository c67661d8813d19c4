import { createHash, randomUUID } from 'node:crypto';
import { parseConfig, type RunningService } from '#boot';
import { ApplicationReadyToPrint, ApplicationWithdrawalRequested } from '#contracts';
import { UnitOfWork } from '#outbox';
import { eventually, testBench, type TestBench } from '#testing';
import { FetchCard } from '../../../apps/printing-queue/src/card/fetch-card.js';
import { configSchema } from '../../../apps/printing-queue/src/config.js';
import { flow } from '../../../apps/printing-queue/src/flow.js';
import { LookOverLeases } from '../../../apps/printing-queue/src/look-over-leases.js';
import { migrations } from '../../../apps/printing-queue/src/migrations/index.js';
import { QueuePrintJob } from '../../../apps/printing-queue/src/queue-print-job.js';
import { start } from '../../../apps/printing-queue/src/start.js';
import { WithdrawalAsked } from '../../../apps/printing-queue/src/withdrawal-asked.js';

export const office = 'nunukan';
export const stationIds = ['nunukan-1', 'nunukan-2'] as const;
export const stationKey = (stationId: string) => `key-of-${stationId}-for-tests`;

export interface JobSeen {
  readonly id: string;
  readonly applicationId: string;
  readonly answers: number;
  readonly state: 'queued' | 'claimed' | 'started' | 'completed' | 'held' | 'abandoned';
  readonly attempt: number;
  readonly stationId: string | null;
  readonly serial: string | null;
  readonly heldBecause: string | null;
  readonly endedBecause: string | null;
  readonly deferredFor: string | null;
}

/** The real printing-queue in this process, on real servers; intake and the people around it are played by the caller. */
export interface PrintOffice {
  readonly bench: TestBench;
  readonly url: string;
  /** A chapter of an application is announced to it. */
  announce(applicationId: string, sequence: number): Promise<void>;
  askWithdrawal(applicationId: string, sequence: number): Promise<void>;
  jobsOf(applicationIds: readonly string[]): Promise<JobSeen[]>;
  /** So much later by the database's clock, for the leases of these applications. */
  later(applicationIds: readonly string[], seconds: number): Promise<void>;
  /** One round of the sweep. */
  sweep(): Promise<void>;
  receive(stationId: string, serials: readonly string[]): Promise<void>;
  /** A person has looked in the tray; a second one agrees where that is asked for. */
  settle(jobId: string, outcome: 'printed' | 'spoiled' | 'not-fed', serial: string | null): Promise<void>;
  /** As if there had been no job and no blank. */
  forget(): Promise<void>;
  close(): Promise<void>;
}

export async function printOffice(): Promise<PrintOffice> {
  const bench = await testBench(flow, { migrations });
  const config = parseConfig(configSchema, {
    ...bench.environment,
    INTAKE_URL: 'http://127.0.0.1:1',
    REGION_FILE: 'infra/region/nunukan.json',
    PRINT_LEASE_SECONDS: '600',
    PRINT_SWEEP_MS: '60000',
    STATION_KEYS: JSON.stringify(
      Object.fromEntries(
        stationIds.map((id) => [id, { office, keyHash: createHash('sha256').update(stationKey(id)).digest('hex') }]),
      ),
    ),
  });
  const running: RunningService = await start(config);
  await eventually(async () => (await running.health.missing()).length === 0);
  // The disk's part is proved with real processes; here it would cost most of the time.
  await bench.query(
    `do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$`,
  );
  await bench.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await eventually(async () => (await running.health.missing()).length === 0);
  // What is printed on the card is not what is proved here.
  running.app.get(FetchCard).fetch = () =>
    Promise.resolve({
      province: 'PROVINSI KALIMANTAN UTARA',
      regency: 'KABUPATEN NUNUKAN',
      nik: null,
      name: null,
      sex: null,
      village: null,
      district: null,
      nationality: 'WNI',
      photoBackground: 'blue',
    });
  const emptied = await tablesAboutJobs(bench);
  const unitOfWork = running.app.get(UnitOfWork);
  const queue = running.app.get(QueuePrintJob);
  const withdrawal = running.app.get(WithdrawalAsked);
  const leases = running.app.get(LookOverLeases);
  const tokens = new Map<string, { token: string; since: number }>();
  async function tokenOf(person: string): Promise<string> {
    const known = tokens.get(person);
    if (known && performance.now() - known.since < 120_000) return known.token;
    const token = await bench.clerkToken(['print-operator', 'admin'], undefined, person);
    tokens.set(person, { token, since: performance.now() });
    return token;
  }
  async function post(person: string, path: string, body: object): Promise<Record<string, unknown>> {
    const answer = await fetch(`${running.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await tokenOf(person)}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const said = (await answer.json()) as Record<string, unknown>;
    if (!answer.ok && answer.status !== 409) throw new Error(`${path} was answered ${answer.status}`);
    return said;
  }

  const chapter = (applicationId: string, sequence: number) => ({
    about: {
      id: randomUUID(),
      version: 1,
      source: 'intake',
      subject: applicationId,
      time: new Date(),
      correlationId: randomUUID(),
      causationId: undefined,
    },
    data: {
      applicationId,
      sequence,
      state: 'ready_to_print' as const,
      kind: 'HILANG' as const,
      channel: 'whatsapp' as const,
      district: '650399',
      office,
    },
  });

  return {
    bench,
    url: running.url,
    announce: (applicationId, sequence) => {
      const { about, data } = chapter(applicationId, sequence);
      return unitOfWork.run((tx) => queue.handle({ ...about, type: ApplicationReadyToPrint.type, data }, tx));
    },
    askWithdrawal: (applicationId, sequence) => {
      const { about, data } = chapter(applicationId, sequence);
      return unitOfWork.run((tx) =>
        withdrawal.handle({ ...about, type: ApplicationWithdrawalRequested.type, data }, tx),
      );
    },
    jobsOf: (applicationIds) =>
      bench.query<JobSeen>(
        `select id, application_id as "applicationId", answers, state, attempt, station_id as "stationId", serial,
                held_because as "heldBecause", ended_because as "endedBecause", deferred_for as "deferredFor"
           from print_job where application_id = any($1::uuid[]) order by application_id, answers`,
        [applicationIds],
      ),
    later: async (applicationIds, seconds) => {
      await bench.query(
        `update print_job set lease_until = lease_until - make_interval(secs => $2)
          where application_id = any($1::uuid[]) and lease_until is not null`,
        [applicationIds, seconds],
      );
    },
    sweep: () => leases.lookOver(),
    receive: async (stationId, serials) => {
      await post('operator', `/stations/${stationId}/blanks`, { serials });
    },
    settle: async (jobId, outcome, serial) => {
      const { approvalId } = await post('operator', `/print-jobs/${jobId}/settlement`, {
        outcome,
        ...(serial === null ? {} : { serial }),
        note: 'dilihat di baki',
      });
      // What leads to a second printing is decided by a second person.
      if (typeof approvalId === 'string')
        await post('head', `/approvals/${approvalId}/decision`, { decision: 'approve', note: 'setuju cetak lagi' });
    },
    forget: async () => {
      await bench.query([...emptied.map((table) => `delete from ${table}`), clean].join(';'));
    },
    close: async () => {
      await running.stop();
      await bench.close();
    },
  };
}

const clean = 'delete from withdrawal; delete from visit; update station set blanks_counted = 0, boot_id = null';

/** Whatever hangs on jobs and blanks, the furthest away first. */
async function tablesAboutJobs(bench: TestBench): Promise<string[]> {
  const rows = await bench.query<{ name: string }>(
    `with recursive about as (
       select oid, 0 as depth from pg_class where oid in ('print_job'::regclass, 'blank'::regclass, 'blank_movement'::regclass, 'report'::regclass)
       union all
       select fk.conrelid, about.depth + 1 from about join pg_constraint fk on fk.contype = 'f' and fk.confrelid = about.oid
        where fk.conrelid <> about.oid and about.depth < 8)
     select oid::regclass::text as name from about group by oid order by max(depth) desc`,
  );
  return rows.map(({ name }) => name);
}
