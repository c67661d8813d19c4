import { type SurveyAnswers, type SurveyElement, surveyElements, type SurveyScore } from '#civil-registry';

/** What a text says to the survey; undefined when it is about something else. */
export type SurveyText =
  | { readonly kind: 'answers'; readonly answers: SurveyAnswers }
  /** `marks`: a mark is not 1 to 4. `count`: not nine marks in the row. `element`: there is no such question. */
  | { readonly kind: 'wrong'; readonly problem: 'marks' | 'count' | 'element' }
  | { readonly kind: 'one by one' };

const begins = /^\s*(isi )?(survei|survey)\s*[.!]?\s*$/i;

/** Reads `444344434`, `4 4 4 3 4 4 4 3 4`, `1=4 2=3 …`, `U3=4`, and the word that begins the questions one by one. */
export function readSurveyText(text: string): SurveyText | undefined {
  if (begins.test(text)) return { kind: 'one by one' };
  return readPairs(text) ?? readRow(text);
}

function readPairs(text: string): SurveyText | undefined {
  const parts = text
    .trim()
    .replace(/\s*[=:]\s*/g, '=')
    .split(/[\s,;]+/);
  const pairs = parts.map((part) => /^u?(\d{1,2})=(\d{1,3})$/i.exec(part));
  const given: Partial<Record<SurveyElement, SurveyScore>> = {};
  let wrong: 'marks' | 'element' | undefined;
  for (const pair of pairs) {
    if (!pair) return undefined;
    const element = surveyElements[Number(pair[1]) - 1];
    const score = scoreOf(pair[2] ?? '');
    if (element === undefined) wrong = 'element';
    else if (score === undefined) wrong ??= 'marks';
    else given[element.code] = score;
  }
  return wrong === undefined ? { kind: 'answers', answers: given } : { kind: 'wrong', problem: wrong };
}

function readRow(text: string): SurveyText | undefined {
  const marks = text.trim().replace(/[\s,.;/|-]+/g, '');
  // A row of about nine figures; a telephone number is longer, or begins like one.
  if (!/^\d{7,11}$/.test(marks) || /^(0|628)/.test(marks)) return undefined;
  if (marks.length !== surveyElements.length) return { kind: 'wrong', problem: 'count' };
  const scores = marks.split('').map(scoreOf);
  if (scores.includes(undefined)) return { kind: 'wrong', problem: 'marks' };
  const given: Partial<Record<SurveyElement, SurveyScore>> = {};
  surveyElements.forEach(({ code }, place) => {
    const score = scores[place];
    if (score !== undefined) given[code] = score;
  });
  return { kind: 'answers', answers: given };
}

function scoreOf(mark: string): SurveyScore | undefined {
  const score = Number(mark);
  return score === 1 || score === 2 || score === 3 || score === 4 ? score : undefined;
}
