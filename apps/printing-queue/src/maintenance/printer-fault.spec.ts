import { describe, expect, it } from '@jest/globals';
import { conditionsOf } from '../station/printer-condition.js';
import { faultOf } from './printer-fault.js';

const fault = (state: Parameters<typeof faultOf>[0], ...reasons: string[]) =>
  faultOf(state, reasons, conditionsOf(state, reasons, { 'e-0x17': 'FILM_OUT' }));

describe('a printer has broken down', () => {
  it.each([
    ['with a jam', fault('stopped', 'media-jam-error'), 'CARD_JAM'],
    ['also where it lacks something too', fault('stopped', 'media-empty-error', 'head-overheat'), 'HEAD_OVERHEAT'],
    ['by a word that nobody has mapped', fault('stopped', 'e-0x99'), 'e-0x99'],
  ])('%s', (_, found, word) => {
    expect(found).toBe(word);
  });

  it.each([
    ['while it works in spite of what it says', fault('ready', 'media-jam-warning')],
    ['without ribbon', fault('stopped', 'marker-supply-empty-error')],
    ['without film, in the vendor’s word', fault('stopped', 'e-0x17')],
    ['with its cover open', fault('stopped', 'cover-open')],
    ['stopped by a hand', fault('stopped', 'paused')],
    ['by a queue that is set wrongly', fault('stopped', 'spooler-repeats-jobs')],
    ['switched off', fault('offline', 'no-answer')],
    ['without a reason', fault('stopped')],
  ])('but not %s', (_, found) => {
    expect(found).toBeUndefined();
  });
});
