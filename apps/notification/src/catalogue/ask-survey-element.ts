import { surveyElements } from '#civil-registry';
import { z } from 'zod';
import { reply } from './message.js';
import { lateReply } from './reply-template.js';
import { questionOf } from './survey-questions.js';

const codes = surveyElements.map(({ code }) => code);

export const askSurveyElement = reply({
  ...lateReply,
  key: 'ask-survey-element',
  says: 'The next question of the survey, for who answers one after the other.',
  variables: z.looseObject({ element: z.enum(codes) }),
  examples: codes.map((element) => ({ element })),
  menu: ({ element }) => {
    const { number, marks } = questionOf(element);
    const [one, two, three, four] = marks.map((title, place) => ({ words: `${number}=${place + 1}`, title }));
    if (!one) throw new Error('a question of the survey has marks');
    return { kind: 'list', button: 'Pilih nilai', choices: [one, two, three, four] };
  },
  text: ({ element }) => {
    const { number, asks } = questionOf(element);
    return `Pertanyaan ${number} dari ${codes.length}: *${asks}*`;
  },
});
