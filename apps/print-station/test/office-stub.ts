import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

interface PostedJournal {
  readonly entries: readonly { jobId: string; attempt: number; said: string; serial?: string }[];
  readonly inHand: readonly { jobId: string; attempt: number }[];
}

export interface StubJob {
  state: 'queued' | 'claimed' | 'started' | 'complete' | 'spoil' | 'not-fed' | 'abort';
  attempt: number;
  serial: string | undefined;
}

/** Stands for printing-queue: its station calls, as the design describes them, on jobs in memory. */
export interface OfficeStub {
  readonly url: string;
  readonly jobs: ReadonlyMap<string, StubJob>;
  readonly calls: readonly string[];
  readonly journals: readonly PostedJournal[];
  /** While true, every connection is cut without an answer. */
  away: boolean;
  /** Cuts the answer of the next call whose path ends so, after it took effect. */
  loseAnswerOf: string | undefined;
  /** Why it gives no batch along. */
  visitRefused: string | undefined;
  stock: string[];
  queue(): string;
  close(): Promise<void>;
}

const card = {
  province: 'PROVINSI KALIMANTAN UTARA',
  regency: 'KABUPATEN NUNUKAN',
  nik: '6503994101900001',
  name: 'WARGA CONTOH',
  sex: 'PEREMPUAN',
  village: 'DESA CONTOH',
  district: 'NUNUKAN',
  nationality: 'WNI',
  photoBackground: 'blue',
};

export async function officeStub(): Promise<OfficeStub> {
  const jobs = new Map<string, StubJob>();
  const calls: string[] = [];
  const journals: PostedJournal[] = [];
  const stub = {
    away: false,
    loseAnswerOf: undefined as string | undefined,
    visitRefused: undefined as string | undefined,
    stock: Array.from({ length: 50 }, (_, at) => `B1-${String(at + 1).padStart(5, '0')}`),
  };
  type Answer = [status: number, body: object];
  const refuse = (code: string): Answer => [409, { code }];

  function report(job: StubJob, said: string, serial: string | undefined): Answer {
    if (said === 'begin') {
      stub.stock = stub.stock.filter((one) => one !== serial);
      Object.assign(job, { state: 'started', serial });
      return [200, { outcome: 'moved' }];
    }
    if (said === 'not-fed') {
      if (job.serial) stub.stock.unshift(job.serial);
      job.state = job.state === 'claimed' ? 'queued' : 'not-fed';
      return [200, { outcome: 'moved' }];
    }
    if (job.state === said) return [200, { outcome: 'already' }];
    if (job.state !== 'started' || (serial !== undefined && serial !== job.serial)) return refuse('old-attempt');
    job.state = said === 'complete' ? 'complete' : said === 'spoil' ? 'spoil' : 'abort';
    return [200, { outcome: 'moved' }];
  }

  function answer(path: string, body: Record<string, unknown>): Answer {
    if (path === '/stations/me/heartbeat') return [200, { blanks: stub.stock.length, leaseSeconds: 3 }];
    if (path === '/stations/me/visit') {
      if (stub.visitRefused !== undefined) return refuse(stub.visitRefused);
      for (const job of jobs.values()) if (job.state === 'queued') Object.assign(job, { state: 'claimed', attempt: 1 });
      const along = [...jobs].filter(([, job]) => job.state === 'claimed');
      const packed = along.map(([jobId, { attempt }]) => ({ jobId, attempt, applicationId: jobId, card }));
      return [201, { jobs: packed, blanks: stub.stock }];
    }
    if (path === '/stations/me/visit/end') {
      const open = [...jobs.values()].filter(({ state }) => state === 'claimed');
      for (const job of open) job.state = 'queued';
      return [200, { returned: open.length }];
    }
    if (path === '/stations/me/journal') {
      const journal = body as unknown as PostedJournal;
      journals.push(journal);
      const verdicts = journal.entries.map(({ jobId, attempt, said, serial }) => {
        const job = jobs.get(jobId);
        return {
          jobId,
          attempt,
          verdict: job ? String(Object.values(report(job, said, serial)[1])[0]) : 'print-job-not-found',
        };
      });
      return [200, { verdicts }];
    }
    if (path.startsWith('/stations/me/claimable')) {
      return [
        200,
        {
          printJobs: [...jobs]
            .filter(([, job]) => job.state === 'queued')
            .map(([jobId]) => ({ jobId }))
            .slice(0, Number(path.split('=')[1])),
        },
      ];
    }
    const [, jobId = '', act = '', , attemptAct = ''] =
      /^\/print-jobs\/([^/]+)\/(claims|attempts)(\/\d+\/([a-z-]+))?$/.exec(path) ?? [];
    const job = jobs.get(jobId);
    if (!job) return [404, { code: 'print-job-not-found' }];
    if (act === 'claims') {
      if (job.state !== 'queued') return refuse('taken');
      if (stub.stock.length === 0) return refuse('no-blanks');
      Object.assign(job, { state: 'claimed', attempt: job.attempt + 1 });
      return [201, { attempt: job.attempt, applicationId: jobId, card, leaseUntil: new Date().toISOString() }];
    }
    if (attemptAct === 'renew')
      return job.state === 'claimed' || job.state === 'started' ? [200, {}] : refuse('job-ended');
    if (attemptAct === 'begin') {
      if (job.state === 'started') return [200, { serial: job.serial }];
      const serial = body.serial === 'next' ? stub.stock[0] : stub.stock.find((one) => one === body.serial);
      if (job.state !== 'claimed') return refuse('lease-over');
      if (serial === undefined) return refuse('blank-not-in-stock');
      stub.stock = stub.stock.filter((one) => one !== serial);
      Object.assign(job, { state: 'started', serial });
      return [200, { serial, attempt: job.attempt }];
    }
    return report(job, attemptAct, typeof body.serial === 'string' ? body.serial : undefined);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (stub.away) return void request.socket.destroy();
    const { method = '', url = '' } = request;
    const body = method === 'POST' ? ((await json(request)) as Record<string, unknown>) : {};
    calls.push(`${method} ${url}`);
    if (request.headers.authorization !== 'Bearer key-of-nunukan-1-for-tests')
      return void response.writeHead(401).end('{"code":"unauthorized"}');
    const [status, said] = answer(url, body);
    if (stub.loseAnswerOf !== undefined && url.endsWith(stub.loseAnswerOf)) {
      stub.loseAnswerOf = undefined;
      return void request.socket.destroy();
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(stub, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    jobs,
    calls,
    journals,
    queue: () => {
      const jobId = randomUUID();
      jobs.set(jobId, { state: 'queued', attempt: 0, serial: undefined });
      return jobId;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}
