import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { homePrefixes, officeFor, parseRegion, silenceIn } from './region.js';

const text = readFileSync(new URL('../../../infra/region/nunukan.json', import.meta.url), 'utf8');
const changed = (change: (region: Record<string, unknown>) => void): string => {
  const region = JSON.parse(text) as Record<string, unknown>;
  change(region);
  return JSON.stringify(region);
};

describe('the region file of Nunukan', () => {
  const region = parseRegion(text);

  it('is valid and serves each of the 21 sub-districts by one office', () => {
    expect(region.offices.flatMap((office) => office.serves).toSorted()).toEqual(
      Array.from({ length: 21 }, (_, index) => `6503${String(index + 1).padStart(2, '0')}`),
    );
    expect(officeFor('650318', region).code).toBe('krayan');
    expect(officeFor('650399', region).code).toBe('nunukan');
    expect(homePrefixes(region)).toEqual(['6503', '6405']);
  });

  it('has the 17 holidays and 8 joint-leave days of 2026', () => {
    const notes = region.calendar.exceptions.filter(({ date }) => date.startsWith('2026')).map(({ note }) => note);
    expect(notes.filter((note) => note.startsWith('Cuti bersama'))).toHaveLength(8);
    expect(notes.filter((note) => !note.startsWith('Cuti bersama'))).toHaveLength(17);
  });

  it('states no number and no counter hours that nobody has confirmed', () => {
    expect(region.whatsapp).toEqual({ number: null, hours: null });
    expect(region.offices.every((office) => office.counterHours === null)).toBe(true);
  });
});

describe('the silence of a citizen', () => {
  it('lasts longer in blank spots, and as long as a sub-district’s own setting says', () => {
    const region = parseRegion(text);
    expect(silenceIn('650302', region)).toEqual({ remindAfterDays: 3, expireAfterDays: 14 });
    expect(silenceIn('650305', region)).toEqual({ remindAfterDays: 7, expireAfterDays: 30 });
    const own = { remindAfterDays: 10, expireAfterDays: 60 };
    const changedRegion = { ...region, silence: { ...region.silence, districts: { '650305': own, '650302': own } } };
    expect([silenceIn('650305', changedRegion), silenceIn('650302', changedRegion)]).toEqual([own, own]);
    expect(silenceIn('unknown', region)).toEqual(region.silence.everywhere);
  });

  it('has its times in the file of an older version too', () => {
    expect(parseRegion(changed((region) => delete region['silence'])).silence).toEqual(parseRegion(text).silence);
  });
});

describe('parseRegion', () => {
  it.each([
    ['a time zone', (region: Record<string, unknown>) => (region['timeZone'] = 'Asia/Nunukan'), /timeZone/],
    [
      'a BPS-like code without dot',
      (region: Record<string, unknown>) => (region['areaCode'] = '6504'),
      /four digits with a dot/,
    ],
    [
      'a reminder after the end',
      (region: Record<string, unknown>) =>
        (region['silence'] = {
          everywhere: { remindAfterDays: 14, expireAfterDays: 14 },
          blankSpots: { remindAfterDays: 7, expireAfterDays: 30 },
        }),
      /remind before/,
    ],
    ['no office', (region: Record<string, unknown>) => (region['offices'] = []), /offices/],
    ['an unknown setting', (region: Record<string, unknown>) => (region['ofices'] = []), /ofices/],
  ])('names a wrong %s', (_name, change, words) => {
    expect(() => parseRegion(changed(change))).toThrow(words);
  });

  it('says so when the file is no JSON', () => {
    expect(() => parseRegion('{')).toThrow('no JSON');
  });
});
