/** The nine elements of the satisfaction survey in their official order (PermenPANRB 14/2017); kept by code, never by place. */
export const surveyElements = [
  { code: 'PERSYARATAN', name: 'Persyaratan' },
  { code: 'PROSEDUR', name: 'Sistem, Mekanisme, dan Prosedur' },
  { code: 'WAKTU', name: 'Waktu Penyelesaian' },
  { code: 'BIAYA', name: 'Biaya/Tarif' },
  { code: 'PRODUK', name: 'Produk Spesifikasi Jenis Pelayanan' },
  { code: 'KOMPETENSI', name: 'Kompetensi Pelaksana' },
  { code: 'PERILAKU', name: 'Perilaku Pelaksana' },
  { code: 'PENGADUAN', name: 'Penanganan Pengaduan, Saran, dan Masukan' },
  { code: 'SARANA', name: 'Sarana dan Prasarana' },
] as const;

export type SurveyElement = (typeof surveyElements)[number]['code'];
export type SurveyScore = 1 | 2 | 3 | 4;
/** One respondent's answers; an element may stay unanswered. */
export type SurveyAnswers = Readonly<Partial<Record<SurveyElement, SurveyScore>>>;

export interface SurveyGrade {
  readonly letter: 'A' | 'B' | 'C' | 'D';
  readonly performance: 'Sangat Baik' | 'Baik' | 'Kurang Baik' | 'Tidak Baik';
}

export interface SurveyResult extends SurveyGrade {
  readonly respondents: number;
  /** Index from 25.00 to 100.00, rounded once, to two decimals. */
  readonly index: number;
  /** Mean per element, unrounded; only elements that somebody answered. */
  readonly means: readonly { readonly element: SurveyElement; readonly mean: number; readonly answers: number }[];
}

/** Rounds half up to two decimals as people do on paper: 76.605 is 76.61, whatever its binary form. */
function roundTwoDecimals(value: number): number {
  return Number(`${Math.round(Number(`${value}e2`))}e-2`);
}

/** The letter of an index; it is rounded before, since the official table has gaps between its bounds (domain 5.4). */
export function gradeOf(index: number): SurveyGrade {
  const rounded = roundTwoDecimals(index);
  if (rounded >= 88.31) return { letter: 'A', performance: 'Sangat Baik' };
  if (rounded >= 76.61) return { letter: 'B', performance: 'Baik' };
  if (rounded >= 65) return { letter: 'C', performance: 'Kurang Baik' };
  return { letter: 'D', performance: 'Tidak Baik' };
}

/**
 * The satisfaction index (IKM): mean per element, weight 1/9 (the literal 0.111 would give a perfect office 99.9), times 25.
 * Exact whole-number arithmetic up to the single rounding. Elements that nobody answered leave the others their share.
 * Null without any answer.
 */
export function satisfactionIndex(all: readonly SurveyAnswers[]): SurveyResult | null {
  const sums = surveyElements
    .map(({ code }) => {
      const scores = all.flatMap((answers) => answers[code] ?? []);
      return { element: code, sum: scores.reduce<number>((total, score) => total + score, 0), answers: scores.length };
    })
    .filter(({ answers }) => answers > 0);
  return satisfactionOfSums(sums, all.filter((answers) => Object.keys(answers).length > 0).length);
}

/**
 * {@link satisfactionIndex} from sums that a database made.
 * @param sums per element that somebody answered, in the official order
 */
export function satisfactionOfSums(
  sums: readonly { readonly element: SurveyElement; readonly sum: number; readonly answers: number }[],
  respondents: number,
): SurveyResult | null {
  if (sums.length === 0) return null;

  // Σ sum/answers as one fraction, so that no binary fraction comes near the rounding.
  const total = sums.reduce(
    (fraction, { sum, answers }) => ({
      over: fraction.over * BigInt(answers) + BigInt(sum) * fraction.under,
      under: fraction.under * BigInt(answers),
    }),
    { over: 0n, under: 1n },
  );
  const hundredths = roundHalfUp(total.over * 2500n, total.under * BigInt(sums.length));
  const index = Number(hundredths) / 100;
  return {
    respondents,
    index,
    ...gradeOf(index),
    means: sums.map(({ element, sum, answers }) => ({ element, mean: sum / answers, answers })),
  };
}

function roundHalfUp(over: bigint, under: bigint): bigint {
  return (2n * over + under) / (2n * under);
}
