import { randomUUID } from 'node:crypto';
import type { INestApplication } from '@nestjs/common';
import { roles, serviceToken } from '#boot';
import { ApplicationCheckingRegister, ApplicationDraft, ReviewRequested } from '#contracts';
import { eventually, type TestBench } from '#testing';
import { ConsoleTokens } from '../../apps/ops-console/src/access/console-tokens.js';
import { type ConsoleBench, consoleBench } from '../../apps/ops-console/test/console-bench.js';
import { type ValidationBench, validationBench } from '../../apps/document-validation/test/validation-bench.js';
import { type IntakeAtWork, intakeAtWork, someone } from '../../apps/intake/test/intake-at-work.js';
import { NotificationBench } from '../../apps/notification/test/notification-bench.js';
import { type QueueBench, queueBench } from '../../apps/printing-queue/test/printing-queue.bench.js';

/** A service in this process, and tokens for it. */
export interface Served {
  readonly url: string;
  readonly app: INestApplication;
  tokenOf(role: string, office?: string): Promise<string>;
  /** The token of a peer service; undefined where no peer may call. */
  peerToken: ((service: string) => Promise<string>) | undefined;
  /**
   * Makes objects of the office `nunukan`, by the collection they are in: `applications` → an id. None where there is nothing
   * of one office.
   */
  objects(): Promise<Readonly<Record<string, string>>>;
  close(): Promise<void>;
}

function byPeers(bench: TestBench, audience: string) {
  return {
    tokenOf: (role: string, office?: string) => bench.clerkToken([role], office, `test-${role}`),
    peerToken: (service: string) => {
      const key = bench.keys.serviceKeys.get(service);
      if (!key) throw new Error(`no key of ${service}`);
      return serviceToken(service, audience, key);
    },
  };
}

async function openAtNunukan({ ask, bench }: IntakeAtWork): Promise<Record<string, string>> {
  const token = await bench.clerkToken(['clerk'], 'nunukan', 'clerk-1');
  const { nik, familyCard } = someone();
  const opened = await ask('/applications', {
    method: 'POST',
    token,
    body: {
      kind: 'RUSAK',
      nik,
      familyCardNumber: familyCard,
      name: 'Siti Aminah',
      village: 'Binusan',
      district: '650302',
    },
  });
  const { applicationId } = (await opened.json()) as { applicationId: string };
  const lodged = await ask('/complaints', {
    method: 'POST',
    token,
    body: { about: 'complaint', text: 'Kartu belum jadi.', applicationId },
  });
  const { complaintId } = (await lodged.json()) as { complaintId: string };
  return { applications: applicationId, complaints: complaintId };
}

async function reviewAtNunukan(bench: ValidationBench): Promise<Record<string, string>> {
  const applicationId = bench.know({});
  await bench.say(ApplicationCheckingRegister, {
    ...bench.announcement(applicationId, 3, 'checking_register'),
    completeSince: new Date().toISOString(),
  });
  const asked = await bench.heard(ReviewRequested, (said) => said.applicationId === applicationId);
  return { reviews: asked.data.reviewId, records: applicationId };
}

/** A card that lies ready, and a job that waits. */
async function printedAtNunukan(bench: QueueBench): Promise<Record<string, string>> {
  const operator = await bench.clerkToken(['print-operator'], 'nunukan', 'operator-1');
  await bench.call('POST', '/stations/nunukan-1/blanks', operator, { box: 'R1', from: 1, to: 20 });
  const { jobId } = await bench.offered();
  await bench.call('POST', `/print-jobs/${jobId}/claims`, 'nunukan-1', {});
  const begun = await bench.call('POST', `/print-jobs/${jobId}/attempts/1/begin`, 'nunukan-1', { serial: 'next' });
  const serial = String(begun.json['serial']);
  await bench.call('POST', `/print-jobs/${jobId}/attempts/1/complete`, 'nunukan-1', { serial });
  return { 'print-jobs': jobId, stations: 'nunukan-1' };
}

async function knownAtNunukan({ bench, get, token }: ConsoleBench): Promise<Record<string, string>> {
  const applicationId = randomUUID();
  const at = { kind: 'HILANG', channel: 'counter', district: '650302', office: 'nunukan' } as const;
  await bench.say(ApplicationDraft, { applicationId, ...at, sequence: 1, state: 'draft' });
  const authorization = `Bearer ${await token('ops')}`;
  await eventually(async () => (await get(`/applications/${applicationId}`, { authorization })).status === 200);
  return { applications: applicationId };
}

/** As the console signs it for an account of that office. */
async function consoleToken({ running, token }: ConsoleBench, role: string, office?: string): Promise<string> {
  if (office === undefined) return token(role);
  const known = roles.find((one) => one === role);
  if (!known) throw new Error(`no such role: ${role}`);
  return running.app.get(ConsoleTokens).issue({ username: `test-${role}`, roles: [known], office });
}

export const everyRole: readonly string[] = roles;

export const everyService: Readonly<Record<string, () => Promise<Served>>> = {
  intake: async () => {
    const work = await intakeAtWork();
    return {
      url: work.url,
      app: work.app,
      ...byPeers(work.bench, 'intake'),
      objects: () => openAtNunukan(work),
      close: () => work.close(),
    };
  },
  'document-validation': async () => {
    const bench = await validationBench();
    const { url, app } = bench.service;
    return {
      url,
      app,
      ...byPeers(bench, 'document-validation'),
      objects: () => reviewAtNunukan(bench),
      close: () => bench.close(),
    };
  },
  'printing-queue': async () => {
    const bench = await queueBench();
    const { url, app } = bench.running;
    return {
      url,
      app,
      ...byPeers(bench, 'printing-queue'),
      objects: () => printedAtNunukan(bench),
      close: () => bench.close(),
    };
  },
  notification: async () => {
    const work = await NotificationBench.open();
    return {
      url: work.running.url,
      app: work.service().app,
      ...byPeers(work.bench, 'notification'),
      // Its messages belong to no office.
      objects: () => Promise.resolve({}),
      close: () => work.close(),
    };
  },
  'ops-console': async () => {
    const bench = await consoleBench();
    return {
      url: bench.url,
      app: bench.running.app,
      tokenOf: (role, office) => consoleToken(bench, role, office),
      peerToken: undefined,
      objects: () => knownAtNunukan(bench),
      close: () => bench.close(),
    };
  },
};
