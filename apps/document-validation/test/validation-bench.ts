import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { parseConfig, type RunningService } from '#boot';
import type { ServiceKind } from '#civil-registry';
import type { ApplicationState } from '#contracts';
import { type PeerAnswer, type TestBench, type TestPeer, testBench } from '#testing';
import { settings } from '../src/config.js';
import { flow } from '../src/flow.js';
import { migrations } from '../src/migrations/index.js';
import { start, type StartOptions } from '../src/start.js';
import { runTypescript } from './run-typescript.js';

/** A document as intake would hold it. */
export interface TestDocument {
  readonly claimedAs: string | null;
  readonly bytes?: Buffer;
  readonly sha256?: string;
  readonly receivedAt?: Date;
  readonly fileProblem?: string;
  readonly documentId?: string;
  /** Its pages were handed over before. */
  readonly copies?: boolean;
  readonly claimedBy?: 'name' | 'content' | 'question' | 'order';
}

/** A request as intake would hold it. */
export interface TestApplication {
  readonly applicationId: string;
  readonly kind?: ServiceKind;
  readonly nik?: string | null;
  readonly documents?: readonly TestDocument[];
  /** Intake answers only then. */
  readonly answersAfter?: Promise<void>;
}

export interface ValidationBench extends TestBench {
  readonly service: RunningService;
  /** Stops the service and starts it again on the same database and queues. */
  restart(): Promise<void>;
  readonly intake: TestPeer;
  /** The safe copies that intake was handed, by document, page by page. */
  readonly copies: ReadonlyMap<string, readonly Buffer[]>;
  /** Documents that intake was told to lock away. */
  readonly quarantined: ReadonlySet<string>;
  /** Puts a request into intake. @returns its id */
  know(application: Partial<TestApplication>): string;
  /** What every announcement of a request carries. */
  announcement(applicationId: string, sequence: number, state: ApplicationState): Announcement;
  /** Calls the service as a member of staff. */
  call(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Answers all of intake's routes with this status from now on; undefined: as usual. */
  breakIntake(status: number | undefined): void;
}

type Announcement = {
  applicationId: string;
  sequence: number;
  state: ApplicationState;
  kind: ServiceKind;
  channel: 'whatsapp';
  district: string;
  office: string;
};

// Region 650399 does not exist: no number here can belong to a person.
export const nik = '6503990101900001';

/** The service in this process, with real servers, a stubbed intake, and whatever else the environment says. */
export async function validationBench(
  environment: Record<string, string> = {},
  options: Pick<StartOptions, 'quotaReturns'> = {},
): Promise<ValidationBench> {
  const bench = await testBench(flow, { migrations });
  const applications = new Map<string, TestApplication>();
  const bytesOf = new Map<string, Buffer>();
  const copies = new Map<string, Buffer[]>();
  const quarantined = new Set<string>();
  let broken: number | undefined;
  const intake = await bench.peer('intake', async (route, request): Promise<PeerAnswer | undefined> => {
    if (broken !== undefined) return { status: broken };
    const [, made = '', page] =
      /^PUT \/internal\/documents\/([\w-]+)\/(?:copies\/(\d+)\?of=\d+|quarantine)$/.exec(route) ?? [];
    if (made !== '') {
      if (page === undefined) quarantined.add(made);
      else copies.set(made, [...(copies.get(made) ?? []).slice(0, Number(page) - 1), await buffer(request)]);
      return { status: 204 };
    }
    const [, id, what] = /^GET \/internal\/\w+\/([\w-]+)\/(\w+)$/.exec(route) ?? [];
    if (what === 'content') {
      const bytes = bytesOf.get(id ?? '');
      return bytes && { bytes, contentType: 'application/octet-stream' };
    }
    const application = applications.get(id ?? '');
    await application?.answersAfter;
    return application && { json: particularsOf(application) };
  });
  function particularsOf(application: TestApplication) {
    return {
      applicationId: application.applicationId,
      kind: application.kind ?? 'HILANG',
      channel: 'whatsapp',
      district: '650302',
      village: null,
      office: 'nunukan',
      ticket: 'L-TEST1',
      nik: application.nik === undefined ? nik : application.nik,
      familyCardNumber: '6503990101150002',
      name: 'CONTOH WARGA',
      nationality: 'WNI',
      documents: (application.documents ?? []).map((document) => {
        const documentId = document.documentId ?? randomUUID();
        if (document.bytes) bytesOf.set(documentId, document.bytes);
        return {
          documentId,
          claimedAs: document.claimedAs,
          ...(document.claimedBy ? { claimedBy: document.claimedBy } : {}),
          contentType: 'application/octet-stream',
          size: document.bytes?.length ?? null,
          sha256: document.sha256 ?? null,
          receivedAt: (document.receivedAt ?? new Date()).toISOString(),
          copies: document.copies ?? copies.has(documentId),
          ...(document.fileProblem ? { fileProblem: document.fileProblem } : {}),
        };
      }),
    };
  }
  const config = parseConfig(settings, {
    ...bench.environment,
    TZ_OFFICE: 'Asia/Makassar',
    INTAKE_URL: intake.url,
    ...environment,
  });
  const begin = () => start(config, { ...options, readerArguments: runTypescript });
  let service = await begin();
  return {
    ...bench,
    get service() {
      return service;
    },
    restart: async () => {
      await service.stop();
      service = await begin();
    },
    intake,
    copies,
    quarantined,
    know: (application) => {
      const applicationId = application.applicationId ?? randomUUID();
      applications.set(applicationId, { ...application, applicationId });
      return applicationId;
    },
    announcement: (applicationId, sequence, state) => ({
      applicationId,
      sequence,
      state,
      kind: applications.get(applicationId)?.kind ?? 'HILANG',
      channel: 'whatsapp',
      district: '650302',
      office: 'nunukan',
    }),
    call: async (method, path, body, token) => {
      const response = await fetch(`${service.url}${path}`, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const parsed: unknown = text === '' ? {} : JSON.parse(text);
      return { status: response.status, body: Array.isArray(parsed) ? { list: parsed } : { ...Object(parsed) } };
    },
    breakIntake: (status) => {
      broken = status;
    },
    close: async () => {
      await service.stop();
      await bench.close();
    },
  };
}
