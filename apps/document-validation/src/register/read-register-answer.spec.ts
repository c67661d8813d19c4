import { describe, expect, it } from '@jest/globals';
import { judgeRegisterAnswer } from './judge-register-answer.js';
import { readRegisterAnswer, type RegisterReading } from './read-register-answer.js';

const asked = { NIK: '6503990101900001', NAMA_LGKP: 'CONTOH WARGA', NO_KK: '6503990101150002' };
const read = (body: unknown, threshold = 90) => readRegisterAnswer(body, asked, threshold);

function judge(body: unknown, kind: Parameters<typeof judgeRegisterAnswer>[2] = 'HILANG') {
  const reading = read(body);
  if (reading.says === 'infrastructure') throw new Error('not an answer about a person');
  return judgeRegisterAnswer(reading, Object.keys(asked), kind);
}
const compared = (elements: Record<string, unknown>) => ({
  content: [elements],
  quotaLimiter: 56616,
  totalElements: 1,
});

describe('an answer of the register', () => {
  it('confirms when all that was asked agrees', () => {
    expect(judge(compared({ NIK: 'Sesuai', NAMA_LGKP: 'Sesuai (100)', NO_KK: 'Sesuai' }))).toEqual({
      result: 'confirmed',
    });
    // The NIK may be echoed, an answer may come in other case, an element that was not asked decides nothing.
    expect(
      judge(compared({ nik: asked.NIK, NAMA_LGKP: 'SESUAI  (93)', NO_KK: ' sesuai ', ALAMAT: 'Tidak Sesuai (0)' })),
    ).toEqual({ result: 'confirmed' });
    // Some agreements return values: the same value agrees.
    expect(judge(compared({ NIK: asked.NIK, NAMA_LGKP: 'Contoh  Warga', NO_KK: asked.NO_KK }))).toEqual({
      result: 'confirmed',
    });
  });

  it('is a doubt, never a refusal, when something differs', () => {
    expect(judge(compared({ NIK: 'Sesuai', NAMA_LGKP: 'Sesuai (85)', NO_KK: 'Sesuai' }))).toEqual({
      result: 'doubtful',
      doubts: ['name-differs'],
    });
    expect(judge(compared({ NIK: 'Sesuai', NAMA_LGKP: 'Sesuai (0)', NO_KK: 'Tidak Sesuai' }))).toEqual({
      result: 'doubtful',
      doubts: ['name-differs', 'family-card-differs'],
    });
    expect(judge(compared({ NIK: 'Tidak Sesuai', NAMA_LGKP: 'Tidak Sesuai (95)', NO_KK: 'Sesuai' }))).toEqual({
      result: 'doubtful',
      doubts: ['not-found', 'name-differs'],
    });
    expect(judge(compared({ NIK: 'Sesuai', NAMA_LGKP: 'Sesuai (100)' }))).toEqual({
      result: 'doubtful',
      doubts: ['unreadable-answer'],
    });
    expect(judge(compared({ NIK: 'Sesuai', NAMA_LGKP: '', NO_KK: 'Sesuai' }))).toEqual({
      result: 'doubtful',
      doubts: ['unreadable-answer'],
    });
  });

  it('reads similarities', () => {
    const reading = read(compared({ NAMA_LGKP: 'Sesuai (85)', NIK: 'Sesuai', NO_KK: 'Tidak Sesuai (12)' }));
    expect(reading).toMatchObject({
      elements: {
        NAMA_LGKP: { agrees: false, similarity: 85 },
        NIK: { agrees: true, similarity: 100 },
        NO_KK: { agrees: false, similarity: 12 },
      },
    });
    expect(readRegisterAnswer(compared({ NAMA_LGKP: 'Sesuai (85)' }), asked, 80)).toMatchObject({
      elements: { NAMA_LGKP: { agrees: true } },
    });
  });

  it.each([
    ['11', 'Data Ditemukan, Meninggal Dunia', 'deceased'],
    ['12', 'Data Ditemukan, Data Ganda', 'duplicate'],
    ['13', 'Data Tidak Ditemukan, NIK tidak terdapat di database Kependudukan', 'not-found'],
    ['14', 'Data Ditemukan, Status Non Aktif silahkan hubungi Dinas Dukcapil', 'inactive'],
    ['14', 'Data Ditemukan, Status  Tidak Aktif silakan hubungi Dinas Dukcapil', 'inactive'],
    ['15', 'Data Tidak Ditemukan, NIK tidak sesuai format Dukcapil', 'malformed'],
  ] as const)('knows %s, by its code, by its text, wherever they stand', (code, text, doubt) => {
    const expected = { says: 'doubt', doubt };
    expect(read({ content: [{ RESPONSE_CODE: code, RESPON: text }] })).toMatchObject(expected);
    expect(read({ content: { RESPONSE_CODE: Number(code) } })).toMatchObject(expected);
    expect(read({ content: [], RESPON: text })).toMatchObject(expected);
    expect(read({ content: [{ RESPONSE_DESC: text.toUpperCase().replaceAll(' ', '  ') }] })).toMatchObject(expected);
  });

  it.each([
    ['Login Gagal', 'access'],
    ['IP Address Tidak Sesuai', 'access'],
    ['IP Client Tidak terdaftar', 'access'],
    ['Kuota Akses Hari ini telah Habis', 'quota'],
    ['User ID Tidak Aktif', 'access'],
    ['Instansi Tidak Aktif', 'access'],
    ['User, password dan IP tidak boleh kosong', 'request'],
    ['Parameter tidak lengkap', 'request'],
  ])('never blames a citizen for: %s', (text, why) => {
    expect(read({ content: [{ RESPON: text }] })).toEqual({ says: 'infrastructure', why });
    expect(read({ RESPON: text.toLowerCase() })).toEqual({ says: 'infrastructure', why });
  });

  it('tells a miss without a code from one with it', () => {
    expect(read({ content: [{ RESPON: 'Data Tidak Ditemukan' }] })).toEqual({ says: 'nothing-found' });
    expect(judge({ content: [{ RESPON: 'Data Tidak Ditemukan' }] })).toEqual({
      result: 'doubtful',
      doubts: ['not-found'],
    });
  });

  it.each([
    [null],
    [[]],
    ['x'],
    [{}],
    [{ content: [] }],
    [{ content: [null] }],
    [{ content: [{ RESPONSE_CODE: '99', RESPON: 'Baru' }] }],
    [{ content: [{ NIK: { a: 1 } }] }],
  ])('asks a person about what nobody has described: %j', (body) => {
    const reading: RegisterReading = read(body);
    expect(reading).toEqual({ says: 'doubt', doubt: 'unreadable-answer', code: undefined });
  });

  it('goes by the record where the answer has it', () => {
    const agrees = { NIK: 'Sesuai', NAMA_LGKP: 'Sesuai (100)', NO_KK: 'Sesuai' };
    const withRecord = (status: string) => judge(compared({ ...agrees, EKTP_STATUS: status }));
    expect(withRecord('PRINT_READY_RECORD')).toEqual({ result: 'confirmed' });
    expect(withRecord('Card Issued')).toEqual({ result: 'confirmed' });
    expect(withRecord('UNREGISTERED')).toEqual({ result: 'not-recorded', cause: 'recording' });
    expect(withRecord('SFE')).toEqual({ result: 'not-recorded', cause: 'deduplication' });
    expect(withRecord('DUPLICATE_RECORD')).toEqual({ result: 'doubtful', doubts: ['duplicate'] });
    expect(withRecord('SOMETHING_NEW')).toEqual({ result: 'doubtful', doubts: ['unreadable-answer'] });
  });

  it('never lets a first card go to print without word of the record', () => {
    const agrees = compared({ NIK: 'Sesuai', NAMA_LGKP: 'Sesuai (100)', NO_KK: 'Sesuai' });
    expect(judge(agrees, 'BARU_WNI')).toEqual({ result: 'not-recorded', cause: 'recording' });
    for (const kind of ['HILANG', 'RUSAK', 'PINDAH_DALAM_NKRI'] as const)
      expect(judge(agrees, kind)).toEqual({ result: 'confirmed' });
  });
});
