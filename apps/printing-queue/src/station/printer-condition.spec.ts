import { describe, expect, it } from '@jest/globals';
import { conditionsOf } from './printer-condition.js';

describe('how a printer is', () => {
  it('is told in the words of the field', () => {
    expect(conditionsOf('stopped', ['marker-supply-empty-error', 'cover-open'])).toEqual(['RIBBON_OUT', 'COVER_OPEN']);
    expect(conditionsOf('ready', ['marker-supply-low-warning'])).toEqual(['READY', 'RIBBON_LOW']);
    expect(conditionsOf('offline', [])).toEqual(['OFFLINE']);
  });

  it('says nothing of a word that nobody has mapped, until the office maps it', () => {
    expect(conditionsOf('stopped', ['e-0x17'])).toEqual([]);
    expect(conditionsOf('stopped', ['e-0x17'], { 'e-0x17': 'FILM_OUT' })).toEqual(['FILM_OUT']);
  });
});
