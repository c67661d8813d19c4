import { count, type Report, text } from './report.js';

/** The place of the satisfaction survey (SKM/IKM): empty until the survey's answers come as events. */
export async function showSurvey(): Promise<Report> {
  return {
    key: 'survey',
    title: 'Survei kepuasan masyarakat (SKM/IKM)',
    columns: [text('element', 'Unsur'), count('answers', 'Jawaban'), count('mean', 'Nilai rata-rata')],
    rows: [],
    notes: ['Belum ada jawaban survei.'],
  };
}
