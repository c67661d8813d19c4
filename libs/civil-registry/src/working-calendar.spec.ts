import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { calendarSettings } from './calendar-settings.js';
import { instantOf, officeDate } from './office-time.js';
import { parseRegion } from './region.js';
import {
  addWorkingMinutes,
  endOfWorkingDay,
  isOpen,
  nextOpening,
  workingCalendar,
  workingMinutesBetween,
} from './working-calendar.js';

const region = parseRegion(readFileSync(new URL('../../../infra/region/nunukan.json', import.meta.url), 'utf8'));
const zone = 'Asia/Makassar';
const nunukan = workingCalendar(region.calendar, zone);
const saturdayOpen = workingCalendar(
  {
    ...region.calendar,
    exceptions: [
      ...region.calendar.exceptions,
      { date: '2026-11-14', open: true, from: '08:00', to: '14:00', note: 'dibuka' },
    ],
  },
  zone,
);
const wita = (text: string) => new Date(`${text}:00+08:00`);
const minutes = (from: string, to: string) => workingMinutesBetween(wita(from), wita(to), nunukan);

describe('the week of Perpres 21/2023', () => {
  it('has 37 h 30 min, and 32 h 30 min in Ramadan', () => {
    expect(minutes('2026-11-09T00:00', '2026-11-16T00:00')).toBe(37.5 * 60);
    expect(minutes('2026-03-02T00:00', '2026-03-09T00:00')).toBe(32.5 * 60);
  });

  it('breaks an hour at noon, an hour and a half on Friday', () => {
    expect(minutes('2026-11-12T11:30', '2026-11-12T13:30')).toBe(60);
    expect(minutes('2026-11-13T11:00', '2026-11-13T13:30')).toBe(60);
    expect(isOpen(wita('2026-11-13T12:00'), nunukan)).toBe(false);
    expect(isOpen(wita('2026-11-12T13:00'), nunukan)).toBe(true);
    expect(isOpen(wita('2026-11-12T16:00'), nunukan)).toBe(false);
  });
});

describe('weekends, holidays and openings', () => {
  it('carries a Friday 16.00 request over the weekend', () => {
    expect(addWorkingMinutes(wita('2026-11-13T16:00'), 60, nunukan)).toEqual(wita('2026-11-16T08:00'));
    expect(nextOpening(wita('2026-11-13T16:30'), nunukan)).toEqual(wita('2026-11-16T07:30'));
  });

  it('ends at the closing minute, not at the next opening', () => {
    expect(addWorkingMinutes(wita('2026-11-12T15:00'), 60, nunukan)).toEqual(wita('2026-11-12T16:00'));
    expect(addWorkingMinutes(wita('2026-11-12T18:00'), 0, nunukan)).toEqual(wita('2026-11-12T18:00'));
  });

  it('uses a Saturday that was opened', () => {
    expect(addWorkingMinutes(wita('2026-11-13T16:00'), 60, saturdayOpen)).toEqual(wita('2026-11-14T08:30'));
    expect(endOfWorkingDay(wita('2026-11-13T16:00'), 1, saturdayOpen)).toEqual(wita('2026-11-14T14:00'));
  });

  it('rests from 24 to 27 December', () => {
    expect(minutes('2026-12-24T00:00', '2026-12-28T00:00')).toBe(0);
    expect(nextOpening(wita('2026-12-25T10:00'), nunukan)).toEqual(wita('2026-12-28T07:30'));
  });

  it('changes to Ramadan hours and back', () => {
    expect(nextOpening(wita('2026-02-18T20:00'), nunukan)).toEqual(wita('2026-02-19T08:00'));
    expect(nextOpening(wita('2026-03-17T15:00'), nunukan)).toEqual(wita('2026-03-25T07:30'));
  });

  it('promises two working days from a Monday to the end of Wednesday', () => {
    expect(endOfWorkingDay(wita('2026-11-09T10:00'), 2, nunukan)).toEqual(wita('2026-11-11T16:00'));
    expect(endOfWorkingDay(wita('2026-12-23T10:00'), 2, nunukan)).toEqual(wita('2026-12-29T16:00'));
  });
});

