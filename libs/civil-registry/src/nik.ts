import type { AreaBook } from './areas.js';
import type { Note } from './note.js';
import { ageOn, allEqual, bareDigits, datesOf, isSixteenDigits } from './sixteen-digits.js';

export type Sex = 'LAKI_LAKI' | 'PEREMPUAN';

export type NikProblem = Note<
  'NIK_NOT_16_DIGITS' | 'NIK_ALL_DIGITS_EQUAL' | 'NIK_SERIAL_ZERO' | 'NIK_BIRTH_DATE_IMPOSSIBLE'
>;

export type NikWarning = Note<
  | 'NIK_PROVINCE_UNKNOWN'
  | 'NIK_AREA_UNKNOWN'
  | 'NIK_AREA_OLD_CODE'
  | 'NIK_OTHER_REGENCY'
  | 'NIK_BIRTH_YEAR_OPEN'
  | 'NIK_DECLARED_BIRTH_DIFFERS'
  | 'NIK_DECLARED_SEX_DIFFERS'
>;

/** What to hold a NIK against. Everything but the day is optional; what is not given is not checked. */
export interface NikContext {
  /** The office's calendar day, `YYYY-MM-DD`. */
  readonly on: string;
  readonly areas?: AreaBook | undefined;
  /** First four digits that the region's own residents carry, historic ones included: `['6503', '6405']`. */
  readonly homePrefixes?: readonly string[] | undefined;
  /** Rules out a birth year that would make the person younger. Give 17 only for someone known to be of age. */
  readonly minimumAge?: number | undefined;
  /** ISO date that the person states. */
  readonly declaredBirth?: string | undefined;
  readonly declaredSex?: Sex | undefined;
}

export type NikReading =
  | {
      readonly ok: true;
      /** Sixteen digits, a string always. */
      readonly nik: string;
      readonly areaCode: string;
      /** ISO date, or null while both centuries are possible: ask for it. */
      readonly birth: string | null;
      readonly birthCandidates: readonly string[];
      readonly sex: Sex;
      readonly serial: string;
      readonly problems: readonly [];
      readonly warnings: readonly NikWarning[];
    }
  | { readonly ok: false; readonly problems: readonly NikProblem[]; readonly warnings: readonly [] };

const refused = (code: NikProblem['code'], text: string): NikProblem => ({ code, level: 'refused', text });

/**
 * Reads a NIK: `PP KK CC DD MM YY SSSS`, the day + 40 for women, serial from 0001 (PP 37/2007 art. 37; domain 2.1, 2.3).
 * Never throws. An unknown or historic area only warns; a contradiction with declared data asks for a person's look,
 * since a NIK is never corrected.
 */
export function readNik(input: string, context: NikContext): NikReading {
  const nik = bareDigits(input);
  if (!isSixteenDigits(nik))
    return { ok: false, problems: [refused('NIK_NOT_16_DIGITS', 'NIK harus terdiri dari 16 angka.')], warnings: [] };

  const dayField = Number(nik.slice(6, 8));
  const sex: Sex = dayField > 40 ? 'PEREMPUAN' : 'LAKI_LAKI';
  const day = sex === 'PEREMPUAN' ? dayField - 40 : dayField;
  const possible = datesOf(day, Number(nik.slice(8, 10)), Number(nik.slice(10, 12))).filter((date) => {
    const age = ageOn(date, context.on);
    return age >= 0 && age <= 120;
  });

  const problems: NikProblem[] = [];
  if (allEqual(nik)) problems.push(refused('NIK_ALL_DIGITS_EQUAL', 'NIK tidak mungkin berisi angka yang sama semua.'));
  if (nik.endsWith('0000')) problems.push(refused('NIK_SERIAL_ZERO', 'Empat angka terakhir NIK tidak mungkin 0000.'));
  if (possible.length === 0) {
    problems.push(
      refused('NIK_BIRTH_DATE_IMPOSSIBLE', 'Tanggal lahir di dalam NIK tidak ada di kalender. Mohon periksa kembali.'),
    );
  }
  if (problems.length > 0) return { ok: false, problems, warnings: [] };

  const birthCandidates = candidatesOf(possible, context);
  const birth = birthCandidates.length === 1 ? (birthCandidates[0] ?? null) : null;
  return {
    ok: true,
    nik,
    areaCode: nik.slice(0, 6),
    birth,
    birthCandidates,
    sex,
    serial: nik.slice(12),
    problems: [],
    warnings: [...areaWarnings(nik, context), ...personWarnings(birthCandidates, sex, context)],
  };
}

function candidatesOf(possible: readonly string[], { on, minimumAge, declaredBirth }: NikContext): readonly string[] {
  if (possible.length < 2) return possible;
  if (declaredBirth !== undefined && possible.includes(declaredBirth)) return [declaredBirth];
  const oldEnough = minimumAge === undefined ? possible : possible.filter((date) => ageOn(date, on) >= minimumAge);
  return oldEnough.length > 0 ? oldEnough : possible;
}

function areaWarnings(nik: string, { areas, homePrefixes }: NikContext): NikWarning[] {
  const warnings: NikWarning[] = [];
  const standing = areas?.standingOf(nik.slice(0, 6));
  if (standing === 'historic') {
    warnings.push({
      code: 'NIK_AREA_OLD_CODE',
      level: 'warning',
      text: 'NIK memakai kode wilayah lama; tetap berlaku.',
    });
  } else if (standing === 'unknown-province') {
    warnings.push({
      code: 'NIK_PROVINCE_UNKNOWN',
      level: 'warning',
      text: 'Kode provinsi di awal NIK tidak dikenal. Mohon periksa kembali.',
    });
  } else if (standing === 'unknown') {
    warnings.push({ code: 'NIK_AREA_UNKNOWN', level: 'warning', text: 'Kode kecamatan di awal NIK tidak dikenal.' });
  }
  if (homePrefixes !== undefined && !homePrefixes.includes(nik.slice(0, 4))) {
    warnings.push({
      code: 'NIK_OTHER_REGENCY',
      level: 'info',
      text: 'NIK pertama kali diterbitkan di kabupaten/kota lain.',
    });
  }
  return warnings;
}

function personWarnings(
  candidates: readonly string[],
  sex: Sex,
  { declaredBirth, declaredSex }: NikContext,
): NikWarning[] {
  const warnings: NikWarning[] = [];
  if (declaredBirth !== undefined && !candidates.includes(declaredBirth)) {
    warnings.push({
      code: 'NIK_DECLARED_BIRTH_DIFFERS',
      level: 'review',
      text: 'Tanggal lahir yang ditulis berbeda dari yang tersirat di NIK.',
    });
  } else if (candidates.length > 1) {
    warnings.push({
      code: 'NIK_BIRTH_YEAR_OPEN',
      level: 'info',
      text: 'Tahun lahir di NIK bisa berarti dua abad; tanyakan tanggal lahir.',
    });
  }
  if (declaredSex !== undefined && declaredSex !== sex) {
    warnings.push({
      code: 'NIK_DECLARED_SEX_DIFFERS',
      level: 'review',
      text: 'Jenis kelamin yang ditulis berbeda dari yang tersirat di NIK.',
    });
  }
  return warnings;
}
