import { describe, expect, it } from '@jest/globals';
import { takeSourceWord } from './source-word.js';

describe('takeSourceWord', () => {
  it.each([
    ['Halo, saya mau mengurus KTP-el (info: krayan-selatan)', 'krayan-selatan', 'Halo, saya mau mengurus KTP-el'],
    ['KTP hilang  (INFO: Instagram) ', 'instagram', 'KTP hilang'],
    ['(info: rt05)', 'rt05', ''],
  ])('%s', (text, source, rest) => expect(takeSourceWord(text)).toEqual({ source, rest }));

  it.each([
    'minta info: ktp hilang',
    'ktp (info: krayan) hilang',
    '(info: )',
    '(info: x)',
    '(info: -krayan)',
    `(info: ${'a'.repeat(33)})`,
    '(info: 6503991203850007 dan lagi)',
  ])('%s has none', (text) => expect(takeSourceWord(text)).toBeUndefined());

  it('takes no number of a person for a word', () => {
    expect(takeSourceWord('(info: 6503991203850007)')).toBeUndefined();
    expect(takeSourceWord('(info: 081234567890)')).toBeUndefined();
  });
});
