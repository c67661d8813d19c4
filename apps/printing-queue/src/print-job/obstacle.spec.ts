import { describe, expect, it } from '@jest/globals';
import { obstacleAt, obstacleIn, type StationFacts } from './obstacle.js';

const able: StationFacts = {
  stationId: 'nunukan-1',
  driver: 'ipp',
  isRevoked: false,
  isAway: false,
  isBroken: false,
  conditions: ['READY'],
  hasBlanks: true,
  missing: [],
};

describe('what keeps from printing', () => {
  it.each([
    [{}, null],
    [{ hasBlanks: false }, 'blanks'],
    [{ missing: ['ribbon'] }, 'ribbon'],
    [{ conditions: ['RIBBON_OUT'] }, 'ribbon'],
    [{ conditions: ['RIBBON_LOW'] }, null],
    [{ missing: ['film'] }, 'film'],
    [{ missing: ['cleaning-kit'] }, null],
    [{ conditions: ['POWER_LOSS'] }, 'power'],
    [{ conditions: ['CARD_JAM', 'COVER_OPEN'] }, null],
    [{ isAway: true }, 'station'],
    [{ isBroken: true, hasBlanks: false }, 'station'],
    [{ isRevoked: true, hasBlanks: false }, 'station'],
  ] as const)('a station with %j: %s', (facts, cause) => {
    expect(obstacleAt({ ...able, ...facts })).toBe(cause);
  });

  it('an office: one able station is enough; else what is nearest to be got', () => {
    const empty = { ...able, hasBlanks: false };
    expect(obstacleIn([empty, able], false)).toBeNull();
    expect(obstacleIn([empty, { ...able, missing: ['ribbon'] }], false)).toBe('ribbon');
    expect(obstacleIn([{ ...able, isAway: true }, empty], false)).toBe('blanks');
    expect(obstacleIn([], false)).toBe('blanks');
  });

  it('SIAK’s line stops an office that prints only through it', () => {
    const manual = { ...able, driver: 'manual' };
    expect(obstacleIn([manual, { ...able, driver: null }], true)).toBe('network');
    expect(obstacleIn([manual, able], true)).toBeNull();
  });
});
