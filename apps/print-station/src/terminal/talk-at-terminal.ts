import { createInterface } from 'node:readline';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { ManualPrinter, type Question } from '../printers/manual-printer.js';
import { PRINTER, type Printer } from '../printers/printer.js';
import { StationRun } from '../station-run.js';
import { GoOnVisit } from '../visit/go-on-visit.js';
import { promptFor, readAnswer, readVisitWish } from './terminal.js';

/** Where the operator reads and writes: the terminal the station was started in, if it was. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

export const TERMINAL = Symbol('the terminal of this station');

/** @returns the terminal, or undefined under a supervisor: what is shown there would end in a log, and names a citizen */
export function openTerminal(): Terminal | undefined {
  const { stdin: input, stdout: output } = process;
  return input.isTTY && output.isTTY ? { input, output } : undefined;
}

const lookEveryMs = 200;

/** What was shown last. */
interface Seen {
  question: Question | undefined;
  visit: string | undefined;
}

/**
 * Asks the operator at the terminal what the page asks as well; whoever answers first is heard. A barcode scanner is a
 * keyboard. With every driver `BAWA 20 10` takes a batch along on a visit, and `KEMBALI` ends it.
 */
@Injectable()
export class TalkAtTerminal {
  constructor(
    private readonly run: StationRun,
    private readonly visit: GoOnVisit,
    @Inject(PRINTER) private readonly printer: Printer,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(TERMINAL) private readonly terminal: Terminal | undefined,
  ) {}

  async keepTalking(): Promise<void> {
    const { terminal } = this;
    if (!terminal) return;
    const lines = createInterface({ input: terminal.input });
    this.run.signal.addEventListener('abort', () => lines.close(), { once: true });
    lines.on('line', (line) => this.hear(terminal, line));
    const seen: Seen = { question: undefined, visit: undefined };
    while (!this.run.stopped) {
      this.show(terminal, seen);
      await this.run.wait(lookEveryMs);
    }
  }

  private show({ output }: Terminal, seen: Seen): void {
    const visit = this.visitWords();
    if (visit !== seen.visit) output.write(`\n${visit ?? 'Kunjungan selesai.'}\n`);
    seen.visit = visit;
    const [question] = this.printer instanceof ManualPrinter ? this.printer.questions() : [];
    if (question && question !== seen.question) output.write(promptFor(question, this.config.BLANK_IDENTITY));
    if (!question && seen.question) output.write('\nMenunggu kartu berikutnya.\n');
    seen.question = question;
  }

  private visitWords(): string | undefined {
    const { seen, refused } = this.visit;
    if (!seen) return refused === undefined ? undefined : `Kantor tidak memberi kartu untuk kunjungan: ${refused}`;
    switch (seen.step) {
      case 'packing':
        return 'Menunggu kartu dari kantor. Jangan berangkat dulu.';
      case 'along':
        return `Sedang kunjungan: ${seen.cards} kartu belum dicetak, ${seen.blanks} blanko. Ketik KEMBALI bila sudah kembali.`;
      case 'ending':
        return 'Menunggu kantor menerima semua laporan kunjungan.';
    }
  }

  private hear({ output }: Terminal, line: string): void {
    const wish = readVisitWish(line);
    if (wish !== undefined) return void output.write(`${this.steer(wish)}\n`);
    const { printer } = this;
    const [question] = printer instanceof ManualPrinter ? printer.questions() : [];
    if (!question || !(printer instanceof ManualPrinter))
      return void output.write('Tidak ada yang ditanyakan sekarang.\n');
    const meant = readAnswer(question, line);
    if ('unclear' in meant) return void output.write(`${meant.unclear}\n> `);
    const given = 'take' in meant ? meant.take : 'giveBack' in meant ? 'give-back' : meant.outcome;
    if (printer.answer(question.jobId, question.step, given)) output.write('Dicatat.\n');
  }

  private steer(wish: NonNullable<ReturnType<typeof readVisitWish>>): string {
    if ('unclear' in wish) return wish.unclear;
    if ('back' in wish) return this.visit.end() ? 'Dicatat.' : 'Stasiun ini tidak sedang kunjungan.';
    const { limit, hours } = wish.takeAlong;
    const isTaken = this.visit.begin({ limit, until: new Date(Date.now() + hours * 3_600_000) });
    return isTaken ? 'Dicatat.' : 'Stasiun ini sedang kunjungan.';
  }
}
