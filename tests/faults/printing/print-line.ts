import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { ApplicationReadyToPrint, routingKeyOf } from '#contracts';
import { eventExchange, propertiesOf, Publisher } from '#messaging';
import { eventually, testKeys, testPeer } from '#testing';
import { removePostgresData } from '../../../scripts/postgres.mjs';
import { startSystem, type System } from '../../../scripts/system.mjs';
import { type Gate, openGate } from './gate.js';
import type { Victim } from './protocol-steps.js';

const within = 60_000;

export interface JobRow {
  readonly id: string;
  readonly state: string;
  readonly answers: number;
  readonly serial: string | null;
  readonly endedBecause: string | null;
}

/** What the printer itself has written down: a card that came out. */
export interface PrintedCard {
  readonly kind: 'card-fed';
  readonly jobName: string;
}

/** printing-queue, a station and an IPP printer as real processes, with PostgreSQL and RabbitMQ of their own; intake is played. */
export interface PrintLine {
  readonly system: System;
  readonly gates: { readonly office: Gate; readonly printer: Gate };
  /** A request is ready to print. @returns its id */
  announce(applicationId?: string, sequence?: number): Promise<string>;
  jobsOf(applicationId: string): Promise<JobRow[]>;
  query<Row extends pg.QueryResultRow>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  printed(): Promise<PrintedCard[]>;
  /** SIGKILL, and it comes back. */
  kill(victim: Victim): Promise<void>;
  bringBack(victim: Victim): Promise<void>;
  /** A person looks at what the printer has written down, and says so; a second one agrees where that is asked for. */
  settle(job: JobRow): Promise<void>;
  stop(): Promise<void>;
}

export async function printLine(name: string): Promise<PrintLine> {
  const folder = mkdtempSync(join(tmpdir(), `loket-${name}-`));
  const keys = await testKeys('printing-queue');
  const person = { nik: '6503994101900001', familyCardNumber: null, name: 'Warga Contoh', village: 'Desa Contoh' };
  const intake = await testPeer('intake', keys, (route) =>
    route.includes('/particulars')
      ? { json: { ...person, district: '650302', nationality: 'WNI', documents: [] } }
      : undefined,
  );
  const behind = { office: '', printer: '' };
  const gates = { office: await openGate(() => behind.office), printer: await openGate(() => behind.printer) };
  const closeOwn = () => Promise.all([gates.office.close(), gates.printer.close(), intake.close(), keys.close()]);
  const system = await startSystem({
    folder,
    without: ['ops-console', 'intake', 'document-validation', 'notification', 'graph', 'register'],
    env: {
      PRINTER_DRIVER: 'ipp',
      PRINT_LEASE_SECONDS: '4',
      PRINT_SWEEP_MS: '200',
      STATION_POLL_SECONDS: '0.5',
      STATION_HEARTBEAT_SECONDS: '1',
    },
    envOf: (process, usual): Record<string, string> => {
      if (process === 'printing-queue')
        return {
          INTAKE_URL: intake.url,
          CONSOLE_JWKS_URL: keys.jwksUrl,
          LOKET_SERVICE_KEY: keys.environment.LOKET_SERVICE_KEY ?? '',
        };
      if (process !== 'print-station') return {};
      behind.office = usual.PRINTING_QUEUE_URL ?? '';
      behind.printer = (usual.PRINTER_URL ?? '').replace(/^ipp:/, 'http:').replace(/\/ipp\/print$/, '');
      return {
        PRINTING_QUEUE_URL: gates.office.url,
        PRINTER_URL: `${gates.printer.url.replace('http:', 'ipp:')}/ipp/print`,
      };
    },
  }).catch(async (error: unknown) => {
    await closeOwn();
    throw error;
  });
  const database = new pg.Pool({ connectionString: system.administratorUrl, max: 2 });
  database.on('error', () => undefined);
  const publisher = new Publisher(system.amqpUrl('intake'), 'test:intake');
  publisher.start();
  const query: PrintLine['query'] = async <Row extends pg.QueryResultRow>(sql: string, parameters?: unknown[]) =>
    (await database.query<Row>(sql, parameters)).rows;

  async function post(person: string, path: string, body: object): Promise<Record<string, unknown>> {
    const token = await keys.clerkToken(['print-operator', 'admin'], undefined, person);
    const answer = await fetch(`${system.urls.printingQueue}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok && answer.status !== 409) throw new Error(`${path} was answered ${answer.status}`);
    return (await answer.json()) as Record<string, unknown>;
  }
  await post('operator', `/stations/${system.office}-1/blanks`, { box: 'KILL', from: 1, to: 400 });

  const printed = async (): Promise<PrintedCard[]> => {
    const answer = await fetch(`${system.urls.printer}/_log`);
    const lines = (await answer.json()) as PrintedCard[] | { lines: PrintedCard[] };
    return (Array.isArray(lines) ? lines : lines.lines).filter((line) => line.kind === 'card-fed');
  };

  return {
    system,
    gates,
    query,
    printed,
    announce: async (applicationId = randomUUID(), sequence = 5) => {
      const id = randomUUID();
      const data = {
        applicationId,
        sequence,
        state: 'ready_to_print' as const,
        kind: 'HILANG' as const,
        channel: 'whatsapp' as const,
        district: '650399',
        office: system.office,
      };
      const { type, version } = ApplicationReadyToPrint;
      const about = {
        id,
        type,
        version,
        source: 'intake',
        subject: applicationId,
        time: new Date(),
        correlationId: id,
      };
      const envelope = { ...about, causationId: undefined, traceparent: undefined };
      const content = Buffer.from(JSON.stringify(data));
      // At least once, like the relay: the broker may be the one that is killed.
      await eventually(
        async () => {
          await publisher.ready(1_000);
          await publisher.publish(
            eventExchange,
            routingKeyOf(ApplicationReadyToPrint, data),
            content,
            propertiesOf(envelope, 'intake'),
          );
          return true;
        },
        { withinMs: within, what: 'the announcement' },
      );
      return applicationId;
    },
    jobsOf: (applicationId) =>
      query<JobRow>(
        `select id, state, answers, serial, ended_because as "endedBecause" from printing_queue.print_job
          where application_id = $1 order by answers`,
        [applicationId],
      ),
    kill: async (victim) => {
      const child = system.processes[victim];
      child?.kill('SIGKILL');
      // Before it would come back by itself, which takes longer each time.
      await child?.stop();
    },
    bringBack: async (victim) => system.processes[victim]?.start(),
    settle: async (job) => {
      const isPrinted = (await printed()).some(({ jobName }) => jobName.includes(job.id));
      const { approvalId } = await post('operator', `/print-jobs/${job.id}/settlement`, {
        outcome: isPrinted ? 'printed' : 'not-fed',
        note: 'dilihat di baki',
      });
      if (typeof approvalId === 'string')
        await post('head', `/approvals/${approvalId}/decision`, { decision: 'approve', note: 'setuju cetak lagi' });
    },
    stop: async () => {
      await publisher.close();
      await database.end();
      await system.stop();
      await closeOwn();
      removePostgresData(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