describe("the office's day", () => {
  it('begins at midnight WITA, eight hours before UTC', () => {
    expect(officeDate(new Date('2026-11-09T15:59:59Z'), zone)).toBe('2026-11-09');
    expect(officeDate(new Date('2026-11-09T16:00:00Z'), zone)).toBe('2026-11-10');
    expect(isOpen(new Date('2026-11-08T23:30:00Z'), nunukan)).toBe(true);
    expect(isOpen(new Date('2026-11-08T23:29:59.999Z'), nunukan)).toBe(false);
  });

  it('keeps wall-clock hours where the clock changes', () => {
    const berlin = workingCalendar(region.calendar, 'Europe/Berlin');
    expect(nextOpening(new Date('2026-03-28T12:00:00Z'), berlin)).toEqual(new Date('2026-03-30T05:30:00Z'));
    expect(nextOpening(new Date('2026-10-24T12:00:00Z'), berlin)).toEqual(new Date('2026-10-26T06:30:00Z'));
    expect(new Date(instantOf('2026-03-08', 210, 'America/New_York'))).toEqual(new Date('2026-03-08T07:30:00Z'));
  });
});

describe('a calendar that never opens', () => {
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  const closed = workingCalendar(
    calendarSettings.parse({ weekly: Object.fromEntries(days.map((day) => [day, []])) }),
    zone,
  );

  it('ends in an error, not in a search without end', () => {
    expect(() => addWorkingMinutes(wita('2026-11-09T10:00'), 1, closed)).toThrow(RangeError);
    expect(() => nextOpening(wita('2026-11-09T10:00'), closed)).toThrow(RangeError);
    expect(() => endOfWorkingDay(wita('2026-11-09T10:00'), 1, closed)).toThrow(RangeError);
    expect(workingMinutesBetween(wita('2026-11-09T10:00'), wita('2026-11-20T10:00'), closed)).toBe(0);
  });
});

describe('settings', () => {
  it.each([
    ['a stretch that ends before it begins', { from: '12:00', to: '08:00' }],
    ['a time that no clock shows', { from: '08:00', to: '25:00' }],
  ])('refuse %s', (_name, hours) => {
    const weekly = { ...region.calendar.weekly, monday: [hours] };
    expect(calendarSettings.safeParse({ weekly }).success).toBe(false);
  });
});

describe('for any instants', () => {
  const instant = fc.date({
    min: new Date('2025-12-25T00:00:00Z'),
    max: new Date('2027-01-31T00:00:00Z'),
    noInvalidDate: true,
  });
  const span = fc.integer({ min: 0, max: 20_000 });
  const between = (from: Date, to: Date) => workingMinutesBetween(from, to, nunukan);

  it('time between is additive, and the same backwards with its sign turned', () => {
    fc.assert(
      fc.property(instant, instant, instant, (a, b, c) => {
        expect(between(a, b) + between(b, c)).toBeCloseTo(between(a, c), 6);
        expect(between(b, a)).toBeCloseTo(-between(a, b), 6);
      }),
    );
  });

  it('time between grows with its end and never beyond the clock', () => {
    fc.assert(
      fc.property(instant, instant, span, (a, b, more) => {
        const later = new Date(b.getTime() + more * 1000);
        expect(between(a, later)).toBeGreaterThanOrEqual(between(a, b));
        expect(Math.abs(between(a, b))).toBeLessThanOrEqual(Math.abs(b.getTime() - a.getTime()) / 60_000);
      }),
    );
  });

  it('adding is the inverse of measuring, monotone, and gives the earliest such instant', () => {
    fc.assert(
      fc.property(instant, fc.nat(20_000), fc.nat(500), (from, some, more) => {
        const end = addWorkingMinutes(from, some, nunukan);
        expect(between(from, end)).toBeCloseTo(some, 6);
        expect(addWorkingMinutes(from, some + more, nunukan).getTime()).toBeGreaterThanOrEqual(end.getTime());
        if (some > 0) expect(between(from, new Date(end.getTime() - 1))).toBeLessThan(some);
        expect(
          addWorkingMinutes(end, more, nunukan).getTime() >= addWorkingMinutes(from, some + more, nunukan).getTime(),
        ).toBe(true);
      }),
    );
  });

  it('the next opening is open, and nothing works before it', () => {
    fc.assert(
      fc.property(instant, (at) => {
        const opening = nextOpening(at, nunukan);
        expect(isOpen(opening, nunukan)).toBe(true);
        expect(between(at, opening)).toBe(0);
        expect(isOpen(at, nunukan)).toBe(opening.getTime() === at.getTime());
      }),
    );
  });
});
