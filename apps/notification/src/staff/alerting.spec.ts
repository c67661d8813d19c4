import { describe, expect, it } from '@jest/globals';
import { isQuiet, quietForMs } from './alerting.js';

const timeZone = 'Asia/Makassar';
const at = (local: string) => new Date(`2026-11-24T${local}:00+08:00`);

describe('quiet hours', () => {
  it.each([
    ['20:59', false],
    ['21:00', true],
    ['23:59', true],
    ['00:00', true],
    ['05:59', true],
    ['06:00', false],
    ['12:00', false],
  ])('at %s by the clock of the office: %s', (local, quiet) => {
    expect(isQuiet(at(local), { quiet: { from: 21, to: 6 }, timeZone })).toBe(quiet);
  });

  it.each([
    ['20:59', 0],
    ['21:00', 9 * 60],
    ['23:50', 6 * 60 + 10],
    ['05:59', 1],
  ])('last from %s for so many minutes: %s', (local, minutes) => {
    expect(quietForMs(at(local), { quiet: { from: 21, to: 6 }, timeZone })).toBe(minutes * 60_000);
  });

  it('may last for ever: then a day is waited', () => {
    expect(quietForMs(at('12:00'), { quiet: { from: 0, to: 24 }, timeZone })).toBe(86_400_000);
  });

  it('may lie within a day, or nowhere', () => {
    expect(isQuiet(at('12:30'), { quiet: { from: 12, to: 13 }, timeZone })).toBe(true);
    expect(isQuiet(at('13:00'), { quiet: { from: 12, to: 13 }, timeZone })).toBe(false);
    expect(isQuiet(at('00:00'), { quiet: { from: 0, to: 0 }, timeZone })).toBe(false);
  });
});
