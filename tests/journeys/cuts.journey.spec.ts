import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { waitFor } from '../../scripts/clerk.mjs';
import { damagedCardJpeg, familyCardJpeg, requestLine, samplePerson } from '../../scripts/sample-documents.mjs';
import { type CuttableSystem, cuts, cuttableSystem, type Line, lines } from './cut-lines.js';
import { ticketIn } from './whole-system.js';

/** How long a line may take until its loss is noticed, and until work goes on once it is back. */
const noticed = 45_000;
const backAtWork = 60_000;

let on: CuttableSystem;
let familyCard: Buffer;
let damagedCard: Buffer;
beforeAll(async () => {
  on = await cuttableSystem('cuts', {
    REGISTER_TIMEOUT_MS: '2000',
    NETWORK_HOLD_AFTER_SECONDS: '2',
    MERGE_SECONDS: '3',
    PRINT_LEASE_SECONDS: '10',
    STATION_HEARTBEAT_SECONDS: '1',
    STATION_POLL_SECONDS: '2',
  });
  [familyCard, damagedCard] = await Promise.all([familyCardJpeg(samplePerson(1)), damagedCardJpeg(samplePerson(1))]);
}, 180_000);
// A test that failed leaves no cut to the next one.
afterEach(() => Promise.all(lines.map((line) => on.heal(line))));
afterAll(() => on?.stop(), 60_000);

/** A request at the counter with all its documents, not yet submitted; with the citizen's phone. */
async function opensAtCounter() {
  const { applicationId, phone } = await on.opensAtCounter({ submits: false });
  return { applicationId, phone, submit: () => on.clerk.post(`/api/intake/applications/${applicationId}/submission`) };
}

/** A request by WhatsApp, in two steps: the line, and the photos. */
function writes() {
  const { person, phone } = on.newCitizen();
  return {
    phone,
    line: () => phone.says(requestLine(person, 'RUSAK')),
    photos: async () => {
      await phone.sends(familyCard, 'image/jpeg', 'KK');
      await phone.sends(damagedCard, 'image/jpeg', 'KTP rusak');
    },
  };
}

async function isAnswered(): Promise<void> {
  const { phone } = on.newCitizen();
  await phone.says('halo');
  await phone.reads(/./);
}

/** As words, or as the template for somebody who has not written to the office. */
const cardWaits = /siap.diambil/;

const arrive = (...ids: string[]) => Promise.all(ids.map((id) => on.reaches(id, 'ready_for_pickup', backAtWork)));

/** Exactly these consumers have stopped; all others run. */
async function onlyStopped(...queues: string[]): Promise<void> {
  const expected = [...queues].sort();
  let last: string[] = [];
  await waitFor(
    `only ${expected.join(', ') || 'nothing'} stopped`,
    async () => JSON.stringify((last = await on.stopped())) === JSON.stringify(expected),
    noticed,
  ).catch((error: unknown) => {
    throw new Error(`${String(error)}; stopped are: ${last.join(', ')}`, { cause: error });
  });
}

interface LinkSeen {
  readonly link: string;
  readonly state: 'up' | 'down';
  readonly since: string | null;
}

/** The console says that the link is down, since when, and how much waits. */
async function consoleShows(link: string, from: Date): Promise<void> {
  const seen = await waitFor(
    `${link} down on the console`,
    async () => {
      const { links } = (await on.clerk.get('/api/ops-console/links')) as { links: LinkSeen[] };
      expect(links.filter((one) => one.state === 'down' && one.link !== link)).toEqual([]);
      return links.find((one) => one.link === link && one.state === 'down');
    },
    noticed,
  );
  const since = new Date(seen.since ?? 0).getTime();
  expect(since).toBeGreaterThan(from.getTime() - 60_000);
  expect(since).toBeLessThanOrEqual(Date.now());
}

/** All lines are up again as the console sees it. */
async function allUp(): Promise<void> {
  await onlyStopped();
  await waitFor('all links up on the console', async () => {
    const { links } = (await on.clerk.get('/api/ops-console/links')) as { links: LinkSeen[] };
    return links.every((one) => one.state === 'up');
  });
  expect(await on.blamed()).toEqual([]);
}

