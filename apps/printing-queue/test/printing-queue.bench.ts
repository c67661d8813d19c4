import { createHash, randomUUID } from 'node:crypto';
import { parseConfig, type RunningService } from '#boot';
import { ApplicationReadyToPrint, PrintJobOffered } from '#contracts';
import { eventually, type TestBench, testBench } from '#testing';
import { configSchema } from '../src/config.js';
import { flow } from '../src/flow.js';
import { migrations } from '../src/migrations/index.js';
import { start } from '../src/start.js';

export const stationKey = (stationId: string) => `key-of-${stationId}-for-tests`;
const stations = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`nunukan-${at + 1}`, 'nunukan']));

/** A NIK of the invented area, so that no test number belongs to a person. */
export const nik = '6503994101900001';

export interface QueueBench extends TestBench {
  readonly running: RunningService;
  /** What intake answers about particulars; a test may take it away. */
  readonly intake: { status: number; asked: number };
  /** An HTTP call; `as` a station id or a token. */
  call(
    method: string,
    route: string,
    as?: string,
    body?: unknown,
  ): Promise<{ status: number; json: Record<string, unknown> }>;
  /** Announces a file that is ready. @returns its application */
  announce(facts?: {
    applicationId?: string;
    sequence?: number;
    office?: string;
    kind?: 'HILANG' | 'RUSAK';
  }): Promise<string>;
  /** Announces one and waits for its job's offer. */
  offered(facts?: { office?: string; kind?: 'HILANG' | 'RUSAK' }): Promise<{ applicationId: string; jobId: string }>;
  job(jobId: string): Promise<{ state: string; attempt: number; serial: string | null }>;
}

/** printing-queue in process, with twenty stations at Nunukan and one at Krayan, against real servers. */
export async function queueBench(leaseSeconds = 60, environment: Record<string, string> = {}): Promise<QueueBench> {
  const bench = await testBench(flow, { migrations });
  const intake = { status: 200, asked: 0 };
  const peer = await bench.peer('intake', (route) => {
    intake.asked += 1;
    if (intake.status !== 200) return { status: intake.status };
    if (route.includes('/pickup-slip?readyAt='))
      return { bytes: Buffer.from('%PDF-1.4 a slip'), contentType: 'application/pdf' };
    if (!route.includes('/particulars')) return undefined;
    const names = { name: 'Warga Contoh', village: 'Desa Contoh', district: '650302', nationality: 'WNI' };
    return { json: { nik, familyCardNumber: null, ...names, documents: [] } };
  });
  const config = parseConfig(configSchema, {
    ...bench.environment,
    INTAKE_URL: peer.url,
    REGION_FILE: 'infra/region/nunukan.json',
    PRINT_LEASE_SECONDS: String(leaseSeconds),
    PRINT_SWEEP_MS: '100',
    ...environment,
    STATION_KEYS: JSON.stringify(
      Object.fromEntries(
        Object.entries({ ...stations, 'krayan-1': 'krayan' }).map(([id, office]) => [
          id,
          { office, keyHash: createHash('sha256').update(stationKey(id)).digest('hex') },
        ]),
      ),
    ),
  });
  const running = await start(config);
  await eventually(async () => (await running.health.missing()).length === 0);
  const call: QueueBench['call'] = async (method, route, as, body) => {
    const token = as === undefined ? undefined : /^(nunukan|krayan)-\d+$/.test(as) ? stationKey(as) : as;
    const answer = await fetch(`${running.url}${route}`, {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
  };
  const announce: QueueBench['announce'] = async (facts = {}) => {
    const applicationId = facts.applicationId ?? randomUUID();
    const { sequence = 5, office = 'nunukan', kind = 'HILANG' } = facts;
    await bench.say(ApplicationReadyToPrint, {
      applicationId,
      sequence,
      state: 'ready_to_print',
      kind,
      channel: 'whatsapp',
      district: '650399',
      office,
    });
    return applicationId;
  };
  return {
    ...bench,
    running,
    intake,
    call,
    announce,
    offered: async (facts) => {
      const applicationId = await announce(facts);
      const offer = await bench.heard(PrintJobOffered, (said) => said.applicationId === applicationId);
      return { applicationId, jobId: offer.data.jobId };
    },
    job: async (jobId) => {
      const [row] = await bench.query<{ state: string; attempt: number; serial: string | null }>(
        'select state, attempt, serial from print_job where id = $1',
        [jobId],
      );
      if (!row) throw new Error('no such job');
      return row;
    },
    close: async () => {
      await running.stop();
      await bench.close();
    },
  };
}
