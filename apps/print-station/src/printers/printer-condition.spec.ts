import { describe, expect, it } from '@jest/globals';
import { isStopping, markersOf, type PrinterCondition, worstCondition } from './printer-condition.js';

describe('how a printer is', () => {
  it.each<[string[], PrinterCondition | undefined, boolean]>([
    [[], undefined, false],
    [['media-empty'], 'card-hopper-empty', true],
    [['media-needed-error'], 'card-hopper-empty', true],
    [['media-jam-error'], 'card-jam', true],
    [['cover-open'], 'cover-open', true],
    [['door-open-report'], 'cover-open', true],
    [['fuser-over-temp-error'], 'head-overheat', true],
    [['marker-supply-low-warning'], 'ribbon-low', false],
    [['marker-supply-empty-error'], 'ribbon-out', true],
    [['cleaner-life-almost-over-warning'], 'cleaning-due', false],
    [['shutdown'], 'offline', true],
    [['a-word-nobody-knows'], undefined, false],
    // A warning never hides what stops the printer.
    [['cleaner-life-over', 'marker-supply-low', 'media-empty'], 'card-hopper-empty', true],
  ])('is read from %j: %s', (reasons, condition, stops) => {
    expect(worstCondition(reasons)).toBe(condition);
    expect(isStopping(worstCondition(reasons))).toBe(stops);
  });

  it('is out of ribbon at 0 though the printer has not noticed, and out of film when it is the film', () => {
    const ribbon = { name: 'YMCKH', kind: 'ribbon', level: 0 } as const;
    const film = { name: 'HDP Film', kind: 'film', level: 0 } as const;
    expect(worstCondition([], [ribbon])).toBe('ribbon-out');
    expect(worstCondition([], [film])).toBe('film-out');
    expect(worstCondition(['marker-supply-empty-error'], [film])).toBe('film-out');
    expect(worstCondition(['marker-supply-low'], [{ ...film, level: 7 }])).toBe('film-low');
    expect(worstCondition([], [{ ...ribbon, level: null }])).toBeUndefined();
  });

  it('reads the levels of its supplies, one or many', () => {
    expect(markersOf({})).toEqual([]);
    expect(markersOf({ 'marker-levels': 40, 'marker-names': 'YMCKH', 'marker-types': 'ribbon-wax' })).toEqual([
      { name: 'YMCKH', kind: 'ribbon', level: 40 },
    ]);
    expect(markersOf({ 'marker-levels': [3, -2], 'marker-names': ['Ribbon', 'Film'] })).toEqual([
      { name: 'Ribbon', kind: 'ribbon', level: 3 },
      { name: 'Film', kind: 'film', level: null },
    ]);
  });
});
