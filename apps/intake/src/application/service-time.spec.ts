import { describe, expect, it } from '@jest/globals';
import { workingCalendar } from '#civil-registry';
import { measureService } from './service-time.js';

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
