import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { counter, histogram, logger } from '#observability';
import type { OpenedDocument, ReaderAnswer } from './reading.js';

export interface ReaderOptions {
  /** Processes at most. */
  readonly processes: number;
  readonly memoryMb: number;
  /** For one document; then its process is killed. */
  readonly seconds: number;
  /** Whether pictures come back redrawn for a recogniser of text. */
  readonly pages?: boolean;
  /** Node's own arguments for the process; tests run it from its TypeScript source. */
  readonly nodeArguments?: readonly string[];
}

/** How a document was read; `killed` when opening it took its process down, which says nothing for ever. */
export type ReadOutcome = OpenedDocument & { readonly killed: boolean };

const entry = new URL(`./read-documents-process${extname(import.meta.url)}`, import.meta.url);
const idleMs = 30_000;
/** A fresh process now and then keeps a leak in a decoder from growing. */
const documentsPerProcess = 100;
const unreadable: ReadOutcome = { reading: { form: 'refused', defect: 'unreadable-file' }, copies: [], killed: true };

const seconds = histogram('loket_document_reading_seconds', 'Time to open one document', ['form']);
const deaths = counter('loket_document_reader_deaths_total', 'Processes that died or hung while opening a document', [
  'why',
]);

interface Waiting {
  readonly bytes: Uint8Array;
  readonly done: (outcome: ReadOutcome) => void;
  readonly failed: (error: Error) => void;
  readonly tries: number;
}

/**
 * Opens files in bounded processes: time and memory of one document are limited, and a process that is killed by its
 * document is a finding, not a crash. Processes start when needed and end when idle.
 */
export class DocumentReader {
  private readonly log = logger('document-reader');
  private readonly waiting: Waiting[] = [];
  private readonly idle: Worker[] = [];
  private readonly all = new Set<Worker>();
  private stopped = false;

  constructor(private readonly options: ReaderOptions) {}

  /** @throws Error when no process can be started, a program is missing, or the service stops: the document is not to blame */
  read(bytes: Uint8Array): Promise<ReadOutcome> {
    const began = performance.now();
    const outcome = new Promise<ReadOutcome>((done, failed) => {
      this.waiting.push({ bytes, done, failed, tries: 0 });
      this.next();
    });
    return outcome.then((one) => {
      seconds.observe({ form: one.reading.form }, (performance.now() - began) / 1000);
      return one;
    });
  }

  stop(): void {
    this.stopped = true;
    for (const one of this.waiting.splice(0)) one.failed(new Error('the service is stopping'));
    for (const worker of this.all) worker.child.kill('SIGKILL');
  }

  private next(): void {
    if (this.stopped || this.waiting.length === 0) return;
    const worker = this.idle.pop() ?? (this.all.size < this.options.processes ? this.startWorker() : undefined);
    const job = worker && this.waiting.shift();
    if (!worker || !job) return;
    clearTimeout(worker.retire);
    worker.job = job;
    worker.timer = setTimeout(() => this.kill(worker), this.options.seconds * 1000);
    worker.child.send(job.bytes, (error) => error && worker.child.kill('SIGKILL'));
  }

  private startWorker(): Worker {
    const child = fork(entry, [String(this.options.memoryMb), this.options.pages ? 'pages' : ''], {
      serialization: 'advanced',
      // No keys and no addresses: what opens a hostile file knows nothing worth stealing.
      env: { PATH: process.env['PATH'] ?? '' },
      execArgv: [...(this.options.nodeArguments ?? []), '--max-old-space-size=192'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const worker: Worker = { child, documents: 0, slow: false };
    this.all.add(worker);
    child.on('message', (answer: ReaderAnswer) => this.answered(worker, answer));
    child.on('exit', () => this.gone(worker));
    child.on('error', (error) => this.gone(worker, error));
    return worker;
  }

  private answered(worker: Worker, answer: ReaderAnswer): void {
    clearTimeout(worker.timer);
    const { job } = worker;
    worker.job = undefined;
    worker.documents += 1;
    const isSpent = 'missing' in answer || answer.spent === true || worker.documents >= documentsPerProcess;
    if ('missing' in answer) job?.failed(new Error(`${answer.missing} is missing: install it`));
    else job?.done({ ...answer, killed: false });
    if (isSpent || this.stopped) worker.child.kill('SIGKILL');
    else {
      this.idle.push(worker);
      worker.retire = setTimeout(() => worker.child.kill('SIGKILL'), idleMs);
      worker.retire.unref();
    }
    this.next();
  }

  private kill(worker: Worker): void {
    worker.slow = true;
    worker.child.kill('SIGKILL');
  }

  private gone(worker: Worker, error?: Error): void {
    if (!this.all.delete(worker)) return;
    clearTimeout(worker.timer);
    clearTimeout(worker.retire);
    const at = this.idle.indexOf(worker);
    if (at >= 0) this.idle.splice(at, 1);
    const job = worker.job;
    worker.job = undefined;
    if (job) this.settle(job, worker, error);
    this.next();
  }

  private settle(job: Waiting, worker: Worker, error: Error | undefined): void {
    if (this.stopped) return job.failed(new Error('the service is stopping'));
    if (error) return job.failed(error);
    const reason = worker.slow ? 'time' : 'died';
    deaths.inc({ why: reason });
    this.log.warn({ reason }, 'a process did not survive the document it opened');
    // It may have died for another reason than this document: the machine's memory, say. One more try tells.
    if (!worker.slow && job.tries === 0) this.waiting.unshift({ ...job, tries: 1 });
    else job.done(unreadable);
  }
}

interface Worker {
  readonly child: ChildProcess;
  job?: Waiting | undefined;
  timer?: NodeJS.Timeout;
  retire?: NodeJS.Timeout;
  documents: number;
  slow: boolean;
}
