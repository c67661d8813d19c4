import type { CardData } from '../card-data.js';
import type { Marker, PrinterCondition } from './printer-condition.js';

/** One attempt at a card, with the blank that is bound to it. Ids only. */
export interface Work {
  readonly jobId: string;
  readonly attempt: number;
  readonly serial: string;
}

/** How an attempt ended at the printer. `abort`: nobody can say what became of the blank. */
export type Outcome =
  | { readonly said: 'not-fed' | 'abort' }
  /** `isChecked`: a person has looked at data, photo and chip. */
  | { readonly said: 'complete'; readonly isChecked?: boolean }
  | { readonly said: 'spoil'; readonly reason: string };

export interface PrinterState {
  readonly state: 'ready' | 'printing' | 'stopped' | 'offline';
  /** The printer's own words, as `media-empty`. */
  readonly reasons: readonly string[];
  /** The same in the words of the trade, where the driver can tell. */
  readonly condition?: PrinterCondition;
  readonly markers?: readonly Marker[];
}

/** A way to get a card out of a blank. A driver judges nothing but its printer: leases and journal are not its business. */
export interface Printer {
  readonly driver: 'manual' | 'ipp' | 'pdf';
  state(): Promise<PrinterState>;
  /** Which blank lies ready: its serial, `next` where the printer feeds itself, or `give-back`: not this job, not now. `refused`: why the office did not take the blank named before. */
  chooseBlank(
    job: { jobId: string; attempt: number; card: CardData },
    signal: AbortSignal,
    refused?: string,
  ): Promise<string>;
  /** Called only after the blank is bound. Rejects only when `signal` is aborted. */
  print(work: Work, card: CardData, signal: AbortSignal): Promise<Outcome>;
  /** After a restart: what became of a blank that was bound; `at-it` when that is still open and {@link resume} will tell. */
  lookAfter(work: Work): Promise<Outcome | 'at-it'>;
  resume(work: Work, signal: AbortSignal): Promise<Outcome>;
}

/** Injects the station's {@link Printer}. */
export const PRINTER = Symbol('the printer of this station');
