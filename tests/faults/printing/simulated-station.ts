import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ClaimWork } from '../../../apps/print-station/src/claim-work.js';
import type { Config } from '../../../apps/print-station/src/config.js';
import { Desk } from '../../../apps/print-station/src/desk.js';
import { Journal } from '../../../apps/print-station/src/journal.js';
import { KeepInTouch } from '../../../apps/print-station/src/keep-in-touch.js';
import { OfficeAway, OfficeLine } from '../../../apps/print-station/src/office-line.js';
import { PrintCards } from '../../../apps/print-station/src/print-cards.js';
import { SettleEarlierRun } from '../../../apps/print-station/src/settle-earlier-run.js';
import { StationRun } from '../../../apps/print-station/src/station-run.js';
import { TellOffice } from '../../../apps/print-station/src/tell-office.js';
import { GoOnVisit } from '../../../apps/print-station/src/visit/go-on-visit.js';
import { VisitBag } from '../../../apps/print-station/src/visit/visit-bag.js';
import { type Plug, type SimulatedPrinter, simulatedPrinter } from './simulated-printer.js';

/** Each place of the protocol where something may break: a call to the office, or a line of the journal. */
export const places = [
  'claim',
  'begin',
  'renew',
  'report',
  'journal',
  'claimable',
  'take along',
  'end visit',
  'bag',
  'line asking',
  'line begun',
  'line ended',
  'line told',
] as const;
export type Place = (typeof places)[number];

/** How it breaks there. A journal knows power cuts only: before the line (half of it is written) or after it. */
export const breaks = ['request-lost', 'answer-lost', 'power-cut-before', 'power-cut-after'] as const;
export type Break = (typeof breaks)[number];

