import { maskName, maskNik, maskPhone } from '#civil-registry';
import { type ApplicationRow, isKept } from './application/application.row.js';
import type { PersonalData } from './personal-data.js';

/** Whose request it is, as far as a list or a page may show it; a dash where that is erased. */
export function maskParticulars(row: ApplicationRow, personalData: PersonalData) {
  if (!isKept(row)) return { maskedName: '—', maskedNik: '—', maskedFamilyCardNumber: '—', maskedPhone: null };
  const open = (sealed: string, column: string) => personalData.open(sealed, `application.${column}:${row.id}`);
  return {
    maskedName: maskName(open(row.sealed_name, 'name')),
    maskedNik: maskNik(open(row.sealed_nik, 'nik')),
    maskedFamilyCardNumber: maskNik(open(row.sealed_family_card, 'family_card')),
    maskedPhone: row.sealed_phone === null ? null : maskPhone(open(row.sealed_phone, 'phone')),
  };
}
