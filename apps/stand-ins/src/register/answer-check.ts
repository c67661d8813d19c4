import type { Person } from './people.js';
import type { RegisterFaults } from './register-faults.js';

const texts: Record<number, string> = {
  11: 'Data Ditemukan, Meninggal Dunia',
  12: 'Data Ditemukan, Data Ganda',
  13: 'Data Tidak Ditemukan, NIK tidak terdapat di database Kependudukan',
  14: 'Data Ditemukan, Status Non Aktif silahkan hubungi Dinas Dukcapil',
  15: 'Data Tidak Ditemukan, NIK tidak sesuai format Dukcapil',
};
const credentials = ['USER_ID', 'PASSWORD', 'IP_USER'];
const notElements = new Set([...credentials, 'TRESHOLD']);
/** Compared by similarity, so the answer carries a number; codes and dates are equal or not. */
const fuzzy = /^(NAMA_LGKP|NAMA_LGKP_IBU|TMPT_LHR|ALAMAT|JENIS_PKRJN|(PROP|KAB|KEC|KEL)_NAME)$/;

/** The web service's answer to one question (domain 8.2): HTTP 200 also for failures. `asked` has upper-case names. */
export function answerCheck(
  asked: Record<string, string>,
  find: (nik: string) => Person,
  fault: RegisterFaults,
  quotaLeft: number,
) {
  if (fault.quota === true) return failure('Kuota Akses Hari ini telah Habis', undefined, 0);
  if (fault.respon !== undefined) return failure(fault.respon, undefined, quotaLeft);
  if (credentials.some((name) => (asked[name] ?? '') === '')) {
    return failure('User, password dan IP tidak boleh kosong', undefined, quotaLeft);
  }
  const nik = asked['NIK'] ?? '';
  if (nik === '') return failure('Parameter tidak lengkap', undefined, quotaLeft);

  const { code, elements = {}, recordStatus } = /^\d{16}$/.test(nik) ? find(nik) : { code: 15 };
  const told = fault.code ?? code;
  if (told !== undefined) return failure(texts[told] ?? '', String(told), quotaLeft);

  const names = Object.keys(asked).filter((name) => !notElements.has(name));
  const verdicts = names.map((name) => [name, elements[name] ?? verdict(name, fault.disagree === true)]);
  const record = recordStatus === undefined ? {} : { EKTP_STATUS: recordStatus };
  return page({ ...Object.fromEntries(verdicts), ...record }, quotaLeft);
}

function verdict(name: string, disagree: boolean): string {
  if (!fuzzy.test(name)) return 'Sesuai';
  return disagree ? 'Tidak Sesuai (0)' : 'Sesuai (100)';
}

function failure(respon: string, code: string | undefined, quotaLeft: number) {
  return page({ ...(code === undefined ? {} : { RESPONSE_CODE: code }), RESPON: respon }, quotaLeft);
}

function page(content: Record<string, string>, quotaLimiter: number) {
  return {
    content: [content],
    lastPage: true,
    numberOfElements: 1,
    sort: null,
    totalElements: 1,
    firstPage: true,
    number: 0,
    size: 1,
    quotaLimiter,
  };
}