/** The real program of a station without its clock, wire and printer: those are played. */
export interface SimulatedStation {
  readonly id: string;
  readonly printer: SimulatedPrinter;
  /** The line to the office; the broker's hints do not need it. */
  line: boolean;
  isOn(): boolean;
  turnOn(): Promise<void>;
  cutPower(): void;
  /** Breaks the next time the station comes to that place. */
  ambush(place: Place, how: Break): void;
  disarm(): void;
  /** The operator takes cards along, for longer than any history lasts; nothing happens where they have some along. */
  takeAlong(howMany: number): Promise<void>;
  /** The operator is back. */
  back(): Promise<void>;
  /** An offer comes, new, old or twice. */
  hint(jobId: string): Promise<void>;
  /** Every wait of the station is over; returns when it rests again. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

/** Leases move by hours in a history: a visit is never overdue in one. */
const longVisitMs = 20 * 86_400_000;

const never = new Promise<never>(() => undefined);
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

interface Life extends Plug {
  readonly work: ClaimWork;
  readonly office: OfficeLine;
  readonly journal: Journal;
  readonly visit: GoOnVisit;
  readonly wake: () => void;
}

export function simulatedStation(config: Config): SimulatedStation {
  const printer = simulatedPrinter();
  const ambushes: { place: Place; how: Break }[] = [];
  let life: Life | undefined;
  let calls = 0;

  function meet(place: Place): Break | undefined {
    const at = ambushes.findIndex((one) => one.place === place);
    return at < 0 ? undefined : ambushes.splice(at, 1)[0]?.how;
  }

  function begin(): Life {
    const journal = new Journal(config.JOURNAL_DIR);
    const run = new StationRun();
    const waits = new Set<() => void>();
    let isDead = false;
    const plug: Plug = {
      isDead: () => isDead,
      die: () => {
        isDead = true;
        waits.clear();
        journal.close();
        void office.close();
      },
    };
    run.wait = () => (isDead ? never : new Promise<void>((resolve) => waits.add(resolve)));
    const office = new OfficeLine(config);
    const over =
      <Given extends unknown[], Answer>(place: Place, real: (...given: Given) => Promise<Answer>) =>
      async (...given: Given): Promise<Answer> => {
        if (isDead) return never;
        calls += 1;
        try {
          const how = meet(place);
          if (how === 'power-cut-before') plug.die();
          if (plug.isDead()) return never;
          if (how === 'request-lost' || !station.line) throw new OfficeAway('cut');
          const answer = await real(...given);
          if (how === 'power-cut-after' && !plug.isDead()) plug.die();
          if (plug.isDead()) return never;
          if (how === 'answer-lost' || !station.line) throw new OfficeAway('cut');
          return answer;
        } finally {
          calls -= 1;
        }
      };
    office.claim = over('claim', office.claim.bind(office));
    office.begin = over('begin', office.begin.bind(office));
    office.renew = over('renew', office.renew.bind(office));
    office.report = over('report', office.report.bind(office));
    office.postJournal = over('journal', office.postJournal.bind(office));
    office.claimable = over('claimable', office.claimable.bind(office));
    office.takeAlong = over('take along', office.takeAlong.bind(office));
    office.endVisit = over('end visit', office.endVisit.bind(office));
    const bag = new VisitBag(config.JOURNAL_DIR, config.STATION_KEY);
    const put = bag.put.bind(bag);
    bag.put = (packed) => {
      if (isDead) throw new Error('no power');
      const how = meet('bag');
      if (how === undefined) return put(packed);
      if (how === 'power-cut-after' || how === 'answer-lost') put(packed);
      plug.die();
      throw new Error('no power');
    };
    const append = journal.append.bind(journal);
    journal.append = (line) => {
      if (isDead) throw new Error('no power');
      const how = meet(`line ${line.what}`);
      if (how === undefined) return append(line);
      if (how === 'power-cut-after' || how === 'answer-lost') append(line);
      else appendFileSync(join(config.JOURNAL_DIR, 'journal.jsonl'), `{"what":"${line.what}","jobId":"${line.jobId}`);
      plug.die();
      throw new Error('no power');
    };
    const desk = new Desk(config.STATION_CLAIMS);
    const driver = printer.driver(plug);
    const work = new ClaimWork(run, desk, office, driver, config);
    const tell = new TellOffice(run, journal, office);
    const cards = new PrintCards(run, desk, journal, office, work, tell, driver);
    const settle = new SettleEarlierRun(run, desk, journal, office, cards, driver);
    const visit = new GoOnVisit(run, desk, journal, bag, office, cards);
    const touch = new KeepInTouch(run, desk, journal, office, cards, driver, config);
    const loops = [
      () => settle.keepSettled(),
      () => touch.keepRenewing(),
      () => work.keepAsking(),
      () => cards.keepPrinting(),
      () => tell.keepTelling(),
      () => visit.keepVisit(),
    ];
    for (const loop of loops) {
      loop().catch((error: unknown) => {
        // A dead station's program ends in the middle of a line; a living one must not.
        if (!isDead) failures.push(error);
      });
    }
    const wake = () => {
      const due = [...waits];
      waits.clear();
      for (const resolve of due) resolve();
    };
    return { ...plug, work, office, journal, visit, wake };
  }

  async function atVisit(does: (visit: GoOnVisit) => boolean): Promise<void> {
    if (!station.isOn() || !life) return;
    try {
      does(life.visit);
    } catch (error) {
      // Its power went as the bag was written.
      if (!life.isDead()) throw error;
    }
    await rest();
  }

  const failures: unknown[] = [];
  /** No call is under way, and what its answer set off is done. */
  async function rest(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet = calls === 0 ? quiet + 1 : 0) await turn();
    if (failures.length > 0) throw new Error('a loop of the station ended', { cause: failures[0] });
  }

  const station: SimulatedStation = {
    id: config.STATION_ID,
    printer,
    line: true,
    isOn: () => life !== undefined && !life.isDead(),
    turnOn: async () => {
      if (station.isOn()) return;
      life = begin();
      await rest();
    },
    cutPower: () => {
      if (life && !life.isDead()) life.die();
    },
    ambush: (place, how) => ambushes.push({ place, how }),
    disarm: () => ambushes.splice(0),
    takeAlong: (limit) => atVisit((visit) => visit.begin({ limit, until: new Date(Date.now() + longVisitMs) })),
    back: () => atVisit((visit) => visit.end()),
    hint: async (jobId) => {
      if (!station.isOn()) return;
      life?.work.claim(jobId).catch(() => undefined);
      await rest();
    },
    tick: async () => {
      if (!station.isOn()) return;
      life?.wake();
      await rest();
    },
    stop: async () => {
      station.cutPower();
      await rest();
      rmSync(config.JOURNAL_DIR, { recursive: true, force: true });
    },
  };
  return station;
}
