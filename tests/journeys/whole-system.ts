import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkInvariants } from '../../scripts/check-invariants.mjs';
import { citizen } from '../../scripts/citizen.mjs';
import { type Clerk, signIn, waitFor } from '../../scripts/clerk.mjs';
import { removePostgresData } from '../../scripts/postgres.mjs';
import { startSystem, type System } from '../../scripts/system.mjs';
import { damagedCardJpeg, familyCardJpeg, samplePerson } from '../../scripts/sample-documents.mjs';

/** A whole Loket of its own on free ports, with stock at its station and somebody signed in at the console. */
export interface WholeSystem {
  readonly system: System;
  readonly clerk: Clerk;
  /** A citizen nobody else of this test is, and their phone. */
  newCitizen(): { person: ReturnType<typeof samplePerson>; phone: ReturnType<typeof citizen> };
  /** A damaged card renewed at the counter, with all its documents, submitted unless asked otherwise; with the citizen's phone. */
  opensAtCounter(how?: { office?: string; district?: string; submits?: boolean }): Promise<{
    applicationId: string;
    ticket: string;
    person: ReturnType<typeof samplePerson>;
    phone: ReturnType<typeof citizen>;
  }>;
  /** The application a ticket belongs to. */
  applicationOf(ticket: string): Promise<string>;
  stateOf(applicationId: string): Promise<string>;
  /** Waits for a state. */
  reaches(applicationId: string, state: string, within?: number): Promise<void>;
  /** Hands the card of an application over, at the console. */
  handOver(applicationId: string): Promise<void>;
  /** The violations of the invariants at rest, as lines; empty when all hold. */
  violations(): Promise<string[]>;
  stop(): Promise<void>;
}

/**
 * Starts one; a failed test may look into its folder's log before it is stopped.
 * @param options.env variables for the services
 * @param options.without processes that are not started
 * @param options.folder of a system that was there before, with its stock; a new one unless given
 */
export async function wholeSystem(
  name: string,
  options: Omit<Parameters<typeof startSystem>[0], 'folder'> & { folder?: string } = {},
): Promise<WholeSystem> {
  const isNew = options.folder === undefined;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), `loket-${name}-`));
  const system = await startSystem({ ...options, folder });
  const clerk = await signIn(system.urls.console, 'admin', system.keys.firstAdmin.password);
  if (isNew) {
    await clerk.post(`/api/printing-queue/stations/${system.office}-1/blanks`, { box: 'TEST', from: 1, to: 500 });
  }
  let next = Math.floor(Math.random() * 1_000_000) * 10;
  const stateOf = async (applicationId: string): Promise<string> =>
    ((await clerk.get(`/api/intake/applications/${applicationId}`)) as { state: string }).state;
  const reaches = async (applicationId: string, state: string, within = 60_000): Promise<void> => {
    let last = '';
    try {
      await waitFor(`state ${state}`, async () => (last = await stateOf(applicationId)) === state, within);
    } catch (error) {
      throw new Error(`${String(error)}; the request is ${last}`, { cause: error });
    }
  };
  const newCitizen = () => {
    next += 1;
    const person = samplePerson(next);
    return { person, phone: citizen(system.urls.graph, `6281${String(next).padStart(9, '0')}`, person.name) };
  };
  return {
    system,
    clerk,
    stateOf,
    reaches,
    newCitizen,
    opensAtCounter: async ({ office = system.office, district = '650302', submits = true } = {}) => {
      const { person, phone } = newCitizen();
      const { applicationId, ticket } = (await clerk.post('/api/intake/applications', {
        ...{ kind: 'RUSAK', nik: person.nik, familyCardNumber: person.familyCardNumber, name: person.name },
        ...{ village: person.village, district, office, phone: phone.number },
      })) as { applicationId: string; ticket: string };
      const at = `/api/intake/applications/${applicationId}`;
      await clerk.upload(`${at}/documents?as=KK`, await familyCardJpeg(person), 'image/jpeg');
      await clerk.upload(`${at}/documents?as=KTP_LAMA`, await damagedCardJpeg(person), 'image/jpeg');
      if (submits) await clerk.post(`${at}/submission`);
      return { applicationId, ticket, person, phone };
    },
    applicationOf: async (ticket) => {
      const { applications } = (await clerk.get(`/api/intake/applications?ticket=${ticket}`)) as {
        applications: { applicationId: string }[];
      };
      const found = applications[0]?.applicationId;
      if (!found) throw new Error(`no application has the ticket ${ticket}`);
      return found;
    },
    handOver: async (applicationId) => {
      await reaches(applicationId, 'ready_for_pickup');
      const { cards } = (await clerk.get('/api/printing-queue/cards?state=ready&limit=100')) as {
        cards: { applicationId: string; jobId: string }[];
      };
      const jobId = cards.find((card) => card.applicationId === applicationId)?.jobId;
      if (!jobId) throw new Error('its card is not among those that wait');
      await clerk.post(`/api/printing-queue/print-jobs/${jobId}/hand-over`, {
        collectedBy: 'self',
        oldCardTaken: true,
      });
      await reaches(applicationId, 'handed_over');
    },
    violations: async () => {
      const { findings } = await checkInvariants({
        ...system,
        graphUrl: system.urls.graph,
        cardsFolder: join(folder, 'cards'),
      });
      return findings.map(({ id, says, count, examples }) => `${id}: ${says}: ${count}, e.g. ${examples[0]}`);
    },
    stop: async () => {
      await system.stop();
      removePostgresData(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The ticket in a reply. */
export function ticketIn(reply: string): string {
  const [, ticket] = /\*(L-[0-9A-Z]+)\*/.exec(reply) ?? [];
  if (!ticket) throw new Error(`no ticket in: ${reply}`);
  return ticket;
}
