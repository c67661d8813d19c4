import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parseRegion } from './region.js';
import { daysToPromise, measureService, promiseDates } from './service-clock.js';
import { workingCalendar } from './working-calendar.js';

const day = [
  { from: '07:30', to: '12:00' },
  { from: '13:00', to: '16:00' },
];
const weekly = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: [], sunday: [] };
const calendar = workingCalendar({ weekly, seasons: [], exceptions: [] }, 'Asia/Makassar');
/** A time of the office in November 2026; the 23rd is a Monday. */
const at = (date: number, time: string) => new Date(`2026-11-${date}T${time}:00+08:00`);

describe('the service time', () => {
  it('counts working minutes from the complete file to the ready card', () => {
    expect(measureService(at(23, '15:00'), at(24, '08:30'), [], undefined, calendar)).toEqual({
      grossMinutes: 120,
      netMinutes: 120,
      transitMinutes: 0,
    });
  });

  it('pauses the net clock in holds, overlapping ones once, and only within the service', () => {
    const holds = [
      { from: at(20, '08:00'), to: at(23, '08:30') },
      { from: at(23, '10:00'), to: at(23, '11:00') },
      { from: at(23, '10:30'), to: at(23, '11:30') },
      { from: at(23, '13:30'), to: null },
    ];
    expect(measureService(at(23, '08:00'), at(23, '14:00'), holds, undefined, calendar)).toEqual({
      grossMinutes: 300,
      netMinutes: 150,
      transitMinutes: 0,
    });
  });

  it('tells the way to another office apart', () => {
    const transit = { from: at(23, '10:00'), to: at(24, '10:00') };
    expect(measureService(at(23, '09:00'), at(24, '10:00'), [], transit, calendar)).toEqual({
      grossMinutes: 60,
      netMinutes: 60,
      transitMinutes: 450,
    });
  });
});

describe('the promise', () => {
  const promisedFor = (from: Date, holds: { from: Date; to: Date | null }[] = [], workingDays = 2, hours = calendar) =>
    promiseDates({ completeSince: from, workingDays }, holds, hours)?.promisedFor;

  it('ends with the close of its last working day, and its reminder comes at three quarters of the way', () => {
    // Monday 09.00 to Wednesday 16.00 are 6 + 7.5 + 7.5 hours.
    expect(promiseDates({ completeSince: at(23, '09:00'), workingDays: 2 }, [], calendar)).toEqual({
      promisedFor: at(25, '16:00'),
      remindAt: at(25, '09:45'),
    });
  });

  it('is put off by every working minute of a hold, overlapping ones once, nights and closed days not at all', () => {
    const [from, over] = [at(23, '09:00'), { from: at(23, '10:00'), to: at(23, '11:30') }];
    expect(promisedFor(from, [over])).toEqual(at(26, '09:00'));
    expect(promisedFor(from, [over, { from: at(23, '10:30'), to: at(23, '11:00') }])).toEqual(at(26, '09:00'));
    // A hold of one night costs nothing.
    expect(promisedFor(from, [{ from: at(23, '16:00'), to: at(24, '07:30') }])).toEqual(at(25, '16:00'));
    expect(promisedFor(from, [{ from: at(20, '08:00'), to: at(23, '08:30') }])).toEqual(at(25, '16:00'));
  });

  it('cannot be dated while a hold lasts', () => {
    expect(promisedFor(at(23, '09:00'), [{ from: at(23, '10:00'), to: null }])).toBeUndefined();
  });

  it('follows the calendar: Friday afternoon, an opened Saturday, Christmas, Ramadan, midnight of the office', () => {
    const settings = parseRegion(readFileSync('infra/region/nunukan.json', 'utf8')).calendar;
    const office = workingCalendar(settings, 'Asia/Makassar');
    const opened = workingCalendar(
      {
        ...settings,
        exceptions: [
          ...settings.exceptions,
          { date: '2026-11-28', open: true, from: '08:00', to: '14:00', note: 'pelayanan Sabtu' },
        ],
      },
      'Asia/Makassar',
    );
    const wita = (time: string) => new Date(`${time}:00+08:00`);
    // Friday 27 November, 16.00: the weekend does not count, an opened Saturday does.
    expect(promisedFor(wita('2026-11-27T16:00'), [], 1, office)).toEqual(wita('2026-11-30T16:00'));
    expect(promisedFor(wita('2026-11-27T16:00'), [], 1, opened)).toEqual(wita('2026-11-28T14:00'));
    // 24 and 25 December are joint leave and a holiday, then a weekend.
    expect(promisedFor(wita('2026-12-23T10:00'), [], 2, office)).toEqual(wita('2026-12-29T16:00'));
    // Ramadan closes at 15.00; the Thursday is its first day.
    expect(promisedFor(wita('2026-02-18T10:00'), [], 1, office)).toEqual(wita('2026-02-19T15:00'));
    // 00.30 WITA on Tuesday is Monday in UTC: the promise counts from the office's Tuesday.
    expect(promisedFor(new Date('2026-11-23T16:30:00Z'), [], 1, office)).toEqual(wita('2026-11-25T16:00'));
  });

  it('is longer than the standard where the queues are', () => {
    const none = { checksAhead: 0, checksPerDay: 150, cardsAhead: 0, cardsPerDay: 150 };
    expect(daysToPromise(2, none)).toBe(2);
    expect(daysToPromise(2, { ...none, cardsAhead: 299 })).toBe(2);
    expect(daysToPromise(2, { ...none, cardsAhead: 300 })).toBe(3);
    expect(daysToPromise(2, { ...none, checksAhead: 100, cardsAhead: 700 })).toBe(6);
    expect(daysToPromise(2, { ...none, checksAhead: 700, checksPerDay: 100 })).toBe(8);
  });
});
