import { spawn } from 'node:child_process';
import { drawCopy } from './read-picture.js';

/** A program that the set-up brings is not there. */
export class ProgramMissing extends Error {
  override readonly name = 'ProgramMissing';
  readonly program: string;
  constructor(program: string) {
    super(`${program} is missing`);
    this.program = program;
  }
}

/** Of one page; a page of 2,400 pixels takes a few megabytes. */
const pictureBytesAtMost = 16 * 1024 * 1024;
const memoryBytes = 256 * 1024 * 1024;
const processorSeconds = 10;

/**
 * The pages of a PDF as pictures, drawn by poppler in a process with limits of its own and encoded anew by ours: nothing
 * of the PDF itself reaches a reader.
 * @param pages how many the file says it has; where it has fewer, those
 * @returns undefined when the first page, or one in the middle, cannot be drawn
 * @throws ProgramMissing
 */
export async function drawPdfPages(pdf: Uint8Array, pages: number): Promise<Buffer[] | undefined> {
  const drawn: Buffer[] = [];
  for (let page = 1; page <= pages; page += 1) {
    const outcome = await drawPage(pdf, page);
    if (outcome === 'no such page' && page > 1) break;
    if (typeof outcome === 'string') return undefined;
    drawn.push(await drawCopy(outcome));
  }
  return drawn.length > 0 ? drawn : undefined;
}

function drawPage(pdf: Uint8Array, page: number): Promise<Buffer | 'no such page' | 'failed'> {
  return new Promise((done, failed) => {
    // Dies with its parent, which is killed when a document takes too long.
    const child = spawn(
      'setpriv',
      [
        '--pdeathsig',
        'KILL',
        'prlimit',
        `--as=${memoryBytes}`,
        `--cpu=${processorSeconds}`,
        '--core=0',
        '--fsize=0',
      ].concat(['--', 'pdftoppm', '-f', String(page), '-l', String(page), '-scale-to', '2400', '-jpeg', '-']),
      { env: { PATH: process.env['PATH'] ?? '' }, stdio: ['pipe', 'pipe', 'ignore'] },
    );
    const parts: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (part: Buffer) => {
      size += part.length;
      if (size > pictureBytesAtMost) child.kill('SIGKILL');
      else parts.push(part);
    });
    child.on('error', () => failed(new ProgramMissing('setpriv (util-linux)')));
    child.on('close', (code) => {
      if (code === 127) failed(new ProgramMissing('pdftoppm (poppler-utils)'));
      else if (code === 0 && size > 0) done(Buffer.concat(parts));
      else done(code === 99 ? 'no such page' : 'failed');
    });
    // A program that ends before it has read all is not an error of ours.
    child.stdin.on('error', () => undefined);
    child.stdin.end(pdf);
  });
}
