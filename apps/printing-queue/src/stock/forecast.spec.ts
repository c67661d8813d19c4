import { describe, expect, it } from '@jest/globals';
import { cardsLeftOf, forecast } from './forecast.js';

describe('how long a stock lasts', () => {
  it('counts what is loaded by what it has made already', () => {
    expect(cardsLeftOf({ onHand: 2, isLoaded: true, printsOnLoaded: 120 }, 500)).toBe(1_380);
    // It makes more than it should: that is not a debt.
    expect(cardsLeftOf({ onHand: 1, isLoaded: true, printsOnLoaded: 620 }, 500)).toBe(500);
    expect(cardsLeftOf({ onHand: 0, isLoaded: false, printsOnLoaded: 0 }, 500)).toBe(0);
  });

  it('is low when it ends before new stock can come, at the actual rate', () => {
    expect(forecast(1_380, 137, 25, 'ok')).toEqual({ workingDaysLeft: 10.1, level: 'low' });
    expect(forecast(5_000, 137, 25, 'ok')).toEqual({ workingDaysLeft: 36.5, level: 'ok' });
    expect(forecast(40, 0, 25, 'ok')).toEqual({ workingDaysLeft: null, level: 'ok' });
    expect(forecast(0, 0, 25, 'low').level).toBe('out');
  });

  it('does not go to and fro at the edge', () => {
    expect(forecast(2_600, 100, 25, 'low').level).toBe('low');
    expect(forecast(2_800, 100, 25, 'low').level).toBe('ok');
    expect(forecast(2_600, 100, 25, 'ok').level).toBe('ok');
  });
});
