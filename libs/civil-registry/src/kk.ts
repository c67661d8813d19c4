import type { AreaBook } from './areas.js';
import type { Note } from './note.js';
import { allEqual, bareDigits, datesOf, isSixteenDigits } from './sixteen-digits.js';

export type KkProblem = Note<
  'KK_NOT_16_DIGITS' | 'KK_ALL_DIGITS_EQUAL' | 'KK_SERIAL_ZERO' | 'KK_LOOKS_LIKE_NIK' | 'KK_RECORDING_DATE_IMPOSSIBLE'
>;

export type KkWarning = Note<'KK_PROVINCE_UNKNOWN' | 'KK_AREA_UNKNOWN' | 'KK_AREA_OLD_CODE'>;

export interface KkContext {
  /** The office's calendar day, `YYYY-MM-DD`. */
  readonly on: string;
  readonly areas?: AreaBook | undefined;
}

export type KkReading =
  | {
      readonly ok: true;
      /** Sixteen digits, a string always. */
      readonly kk: string;
      readonly areaCode: string;
      /** ISO dates on which the family may have been recorded, none of them in the future; the newest first. */
      readonly recordedCandidates: readonly string[];
      readonly serial: string;
      readonly problems: readonly [];
      readonly warnings: readonly KkWarning[];
    }
  | { readonly ok: false; readonly problems: readonly KkProblem[]; readonly warnings: readonly [] };

const refused = (code: KkProblem['code'], text: string): KkProblem => ({ code, level: 'refused', text });

/**
 * Reads a KK number: six digits of the area of issue, date of recording `DDMMYY` (no + 40), serial (domain 2.2).
 * Never throws. A day of 41 to 71 is a woman's NIK in the wrong field: it is refused with that hint, never swapped.
 */
export function readKk(input: string, context: KkContext): KkReading {
  const kk = bareDigits(input);
  if (!isSixteenDigits(kk)) {
    return {
      ok: false,
      problems: [refused('KK_NOT_16_DIGITS', 'Nomor KK harus terdiri dari 16 angka.')],
      warnings: [],
    };
  }
  const recordedCandidates = datesOf(Number(kk.slice(6, 8)), Number(kk.slice(8, 10)), Number(kk.slice(10, 12))).filter(
    (date) => date <= context.on,
  );
  const problems: KkProblem[] = [];
  if (allEqual(kk))
    problems.push(refused('KK_ALL_DIGITS_EQUAL', 'Nomor KK tidak mungkin berisi angka yang sama semua.'));
  if (kk.endsWith('0000'))
    problems.push(refused('KK_SERIAL_ZERO', 'Empat angka terakhir nomor KK tidak mungkin 0000.'));
  if (looksLikeWomansNik(kk)) {
    problems.push(
      refused(
        'KK_LOOKS_LIKE_NIK',
        'Nomor ini tampaknya NIK, bukan nomor KK. Mohon tulis nomor KK di bagian atas Kartu Keluarga.',
      ),
    );
  } else if (recordedCandidates.length === 0) {
    problems.push(
      refused(
        'KK_RECORDING_DATE_IMPOSSIBLE',
        'Nomor KK memuat tanggal yang tidak ada di kalender. Mohon periksa kembali.',
      ),
    );
  }
  if (problems.length > 0) return { ok: false, problems, warnings: [] };
  return {
    ok: true,
    kk,
    areaCode: kk.slice(0, 6),
    recordedCandidates,
    serial: kk.slice(12),
    problems: [],
    warnings: areaWarnings(context.areas?.standingOf(kk.slice(0, 6))),
  };
}

/**
 * Whether NIK and KK number seem to stand in each other's field (domain 2.2): ask the person, never swap.
 * Sure when the KK field holds a woman's NIK; likely when only the KK field carries the declared birth date.
 * @param declaredBirth ISO date that the person states, when known
 */
export function lookExchanged(nikField: string, kkField: string, declaredBirth?: string): boolean {
  const nik = bareDigits(nikField);
  const kk = bareDigits(kkField);
  if (!isSixteenDigits(nik) || !isSixteenDigits(kk)) return false;
  if (looksLikeWomansNik(kk)) return true;
  return declaredBirth !== undefined && carriesDate(kk, declaredBirth) && !carriesDate(nik, declaredBirth);
}

function looksLikeWomansNik(digits: string): boolean {
  const day = Number(digits.slice(6, 8));
  return day >= 41 && day <= 71;
}

function carriesDate(digits: string, isoDate: string): boolean {
  const day = Number(digits.slice(6, 8));
  return datesOf(day > 40 ? day - 40 : day, Number(digits.slice(8, 10)), Number(digits.slice(10, 12))).includes(
    isoDate,
  );
}

function areaWarnings(standing: ReturnType<AreaBook['standingOf']> | undefined): KkWarning[] {
  switch (standing) {
    case 'historic':
      return [{ code: 'KK_AREA_OLD_CODE', level: 'warning', text: 'Nomor KK memakai kode wilayah lama.' }];
    case 'unknown-province':
      return [
        {
          code: 'KK_PROVINCE_UNKNOWN',
          level: 'warning',
          text: 'Kode provinsi di awal nomor KK tidak dikenal. Mohon periksa kembali.',
        },
      ];
    case 'unknown':
      return [{ code: 'KK_AREA_UNKNOWN', level: 'warning', text: 'Kode kecamatan di awal nomor KK tidak dikenal.' }];
    case 'current':
    case undefined:
      return [];
  }
}
