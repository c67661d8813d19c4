import { createInterface } from 'node:readline';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import { ManualPrinter, type Question } from '../printers/manual-printer.js';
import { PRINTER, type Printer } from '../printers/printer.js';
import { StationRun } from '../station-run.js';
import { promptFor, readAnswer } from './terminal.js';

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

/** Asks the operator at the terminal what the page asks as well; whoever answers first is heard. A barcode scanner is a keyboard. */
@Injectable()
export class TalkAtTerminal {
  constructor(
    private readonly run: StationRun,
    @Inject(PRINTER) private readonly printer: Printer,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(TERMINAL) private readonly terminal: Terminal | undefined,
  ) {}

  async keepTalking(): Promise<void> {
    const { printer, terminal } = this;
    if (!terminal || !(printer instanceof ManualPrinter)) return;
    const lines = createInterface({ input: terminal.input });
    this.run.signal.addEventListener('abort', () => lines.close(), { once: true });
    lines.on('line', (line) => this.hear(printer, terminal, line));
    let shown: Question | undefined;
    while (!this.run.stopped) {
      const [question] = printer.questions();
      if (question && question !== shown) terminal.output.write(promptFor(question, this.config.BLANK_IDENTITY));
      if (!question && shown) terminal.output.write('\nMenunggu kartu berikutnya.\n');
      shown = question;
      await this.run.wait(lookEveryMs);
    }
  }

  private hear(printer: ManualPrinter, { output }: Terminal, line: string): void {
    const [question] = printer.questions();
    if (!question) return void output.write('Tidak ada yang ditanyakan sekarang.\n');
    const meant = readAnswer(question, line);
    if ('unclear' in meant) return void output.write(`${meant.unclear}\n> `);
    const given = 'take' in meant ? meant.take : 'giveBack' in meant ? 'give-back' : meant.outcome;
    if (printer.answer(question.jobId, question.step, given)) output.write('Dicatat.\n');
  }
}
