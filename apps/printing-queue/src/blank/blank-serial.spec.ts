import { describe, expect, it } from '@jest/globals';
import { blankSerial, serialsOfBox } from './blank-serial.js';

describe('what names a blank', () => {
  it('is the same however it is typed', () => {
    expect(blankSerial.parse(' b12-00042 ')).toBe('B12-00042');
  });
  it('is no free text', () => {
    for (const wrong of ['', 'ab', 'B12 00042', '-B12', 'B12-', 'B12--1', '=1+1', 'B'.repeat(33)]) {
      expect(blankSerial.safeParse(wrong).success).toBe(false);
    }
  });
  it('is a box and a running number, both ends included', () => {
    expect(serialsOfBox('B12', 9, 11)).toEqual(['B12-00009', 'B12-00010', 'B12-00011']);
  });
});
