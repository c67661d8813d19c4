import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gradeOf, satisfactionIndex, surveyElements, type SurveyAnswers, type SurveyScore } from './survey.js';

const all = (score: SurveyScore): SurveyAnswers => Object.fromEntries(surveyElements.map(({ code }) => [code, score]));

describe('satisfactionIndex', () => {
  it('gives 100.00 and A for all fours, 25.00 and D for all ones', () => {
    expect(satisfactionIndex([all(4), all(4), all(4)])).toMatchObject({ index: 100, letter: 'A', respondents: 3 });
    expect(satisfactionIndex([all(1)])).toMatchObject({ index: 25, letter: 'D' });
  });

  it('rounds half up, once', () => {
    // 225 points of 8 respondents: 225 / 72 × 25 = 78.125.
    expect(satisfactionIndex([...Array.from({ length: 7 }, () => all(3)), all(4)])?.index).toBe(78.13);
  });

  it('keeps the official order: complaints 8th, facilities 9th', () => {
    expect(surveyElements.map(({ code }) => code).slice(7)).toEqual(['PENGADUAN', 'SARANA']);
  });

  it('bears unanswered elements and no answers at all', () => {
    expect(satisfactionIndex([{ WAKTU: 4 }, { WAKTU: 2, BIAYA: 4 }])).toMatchObject({ index: 87.5, letter: 'B' });
    expect(satisfactionIndex([])).toBeNull();
    expect(satisfactionIndex([{}])).toBeNull();
  });

  it('stays within 25 and 100, and does not depend on the order of respondents', () => {
    const score = fc.constantFrom<SurveyScore>(1, 2, 3, 4);
    const answers = fc.array(
      fc.record(Object.fromEntries(surveyElements.map(({ code }) => [code, score])), { requiredKeys: [] }),
    );
    fc.assert(
      fc.property(answers, (list) => {
        const result = satisfactionIndex(list);
        if (result === null) return true;
        return (
          result.index >= 25 && result.index <= 100 && satisfactionIndex(list.toReversed())?.index === result.index
        );
      }),
    );
  });
});

describe('gradeOf', () => {
  it.each([
    [100, 'A'],
    [88.31, 'A'],
    [88.305, 'A'],
    [88.3, 'B'],
    [76.605, 'B'],
    [76.6049, 'C'],
    [76.6, 'C'],
    [65, 'C'],
    [64.995, 'C'],
    [64.99, 'D'],
    [25, 'D'],
  ])('%d is %s', (index, letter) => {
    expect(gradeOf(index).letter).toBe(letter);
  });
});
