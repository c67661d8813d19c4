import type { JobSeen, PrintOffice } from './print-office.js';
import type { World } from './printing-world.js';

/** What must hold at every moment, whatever broke. @throws Error that says which does not */
export async function holdsNow(world: World): Promise<void> {
  const jobs = await world.jobs();
  checkCards(world, jobs);
  for (const { id } of world.applications) {
    const open = jobs.filter(
      (job) => job.applicationId === id && job.state !== 'abandoned' && job.state !== 'completed',
    );
    must(open.length <= 1, 'a request has one open job at most');
  }
  for (const job of jobs) {
    must(job.state !== 'held' || job.heldBecause !== null, 'a job that is put aside says why');
    must(job.state !== 'abandoned' || job.endedBecause !== null, 'a job that ended without a card says why');
  }
}

/** No second card, and no blank that took ink twice: in the trays, not in the books. */
function checkCards(world: World, jobs: readonly JobSeen[]): void {
  const fed = world.fed();
  must(new Set(fed.map(({ serial }) => serial)).size === fed.length, 'a blank takes ink once');
  const applicationOf = new Map(jobs.map((job) => [job.id, job.applicationId]));
  const good = fed.filter(({ isGood }) => isGood).map(({ jobId }) => applicationOf.get(jobId));
  must(new Set(good).size === good.length, 'a request gets one card');
}

const rounds = 60;

/** The order in which stations come back: one alone first may get what the other had. */
export const comebacks = ['both', 'first-alone', 'second-alone'] as const;
export type Comeback = (typeof comebacks)[number];

/**
 * Everything comes back, people look in the trays, and time goes on until nothing moves any more.
 * @throws Error when something is stuck that no cause explains
 */
export async function comeToRest(world: World, comeback: Comeback): Promise<void> {
  await comeBackAlone(world, comeback);
  for (const station of world.stations) {
    station.disarm();
    station.line = true;
    station.printer.clearJam();
  }
  for (let round = 0; round < rounds; round += 1) {
    const before = await world.jobs();
    if (before.every(isOver) && (await isHeardOf(world))) return;
    for (const station of world.stations) {
      // What a station has put down it does not take up again for a minute: another life of it does.
      if (round % 6 === 5) station.cutPower();
      await station.turnOn();
      await station.back();
      await station.tick();
      station.printer.clearJam();
      await station.tick();
    }
    if (round % 6 === 4) {
      await world.later(900);
      await world.sweep();
    }
    const jobs = await world.jobs();
    if (jobs.some((job) => job.deferredFor === 'blanks') && round > 6) await world.receive(round % 2, 2);
    if (jobs.some((job) => job.state === 'held')) await world.lookInTrays();
    await world.hearAbandoned();
  }
  const stuck = (await world.jobs()).filter((job) => !isOver(job));
  must(stuck.length === 0, `nothing is stuck without a cause: ${JSON.stringify(stuck)}`);
}

/** The other one stays as it is, dead or cut off, while time passes. */
async function comeBackAlone(world: World, comeback: Comeback): Promise<void> {
  await world.hearAbandoned();
  await world.later(900);
  await world.sweep();
  const one = comeback === 'both' ? undefined : world.stations[comeback === 'first-alone' ? 0 : 1];
  if (!one) return;
  one.disarm();
  one.line = true;
  await world.receive(world.stations.indexOf(one), 2);
  await one.turnOn();
  await one.back();
  for (let round = 0; round < 4; round += 1) await one.tick();
  await holdsNow(world);
}

const isOver = (job: JobSeen) => job.state === 'completed' || job.state === 'abandoned';

async function isHeardOf(world: World): Promise<boolean> {
  const jobs = await world.jobs();
  return world.applications.every(({ id }) => {
    const last = jobs.findLast((job) => job.applicationId === id);
    return last?.state === 'completed' || last?.endedBecause === 'withdrawn';
  });
}

/** The books against the trays and the cabinets, once nothing moves any more. */
export async function booksAgree(world: World, place: PrintOffice): Promise<void> {
  await holdsNow(world);
  const fed = world.fed();
  const jobs = await world.jobs();
  for (const { id, isWithdrawalAsked } of world.applications) {
    const own = jobs.filter((job) => job.applicationId === id);
    const cards = fed.filter((card) => card.isGood && own.some((job) => job.id === card.jobId));
    const completed = own.filter((job) => job.state === 'completed');
    must(completed.length === cards.length, 'a completed job is a card in a tray, and the reverse');
    must(completed[0]?.serial === cards[0]?.serial, 'with the same serial');
    must(completed.length === 1 || isWithdrawalAsked, 'every request that was not withdrawn has its card');
  }
  const attempts = await place.bench.query<{ serial: string; jobId: string; attempt: number }>(
    `select blank_serial as serial, job_id as "jobId", attempt from print_attempt where begun_at is not null`,
  );
  for (const card of fed) {
    const isGranted = attempts.some(
      (one) => one.serial === card.serial && one.jobId === card.jobId && one.attempt === card.attempt,
    );
    must(isGranted, 'every card that took ink had begun, with that blank');
  }
  for (const [at, { id }] of world.stations.entries()) await cabinetAgrees(world, place, at, id);
  const violations = await place.bench.query(
    `select job_id from report r where accepted
       and attempt < (select max(c.attempt) from claim c where c.job_id = r.job_id and c.claimed_at < r.received_at)`,
  );
  must(violations.length === 0, 'no report of an old attempt was accepted');
}

async function cabinetAgrees(world: World, place: PrintOffice, at: number, stationId: string): Promise<void> {
  const blanks = await place.bench.query<{ serial: string; state: string }>(
    'select serial, state from blank where station_id = $1',
    [stationId],
  );
  const fed = world.stations[at]?.printer.fed ?? [];
  const stateOf = new Map(blanks.map(({ serial, state }) => [serial, state]));
  for (const { serial, isGood } of fed)
    must(stateOf.get(serial) === (isGood ? 'used' : 'spoiled'), 'a blank that took ink is used or spoiled');
  const left = world.received(at).filter((serial) => !fed.some((card) => card.serial === serial));
  for (const serial of left) must(stateOf.get(serial) === 'in_stock', 'a blank without ink lies in the cabinet');
  const [sum] = await place.bench.query<{ counted: number; moved: number }>(
    `select blanks_counted as counted,
            (select coalesce(sum(quantity), 0)::int from blank_movement m where m.station_id = s.station_id) as moved
       from station s where station_id = $1`,
    [stationId],
  );
  must(sum?.counted === left.length && sum.moved === left.length, 'the ledger sums to the piece');
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`broken: ${what}`);
}
