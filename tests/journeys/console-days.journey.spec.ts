import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { findProgram } from '../../scripts/binaries.mjs';
import { browserMissing, narrowPlacesOn, obstaclesOn, screens, signInAt } from './browser.js';
import * as clerk from './days/clerks-day.js';
import * as head from './days/heads-report.js';
import { type Name, openOffice, type OpenOffice } from './days/office.js';
import * as ops from './days/ops-incident.js';
import * as operator from './days/print-operators-day.js';
import * as reviewer from './days/reviewers-day.js';

const missing =
  browserMissing || (findProgram('ippeveprinter') === undefined ? ' (needs ippeveprinter, which is missing here)' : '');
const walked = missing === '' ? describe : describe.skip;
const pages = ['/laporan', '/efektivitas'] as const;

walked(`days at the console, walked in a browser${missing}`, () => {
  let office: OpenOffice;
  let page: Page;
  beforeAll(async () => {
    office = await openOffice();
  }, 240_000);
  afterAll(() => office?.close(), 60_000);

  const worksAs = (name: Name) => {
    beforeAll(async () => {
      page = await office.pageOf(name);
    }, 60_000);
    afterAll(async () => {
      await page.close();
      expect(office.browser.complaints).toEqual([]);
    }, 60_000);
  };

  describe('a clerk', () => {
    let walkIn: string;
    worksAs('siti-loket');
    it('takes a request in by keyboard alone, receipt included, in under a minute', async () => {
      walkIn = await clerk.takesRequestInByKeyboard(office);
    }, 120_000);
    it('answers a conversation in its chat', () => clerk.answersConversation(office, page), 90_000);
    it('answers a complaint', () => clerk.answersComplaint(office, page), 90_000);
    it('tells what no message could, and ticks it off', () => clerk.ticksRelayList(office, page), 120_000);
    it(
      'keeps a wrong card back, and hands the right one over',
      () => clerk.handsRightCardOver(office, page, walkIn),
      120_000,
    );
  });

  describe('a reviewer', () => {
    let doubts: [Doubted, Doubted, Doubted];
    worksAs('rudi-peninjau');
    beforeAll(async () => {
      const comes = () => reviewer.doubtComesUp(office);
      doubts = await Promise.all([comes(), comes(), comes()]);
    }, 120_000);
    it(
      'looks at the document beside the data, and approves',
      () => reviewer.approves(office, page, doubts[0]),
      120_000,
    );
    it('asks for a correction', () => reviewer.asksForCorrection(office, page, doubts[1]), 90_000);
    it(
      'refuses with a legal reason, and a second person',
      () => reviewer.refusesWithSecondPerson(office, page, doubts[2]),
      90_000,
    );
    it('finds a request by ticket, NIK and name', () => reviewer.findsAgain(office, page, doubts[0]), 90_000);
  });

  describe('a print operator', () => {
    worksAs('joko-cetak');
    it('receives blanks and counts them', () => operator.receivesAndCounts(office, page), 90_000);
    it('sees a jam, and the card comes out after it', () => operator.clearsJam(office, page), 120_000);
    it('settles a spoiled card with the head', () => operator.settlesSpoiledCard(office, page), 120_000);
    it('lives with the head’s policy', () => operator.livesWithPolicy(office, page), 90_000);
    it('sends a card to another office, where it arrives', () => operator.sendsCardToKrayan(office, page), 120_000);
  });

  describe('the head of service', () => {
    worksAs('ibu-kepala');
    it(
      'sees in one look how many, how fast, where stuck and why',
      async () => expect(await head.seesPictures(office, page)).toBeGreaterThanOrEqual(8),
      90_000,
    );
    it.each(pages)(
      'reads on %s the figures of its files',
      async (path) => expect(await head.readsReports(office, page, path)).toBeGreaterThan(10),
      120_000,
    );
  });

  describe('an incident', () => {
    let replayed: string;
    worksAs('tono-sistem');
    it('a line is cut and healed', () => ops.seesLineCutAndHealed(office, page), 180_000);
    it('a message is parked and replayed', async () => {
      replayed = await ops.replaysParkedMessage(office, page);
    }, 120_000);
    it('the trace of a request is opened from its history', () => ops.opensTrace(office, page, replayed), 90_000);
  });

  describe('on a phone', () => {
    it('inbox, request, new request and hand-over fit, and every control is reached', async () => {
      const { console: at } = office.on.system.urls;
      const { applicationId } = await office.on.opensAtCounter();
      await office.on.reaches(applicationId, 'ready_for_pickup');
      const phone = await office.newScreen(screens.phone);
      await signInAt(phone, at, 'siti-loket', office.password);
      const found: string[] = [];
      for (const path of ['/', `/permohonan/${applicationId}`, '/permohonan-baru', '/penyerahan']) {
        await phone.goto(at + path);
        await phone.locator('main h1').waitFor();
        await phone.getByText('Memuat …').first().waitFor({ state: 'hidden' });
        found.push(...(await narrowPlacesOn(phone)), ...(await obstaclesOn(phone)));
      }
      expect(found).toEqual([]);
      await phone.getByRole('button', { name: 'Menu' }).click();
      await phone.getByRole('button', { name: 'Keluar' }).click({ trial: true });
      await phone.getByRole('link', { name: 'Percakapan' }).click();
      await phone.getByRole('heading', { name: 'Percakapan' }).waitFor();
    }, 240_000);
  });

  it('and every invariant holds afterwards', async () => {
    // I5 looks for the cards in a folder; here they come out of an IPP printer.
    expect((await office.on.violations()).filter((line) => !line.startsWith('I5:'))).toEqual([]);
  }, 120_000);
});

type Doubted = Awaited<ReturnType<typeof reviewer.doubtComesUp>>;
