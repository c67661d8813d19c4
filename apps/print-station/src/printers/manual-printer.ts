import type { CardData } from '../card-data.js';
import type { Outcome, Printer, PrinterState, Work } from './printer.js';

/** What the operator's page asks for now. */
export type Question =
  | {
      readonly step: 'choose-blank';
      readonly jobId: string;
      readonly attempt: number;
      readonly card: CardData;
      readonly refused: string | undefined;
    }
  /** `card` is gone after a restart: the serial in the tray tells which one it is. */
  | {
      readonly step: 'judge';
      readonly jobId: string;
      readonly attempt: number;
      readonly serial: string;
      readonly card: CardData | undefined;
    };

type Asked = { readonly question: Question; readonly answer: (given: string | Outcome) => void };

/** A person prints in the official software; this asks them which blank they take and how the card came out. */
export class ManualPrinter implements Printer {
  readonly driver = 'manual';
  private readonly asked: Asked[] = [];

  /** Oldest first; usually one, more only right after a restart. */
  questions(): readonly Question[] {
    return this.asked.map((one) => one.question);
  }

  /** The operator's answer: a serial or `give-back` while a blank is to be chosen, an outcome once it is bound. @returns false when nobody asked that */
  answer(jobId: string, step: Question['step'], given: string | Outcome): boolean {
    const at = this.asked.findIndex((one) => one.question.jobId === jobId && one.question.step === step);
    const [one] = at < 0 ? [] : this.asked.splice(at, 1);
    one?.answer(given);
    return one !== undefined;
  }

  state(): Promise<PrinterState> {
    return Promise.resolve({
      state: this.asked.some((one) => one.question.step === 'judge') ? 'printing' : 'ready',
      reasons: [],
    });
  }

  async chooseBlank(
    job: { jobId: string; attempt: number; card: CardData },
    signal: AbortSignal,
    refused?: string,
  ): Promise<string> {
    const given = await this.ask(
      { step: 'choose-blank', jobId: job.jobId, attempt: job.attempt, card: job.card, refused },
      signal,
    );
    return typeof given === 'string' ? given : 'give-back';
  }

  print(work: Work, card: CardData, signal: AbortSignal): Promise<Outcome> {
    return this.judge(work, card, signal);
  }

  /** Only a person can know: they are asked again. */
  lookAfter(): Promise<'at-it'> {
    return Promise.resolve('at-it');
  }

  resume(work: Work, signal: AbortSignal): Promise<Outcome> {
    return this.judge(work, undefined, signal);
  }

  private async judge(
    { jobId, attempt, serial }: Work,
    card: CardData | undefined,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const given = await this.ask({ step: 'judge', jobId, attempt, serial, card }, signal);
    return typeof given === 'string' ? { said: 'abort' } : given;
  }

  private ask(question: Question, signal: AbortSignal): Promise<string | Outcome> {
    return new Promise((resolve, reject) => {
      const stop = () => {
        const at = this.asked.indexOf(asked);
        if (at >= 0) this.asked.splice(at, 1);
        reject(new Error('nobody answers any more'));
      };
      const asked: Asked = {
        question,
        answer: (given) => {
          signal.removeEventListener('abort', stop);
          resolve(given);
        },
      };
      if (signal.aborted) return stop();
      signal.addEventListener('abort', stop, { once: true });
      this.asked.push(asked);
    });
  }
}
