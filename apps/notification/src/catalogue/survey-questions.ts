import { type SurveyElement, surveyElements } from '#civil-registry';

/** A question of the survey as citizens read it, and what its marks 1 to 4 mean (the model form of PermenPANRB 14/2017). */
export interface SurveyQuestion {
  /** Its number in the official order. */
  readonly number: number;
  readonly asks: string;
  readonly marks: readonly [string, string, string, string];
}

const questions: Readonly<Record<SurveyElement, Omit<SurveyQuestion, 'number'>>> = {
  PERSYARATAN: {
    asks: 'Kesesuaian persyaratan dengan jenis layanan',
    marks: ['Tidak sesuai', 'Kurang sesuai', 'Sesuai', 'Sangat sesuai'],
  },
  PROSEDUR: { asks: 'Kemudahan prosedur', marks: ['Tidak mudah', 'Kurang mudah', 'Mudah', 'Sangat mudah'] },
  WAKTU: { asks: 'Kecepatan layanan', marks: ['Tidak cepat', 'Kurang cepat', 'Cepat', 'Sangat cepat'] },
  BIAYA: { asks: 'Biaya (seharusnya gratis)', marks: ['Sangat mahal', 'Mahal', 'Murah', 'Gratis'] },
  PRODUK: {
    asks: 'Kesesuaian KTP-el yang diterima',
    marks: ['Tidak sesuai', 'Kurang sesuai', 'Sesuai', 'Sangat sesuai'],
  },
  KOMPETENSI: {
    asks: 'Kemampuan petugas',
    marks: ['Tidak mampu', 'Kurang mampu', 'Mampu', 'Sangat mampu'],
  },
  PERILAKU: {
    asks: 'Kesopanan dan keramahan petugas',
    marks: ['Tidak sopan', 'Kurang sopan', 'Sopan', 'Sangat sopan'],
  },
  PENGADUAN: {
    asks: 'Penanganan pengaduan dan saran',
    marks: ['Tidak ada', 'Ada, tidak berfungsi', 'Kurang maksimal', 'Dikelola baik'],
  },
  SARANA: { asks: 'Sarana dan prasarana', marks: ['Buruk', 'Cukup', 'Baik', 'Sangat baik'] },
};

export function questionOf(element: SurveyElement): SurveyQuestion {
  return { ...questions[element], number: surveyElements.findIndex(({ code }) => code === element) + 1 };
}

/** All nine, a line each, in the official order. */
export function allQuestions(): string[] {
  return surveyElements.map(({ code }) => {
    const { number, asks } = questionOf(code);
    return `${number}. ${asks}`;
  });
}
