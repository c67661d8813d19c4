import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '#boot';
import { configSchema } from '../../../apps/print-station/src/config.js';
import { type JobSeen, office, type PrintOffice, stationIds, stationKey } from './print-office.js';
import type { FedCard } from './simulated-printer.js';
import { type SimulatedStation, simulatedStation } from './simulated-station.js';

/** A request as intake sees it: which chapter it has announced last. */
interface Application {
  readonly id: string;
  sequence: number;
  isWithdrawalAsked: boolean;
}

/** An office with two stations, a few requests, a cabinet each, and the people around them. */
export interface World {
  readonly stations: readonly SimulatedStation[];
  readonly applications: readonly Application[];
  announce(): Promise<void>;
  /** Intake hears which jobs ended without a card, and announces the next chapter of each. */
  hearAbandoned(): Promise<void>;
  withdraw(which: number): Promise<void>;
  receive(station: number, pieces: number): Promise<void>;
  later(seconds: number): Promise<void>;
  sweep(): Promise<void>;
  jobs(): Promise<JobSeen[]>;
  /** Somebody looks in the trays for what became of the jobs that were put aside, and says what they see. */
  lookInTrays(): Promise<void>;
  fed(): FedCard[];
  received(station: number): readonly string[];
  stop(): Promise<void>;
}

export function printingWorld(place: PrintOffice): World {
  const folder = mkdtempSync(join(process.env.LOKET_JOURNALS ?? tmpdir(), 'loket-world-'));
  const stations = stationIds.map((id) =>
    simulatedStation(
      parseConfig(configSchema, {
        PORT: '0',
        AMQP_URL: place.bench.urlOf(`printing-queue`),
        PRINTING_QUEUE_URL: place.url,
        STATION_ID: id,
        STATION_OFFICE: office,
        STATION_KEY: stationKey(id),
        PRINTER_DRIVER: 'ipp',
        PRINTER_URL: 'ipp://127.0.0.1:1/ipp/print',
        JOURNAL_DIR: join(folder, id),
        STATION_CLAIMS: '2',
      }),
    ),
  );
  const applications: Application[] = [];
  const cabinets: string[][] = stations.map(() => []);
  const ids = () => applications.map(({ id }) => id);
  const jobs = () => place.jobsOf(ids());
  const fed = () => stations.flatMap((station) => station.printer.fed);

  return {
    stations,
    applications,
    jobs,
    fed,
    announce: async () => {
      const application = { id: randomUUID(), sequence: 5, isWithdrawalAsked: false };
      applications.push(application);
      await place.announce(application.id, application.sequence);
    },
    hearAbandoned: async () => {
      const seen = await jobs();
      for (const one of applications) {
        const last = seen.findLast((job) => job.applicationId === one.id);
        if (last?.state !== 'abandoned' || last.endedBecause === 'withdrawn' || last.answers < one.sequence) continue;
        one.sequence += 2;
        await place.announce(one.id, one.sequence);
        // At least once: the announcement of the chapter before comes again, late.
        await place.announce(one.id, last.answers);
      }
    },
    withdraw: async (which) => {
      const one = applications[which % Math.max(1, applications.length)];
      if (!one) return;
      one.isWithdrawalAsked = true;
      await place.askWithdrawal(one.id, one.sequence);
    },
    receive: async (station, pieces) => {
      const id = stationIds[station] ?? stationIds[0];
      const serials = Array.from({ length: pieces }, () => `S-${randomUUID().slice(0, 13).toUpperCase()}`);
      cabinets[station]?.push(...serials);
      await place.receive(id, serials);
    },
    received: (station) => cabinets[station] ?? [],
    later: (seconds) => place.later(ids(), seconds),
    sweep: () => place.sweep(),
    lookInTrays: async () => {
      for (const job of (await jobs()).filter(({ state }) => state === 'held')) {
        for (const station of stations) station.printer.takeOut({ jobId: job.id });
        const card = fed().find((one) => one.jobId === job.id);
        await place.settle(
          job.id,
          card === undefined ? 'not-fed' : card.isGood ? 'printed' : 'spoiled',
          card?.serial ?? job.serial,
        );
      }
    },
    stop: async () => {
      for (const station of stations) await station.stop();
      await place.forget();
    },
  };
}
