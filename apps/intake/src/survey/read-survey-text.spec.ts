import { describe, expect, it } from '@jest/globals';
import { surveyElements } from '#civil-registry';
import { readSurveyText } from './read-survey-text.js';

const row = [4, 4, 4, 3, 4, 4, 4, 2, 1];
const byCode = Object.fromEntries(surveyElements.map(({ code }, place) => [code, row[place]]));

describe('what a citizen writes to the survey', () => {
  it.each(['444344421', '4 4 4 3 4 4 4 2 1', ' 4,4,4,3,4,4,4,2,1 ', '1=4 2=4 3=4 4=3 5=4 6=4 7=4 8=2 9=1'])(
    '%s is an answer to all nine, by code name in the official order',
    (text) => expect(readSurveyText(text)).toEqual({ kind: 'answers', answers: byCode }),
  );

  it('takes single elements; the last word counts', () => {
    expect(readSurveyText('U8=2, 9: 1')).toEqual({ kind: 'answers', answers: { PENGADUAN: 2, SARANA: 1 } });
    expect(readSurveyText('3=1 3=4')).toEqual({ kind: 'answers', answers: { WAKTU: 4 } });
  });

  it.each([
    ['444344450', 'marks'],
    ['3=5', 'marks'],
    ['10=4', 'element'],
    ['0=4', 'element'],
    ['44434443', 'count'],
    ['4443444444', 'count'],
  ])('%s is corrected: %s', (text, problem) => expect(readSurveyText(text)).toEqual({ kind: 'wrong', problem }));

  it.each(['SURVEI', 'survey.', 'isi survei'])('%s begins the questions one by one', (text) =>
    expect(readSurveyText(text)).toEqual({ kind: 'one by one' }),
  );

  it.each(['4', '1', 'status', '081234567', '6281234567', '6503991203850007', 'ktp saya hilang', '#KTP#1=2', ''])(
    '%s is about something else',
    (text) => expect(readSurveyText(text)).toBeUndefined(),
  );
});