describe.each(cuts)('cut by %s', (how) => {
  it('the register: requests wait for it, and everything else goes on', async () => {
    const before = [await opensAtCounter(), await opensAtCounter()];
    const from = new Date();
    await on.cut('register', how);
    const all = [...before, await opensAtCounter()];
    await Promise.all(all.map((one) => one.submit()));
    await onlyStopped('document-validation.check-population-register');
    await consoleShows('diskominfo', from);
    await Promise.all(all.map((one) => on.reaches(one.applicationId, 'checking_register')));
    await isAnswered();
    // Nobody is left in the dark: the request says what it waits for, and so does its citizen's phone.
    const [first] = all;
    await first?.phone.reads(/jaringan/i);
    await on.clerk.sees('/api/ops-console/applications?held=true', /"cause":"network"/);
    expect(await on.stopped()).toEqual(['document-validation.check-population-register']);
    await on.heal('register');
    await arrive(...all.map((one) => one.applicationId));
    await allUp();
  }, 180_000);

  it('WhatsApp out: files and messages wait, and the counter prints on', async () => {
    const before = writes();
    await before.line();
    const ticket = ticketIn(await before.phone.reads(/\*L-/));
    const from = new Date();
    await on.cut('whatsapp out', how);
    const counter = await opensAtCounter();
    await counter.submit();
    await arrive(counter.applicationId);
    const during = writes();
    await Promise.all([before.photos(), during.line().then(during.photos)]);
    await onlyStopped('intake.fetch-media', 'notification.send-whatsapp-message');
    await consoleShows('whatsapp', from);
    expect(await on.stateOf(await on.applicationOf(ticket))).toBe('draft');
    expect(await during.phone.replies()).toEqual([]);
    await on.heal('whatsapp out');
    await Promise.all([
      before.phone.reads(cardWaits, backAtWork),
      during.phone.reads(cardWaits, backAtWork),
      counter.phone.reads(cardWaits, backAtWork),
    ]);
    await allUp();
  }, 180_000);

  it('WhatsApp in: what citizens write arrives later, and everything else goes on', async () => {
    const before = writes();
    await before.line();
    await before.phone.reads(/\*L-/);
    const from = new Date();
    await on.cut('whatsapp in', how);
    const during = writes();
    await Promise.all([before.photos(), during.line().then(during.photos)]);
    const counter = await opensAtCounter();
    await counter.submit();
    await counter.phone.reads(cardWaits);
    await on.handOver(counter.applicationId);
    await consoleShows('whatsapp-in', from);
    expect(await on.stopped()).toEqual([]);
    expect(await during.phone.replies()).toEqual([]);
    await on.heal('whatsapp in');
    await Promise.all([before.phone.reads(cardWaits, backAtWork), during.phone.reads(cardWaits, backAtWork)]);
    await allUp();
  }, 180_000);

  it('station to office: cards wait, and files are checked and citizens told meanwhile', async () => {
    const before = await opensAtCounter();
    const underWay = await opensAtCounter();
    await underWay.submit();
    await on.cut('station to office', how);
    const during = await opensAtCounter();
    await Promise.all([before.submit(), during.submit()]);
    await onlyStopped(`print-station.print-offered-card.${on.system.office}`);
    await Promise.all([before, during].map((one) => on.reaches(one.applicationId, 'ready_to_print')));
    await before.phone.reads(/antrean.cetak/);
    await isAnswered();
    await on.clerk.sees(
      '/api/printing-queue/stations',
      new RegExp(`"stationId":"${on.system.office}-1"[^}]*"isSilent":true`),
    );
    expect(await on.stopped()).toEqual([`print-station.print-offered-card.${on.system.office}`]);
    await on.heal('station to office');
    await arrive(underWay.applicationId, before.applicationId, during.applicationId);
    await allUp();
  }, 180_000);
});

describe('all lines cut at once', () => {
  it('the counter takes requests in, and all that waits finishes by itself', async () => {
    const citizen = writes();
    await citizen.line();
    await citizen.phone.reads(/\*L-/);
    const heal = (line: Line) => on.heal(line);
    await Promise.all(lines.map((line) => on.cut(line, 'black hole')));
    const counter = [await opensAtCounter(), await opensAtCounter(), await opensAtCounter()];
    await Promise.all([...counter.map((one) => one.submit()), citizen.photos()]);
    await Promise.all(counter.map((one) => on.reaches(one.applicationId, 'checking_register')));
    await onlyStopped(
      'document-validation.check-population-register',
      'notification.send-whatsapp-message',
      `print-station.print-offered-card.${on.system.office}`,
    );
    await Promise.all(lines.map(heal));
    await arrive(...counter.map((one) => one.applicationId));
    await citizen.phone.reads(cardWaits, backAtWork);
    await allUp();
  }, 240_000);

  it('and every invariant holds afterwards', async () => {
    expect(await on.violations()).toEqual([]);
  }, 180_000);
});
