import { spawn } from 'node:child_process';
import { counter, histogram } from '#observability';

export interface TextReaderOptions {
  /** Pages read at the same time. */
  readonly atOnce: number;
  /** For one page; then the programs are killed. */
  readonly seconds: number;
  readonly memoryMb: number;
}

const seconds = histogram('loket_document_text_seconds', 'Time to read the text of one page, waiting included', []);
const outcomes = counter('loket_document_texts_total', 'Pages whose text was read, by outcome', ['outcome']);

const textLimit = 64 * 1024;
const pageLimit = 24 * 1024 * 1024;

/**
 * Reads the text of a page with Tesseract, which runs as a program of its own: bounded in number, time and memory, killed
 * when nobody waits for it any more. The text is personal data: it is compared and forgotten, never kept, logged or sent.
 */
export class TextReader {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly options: TextReaderOptions) {}

  /**
   * @param page a PNG or JPEG, upright, or a PDF, whose first page is drawn by poppler first
   * @returns undefined when it could not be read: that is no defect of the document
   * @throws the signal's reason when it is aborted
   */
  async read(page: Uint8Array, form: 'picture' | 'pdf', signal?: AbortSignal): Promise<string | undefined> {
    const text = await this.inTurn(page, form, signal, (picture, until) => this.textOf(picture, until));
    outcomes.inc({ outcome: text === undefined ? 'failed' : 'read' });
    return text;
  }

  /**
   * Whether a page that says nothing was photographed standing on its head.
   * @throws the signal's reason when it is aborted
   */
  async isUpsideDown(page: Uint8Array, form: 'picture' | 'pdf', signal?: AbortSignal): Promise<boolean> {
    const found = await this.inTurn(page, form, signal, (picture, until) =>
      this.run(orient, picture, textLimit, until),
    );
    return /^Rotate: 180$/m.test(found?.toString('utf8') ?? '');
  }

  private async inTurn<T>(
    page: Uint8Array,
    form: 'picture' | 'pdf',
    signal: AbortSignal | undefined,
    work: (picture: Uint8Array, until: AbortSignal) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const began = performance.now();
    if (this.running >= this.options.atOnce) await new Promise<void>((go) => this.waiting.push(go));
    else this.running += 1;
    try {
      signal?.throwIfAborted();
      const limit = AbortSignal.timeout(this.options.seconds * 1000);
      const until = signal ? AbortSignal.any([signal, limit]) : limit;
      const picture = form === 'pdf' ? await this.run(draw, page, pageLimit, until) : Buffer.from(page);
      const found = picture && (await work(picture, until));
      signal?.throwIfAborted();
      return found;
    } finally {
      seconds.observe((performance.now() - began) / 1000);
      const next = this.waiting.shift();
      // The place is handed on, not given back.
      if (next) next();
      else this.running -= 1;
    }
  }

  /** What one model slips on, a digit doubled or taken for another, the other one mostly reads: both texts are used. */
  private async textOf(picture: Uint8Array, signal: AbortSignal): Promise<string | undefined> {
    const words = await this.run([...recognise, '-l', 'ind'], picture, textLimit, signal);
    const again = words && (await this.run([...recognise, '-l', 'eng'], picture, textLimit, signal));
    return words && `${words.toString('utf8')}\n${again?.toString('utf8') ?? ''}`;
  }

  private run(
    command: readonly string[],
    input: Uint8Array,
    limit: number,
    signal: AbortSignal,
  ): Promise<Buffer | undefined> {
    return new Promise((done) => {
      const memory = `--as=${this.options.memoryMb * 1024 * 1024}`;
      // Behind whatever answers somebody: a reading may take its time, a webhook may not.
      const child = spawn('nice', ['-n', '5', 'prlimit', memory, ...command], {
        // One thread: two at once would fight for the machine's two processors. No keys, no addresses.
        env: { PATH: process.env['PATH'] ?? '', OMP_THREAD_LIMIT: '1' },
        stdio: ['pipe', 'pipe', 'ignore'],
        signal,
        killSignal: 'SIGKILL',
      });
      const parts: Buffer[] = [];
      let size = 0;
      child.stdout.on('data', (part: Buffer) => {
        size += part.length;
        if (size > limit) child.kill('SIGKILL');
        else parts.push(part);
      });
      child.on('error', () => done(undefined));
      child.on('close', (code) => done(code === 0 ? Buffer.concat(parts) : undefined));
      // A program that ends before it has read all is not an error of ours.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  }
}

const draw = ['pdftoppm', '-r', '220', '-f', '1', '-l', '1', '-scale-to', '2400', '-gray', '-png', '-'];
// 4: one column of lines of any size, so that the rows of a table stay rows.
/** Which way up a page is, without reading it; where its data are not installed, it fails, and nothing is said. */
const orient = ['tesseract', 'stdin', 'stdout', '--psm', '0', '-l', 'osd'];
const recognise = ['tesseract', 'stdin', 'stdout', '--psm', '4'];
