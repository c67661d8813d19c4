import { describe, expect, it } from '@jest/globals';
import { readName } from './names.js';

const problems = (name: string, kind: 'new' | 'recorded') =>
  readName(name, kind).problems.map((problem) => problem.code);

describe('readName', () => {
  it('takes one word for an existing resident and not for a new name', () => {
    expect(problems('Sukarno', 'recorded')).toEqual([]);
    expect(problems('Sukarno', 'new')).toEqual(['NAME_ONE_WORD']);
    expect(problems('Siti Aminah', 'new')).toEqual([]);
  });

  it('takes 60 letters and refuses 61', () => {
    const sixty = `${'A'.repeat(29)} ${'B'.repeat(30)}`;
    expect(problems(sixty, 'recorded')).toEqual([]);
    expect(problems(`${sixty}B`, 'recorded')).toEqual(['NAME_TOO_LONG']);
  });

  it('allows degrees, which do not count as words', () => {
    expect(problems('Dr. H. Andi Baso, S.Sos., M.Si.', 'new')).toEqual([]);
    expect(problems('Hj. Aminah, S.Pd', 'new')).toEqual(['NAME_ONE_WORD']);
  });

  it('refuses digits, other scripts and, in a new name, punctuation', () => {
    expect(problems('Budi 2', 'recorded')).toEqual(['NAME_HAS_DIGITS']);
    expect(problems('Иван Петров', 'new')).toContain('NAME_NOT_LATIN');
    expect(problems("Nur Ma'ruf", 'new')).toEqual(['NAME_HAS_PUNCTUATION']);
    expect(problems("Nur Ma'ruf", 'recorded')).toEqual([]);
    expect(problems('Budi <Santoso>', 'recorded')).toEqual(['NAME_HAS_PUNCTUATION']);
    expect(problems('  ', 'new')).toEqual(['NAME_EMPTY']);
  });

  it('gives the name back with single spaces', () => {
    expect(readName('  Siti   Aminah ', 'new')).toMatchObject({ ok: true, name: 'Siti Aminah' });
  });
});
