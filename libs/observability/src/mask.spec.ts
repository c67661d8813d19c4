import { describe, expect, it } from '@jest/globals';
import { mask, maskAddress } from './mask.js';

describe('mask', () => {
  it.each([
    ['NIK 6503990101900001 is known', 'NIK [number] is known'],
    ['#KTP#6503990101900001#6503990202100002#', '#KTP#[number]#[number]#'],
    ['NIK6503990101900001', 'NIK[number]'],
    ['two run together 65039901019000016503990202100002', 'two run together [number]'],
    ['6503 9901 0190 0001', '[number]'],
    ['6503.9901.0190.0001', '[number]'],
    ['wa 6281234567890', 'wa [phone]'],
    ['6281234567890@c.us wrote', '[wa-id] wrote'],
    ['call +62 812-3456-7890 now', 'call [phone] now'],
    ['call +62 812 345 678 now', 'call [phone] now'],
    ['0812-3456-7890', '[phone]'],
    ['hp: 081234567890.', 'hp: [phone].'],
    ['62 812 3456 7890', '[phone]'],
    ['Malaysian 60123456789', 'Malaysian [phone]'],
    ['Key (wa_id)=(6281234567890) already exists', 'Key (wa_id)=([phone]) already exists'],
    ['wamid.HBgLNjI4MTIzNDU2Nzg5MBUCABIYFjNFQjBD=', '[wamid]'],
    [
      'cannot reach postgres://intake_app:s3cr3t@127.0.0.1:7432/loket',
      'cannot reach postgres://[secret]@127.0.0.1:7432/loket',
    ],
  ])('%s', (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  it.each([
    '019a3c1e-7f00-7abc-8def-012345678901',
    '12345678-1234-4234-8234-123456789012',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    '2026-11-24T06:13:45.036Z',
    'took 1764000000123 (clock) and 1764000000',
    'listening at http://127.0.0.1:45113',
    'area 650399, copies 150, in 2026',
    'no digits at all',
  ])('leaves %s', (text) => {
    expect(mask(text)).toBe(text);
  });
});

describe('maskAddress', () => {
  it('drops the query, the tracking code and numbers', () => {
    expect(maskAddress('/track/K7PM3Q?last=7890')).toBe('/track/[code]');
    expect(maskAddress('http://x/people/6503990101900001#a')).toBe('http://x/people/[number]');
  });
});
