import { satisfactionOfSums, surveyElements } from '#civil-registry';
import { queryRows } from '#outbox';
import { figureWords } from './figure-words.js';
import { count, halves, inHalf, parametersOf, type Report, type ReportAsk, text } from './report.js';

/**
 * The satisfaction survey: nine elements by code name in their official order, then the index (IKM), rounded once and only then
 * graded (PermenPANRB 14/2017).
 */
export async function showSurvey(ask: ReportAsk): Promise<Report> {
  const [counted] = await queryRows<{ asked: number; answered: number }>(
    ask.dataSource,
    `with ${halves}
     select (select count(*)::int from halves join survey on ${inHalf('asked_at', 'office')}) as asked,
            (select count(*)::int from halves join survey on ${inHalf('answered_at', 'office')} where answers is not null) as answered`,
    parametersOf(ask),
  );
  const sums = await queryRows<{ element: string; sum: number; answers: number }>(
    ask.dataSource,
    `with ${halves}
     select mark.key as element, sum(mark.value::int)::int as sum, count(*)::int as answers
       from halves join survey on ${inHalf('answered_at', 'office')}, jsonb_each_text(answers) mark group by 1`,
    parametersOf(ask),
  );
  const { asked = 0, answered = 0 } = counted ?? {};
  const byElement = surveyElements.flatMap(({ code }) => {
    const row = sums.find(({ element }) => element === code);
    return row ? [{ element: code, sum: row.sum, answers: row.answers }] : [];
  });
  const result = satisfactionOfSums(byElement, answered);
  const number = count('index', 'IKM');
  return {
    key: 'survey',
    title: 'Survei kepuasan masyarakat (SKM/IKM)',
    columns: [
      text('number', 'Nomor'),
      text('element', 'Kode unsur'),
      text('name', 'Unsur'),
      count('answers', 'Jawaban'),
      count('mean', 'Nilai rata-rata'),
      number,
      text('grade', 'Mutu'),
    ],
    rows: result
      ? [
          ...surveyElements.map(({ code, name }, place) => {
            const mean = result.means.find(({ element }) => element === code);
            return {
              ...{ number: `U${place + 1}`, element: code, name, answers: mean?.answers ?? 0 },
              ...{ mean: mean ? Math.round(mean.mean * 1_000) / 1_000 : null, index: null, grade: null },
            };
          }),
          {
            ...{ number: 'IKM', element: 'IKM', name: 'Indeks kepuasan masyarakat', answers: answered, mean: null },
            ...{ index: result.index, grade: `${result.letter} (${result.performance})` },
          },
        ]
      : [],
    notes: [
      result
        ? `IKM ${figureWords(result.index, number)}: mutu ${result.letter}, ${result.performance}.`
        : 'Belum ada jawaban survei.',
      `${asked} orang ditanya, ${answered} menjawab lengkap. Tiap unsur berbobot 1/9; dibulatkan sekali, lalu diberi mutu.`,
    ],
  };
}
