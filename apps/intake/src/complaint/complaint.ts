import { endOfWorkingDay, type WorkingCalendar } from '#civil-registry';
import type { ComplaintAbout } from '#contracts';

const hour = 3_600_000;

/** UU 27/2022 art. 32: access and correction within three days and nights, holidays or not. */
const dataRightsHours = 3 * 24;

/**
 * When a citizen must have an answer at the latest.
 * @param workingDays the office's own promise for complaints; a data-rights request has the law's
 */
export function dueOf(about: ComplaintAbout, at: Date, workingDays: number, calendar: WorkingCalendar): Date {
  switch (about) {
    case 'complaint':
      return endOfWorkingDay(at, workingDays, calendar);
    case 'data-rights':
      return new Date(at.getTime() + dataRightsHours * hour);
  }
}

/** Words that only say that somebody wants to complain or to use a right, and nothing of what it is about. */
const callingWords = new Set(
  (
    'pengaduan mengadu adukan komplain komplen keluhan mengeluh lapor laporan melapor melaporkan protes saran kritik ' +
    'hak data pribadi saya kami mau ingin hendak minta tolong ajukan mengajukan tentang soal buat untuk ada bisa boleh ' +
    'apa kah cara bagaimana dimana di ke min admin pak bu kak bapak ibu halo hai selamat pagi siang sore malam'
  ).split(' '),
);

/** Whether a text says what the matter is, and not only that there is one: three words beside the calling ones. */
export function saysWhat(text: string): boolean {
  const words = text.toLowerCase().match(/\p{L}{2,}|\d{4,}/gu) ?? [];
  return words.filter((word) => !callingWords.has(word)).length >= 3;
}
