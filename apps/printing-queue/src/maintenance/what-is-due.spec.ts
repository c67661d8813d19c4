import { describe, expect, it } from '@jest/globals';
import { type Care, whatIsDue } from './what-is-due.js';

const now = new Date('2026-11-24T00:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const fine: Care = {
  cleaningEveryCards: 1_000,
  cardsSinceCleaning: 999,
  cleaningOnRibbonChange: false,
  ribbonsSinceCleaning: 3,
  serviceEveryDays: 180,
  servicedAt: daysAgo(179),
};

describe('what a machine wants', () => {
  it.each([
    [{}, []],
    [{ cardsSinceCleaning: 1_000 }, ['cleaning due']],
    [{ cardsSinceCleaning: 1_500 }, ['cleaning overdue']],
    [{ cleaningOnRibbonChange: true, ribbonsSinceCleaning: 1 }, ['cleaning due']],
    [{ cleaningOnRibbonChange: true, ribbonsSinceCleaning: 2 }, ['cleaning overdue']],
    [{ servicedAt: daysAgo(180) }, ['service due']],
    [{ servicedAt: daysAgo(210), cardsSinceCleaning: 1_200 }, ['cleaning due', 'service overdue']],
    [{ cleaningEveryCards: null, cardsSinceCleaning: 9_999, serviceEveryDays: null, servicedAt: daysAgo(999) }, []],
  ] as [Partial<Care>, string[]][])('with %j: %j', (care, expected) => {
    expect(whatIsDue({ ...fine, ...care }, now).map(({ task, level }) => `${task} ${level}`)).toEqual(expected);
  });
});
