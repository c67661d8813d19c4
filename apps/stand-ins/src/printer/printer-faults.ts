import { z } from 'zod';
import { networkFaults } from '../faults.js';

/** The faults of the printer stand-in. Those of the network work on IPP requests (`ipp`), the others on cards (`card`). */
export const printerFaults = z.strictObject({
  ...networkFaults,
  /** The card is stuck: the job stays `processing` with `media-jam` until this ends. */
  jam: z.boolean().optional(),
  /** No blank cards: the job waits with `media-empty`. */
  outOfPaper: z.boolean().optional(),
  /** No ribbon: the job waits with `marker-supply-empty`. */
  outOfRibbon: z.boolean().optional(),
  /** The printer gives the job up: `aborted`, no card comes out. */
  abort: z.boolean().optional(),
  /** The card comes out, and then the job is reported `aborted`. */
  abortAfterFeeding: z.boolean().optional(),
});

export type PrinterFaults = z.infer<typeof printerFaults>;

/** What a job must wait for, in IPP's words. */
export function waitsFor({ jam, outOfPaper, outOfRibbon }: PrinterFaults): string[] {
  return [
    ...(jam === true ? ['media-jam'] : []),
    ...(outOfPaper === true ? ['media-empty'] : []),
    ...(outOfRibbon === true ? ['marker-supply-empty'] : []),
  ];
}
