import { describe, expect, it } from '@jest/globals';
import { calendarSettings, workingCalendar } from '#civil-registry';
import { dueOf, saysWhat } from './complaint.js';

const day = [{ from: '08:00', to: '15:00' }];
const calendar = workingCalendar(
  calendarSettings.parse({
    weekly: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: [], sunday: [] },
    exceptions: [{ date: '2026-12-25', open: false, note: 'Natal' }],
  }),
  'Asia/Makassar',
);

describe('the day of the answer', () => {
  it('counts working days for a complaint, and three days and nights for personal data', () => {
    // Wednesday 23 December, 10.00 WITA; Friday is a holiday.
    const at = new Date('2026-12-23T02:00:00Z');
    expect(dueOf('complaint', at, 2, calendar)).toEqual(new Date('2026-12-28T07:00:00Z'));
    expect(dueOf('data-rights', at, 2, calendar)).toEqual(new Date('2026-12-26T02:00:00Z'));
  });
});

describe('the words of a complaint', () => {
  it.each([
    ['6', false],
    ['pengaduan', false],
    ['saya mau mengadu pak', false],
    ['hak data', false],
    ['petugas loket minta uang 50 ribu untuk ktp', true],
    ['nama di ktp saya salah cetak', true],
    ['tolong hapus foto kk saya dari sistem', true],
  ])('%s', (text, expected) => expect(saysWhat(text)).toBe(expected));
});
