import { describe, expect, it } from '@jest/globals';
import { areaBook, requirementsFor } from '#civil-registry';
import { claimDocuments, documentNamedIn, stillMissing } from './claim-documents.js';
import { readMeaning, ticketIn } from './read-meaning.js';
import { completeForm } from './form/complete-form.js';
import { formOfLine } from './form/form-of-line.js';
import type { AnswerContext } from './form/take-answer.js';
import type { RequestLine } from './read-request-line.js';

describe('what a text means', () => {
  it.each([
    ['SELESAI', { wants: 'done' }],
    ['beres pak', { wants: 'done' }],
    ['sudah lengkap ya min', { wants: 'done' }],
    ['cek status', { wants: 'status' }],
    ['KTP saya sdh jadi??', { wants: 'status' }],
    ['batal', { wants: 'withdraw', ticket: undefined, sure: true }],
    ['BATAL L-4F7K2', { wants: 'withdraw', ticket: 'L-4F7K2', sure: true }],
    ['tidak jadi bu', { wants: 'withdraw', ticket: undefined, sure: true }],
    ['kalau batal gimana caranya', { wants: 'withdraw', ticket: undefined, sure: false }],
    ['ktpnya sudah ketemu', { wants: 'withdraw', ticket: undefined, sure: false }],
    ['kenapa ktp saya tidak jadi jadi', { wants: 'status' }],
    ['SYARAT', { wants: 'choose-kind', to: 'know-requirements' }],
    ['1', { wants: 'choose-kind', to: 'know-requirements' }],
    ['*2*', { wants: 'choose-kind', to: 'get-a-new-card' }],
    ['3', { wants: 'status' }],
    ['4', { wants: 'answer', topic: 'INFO_REKAM' }],
    ['5', { wants: 'answer', topic: 'INFO_BLANGKO' }],
    ['6', { wants: 'answer', topic: 'PENGADUAN' }],
    ['0', { wants: 'answer', topic: 'MINTA_PETUGAS' }],
    ['PRIVASI', { wants: 'answer', topic: 'HAK_DATA' }],
    // What the lists and buttons of notification's catalogue stand for.
    ['KTP BARU', { wants: 'requirements', kind: 'BARU_WNI' }],
    ['UBAH DATA', { wants: 'requirements', kind: 'UBAH_DATA' }],
    ['GANTI FOTO', { wants: 'requirements', kind: 'GANTI_FOTO' }],
    ['PINDAH DATANG', { wants: 'requirements', kind: 'PINDAH_DALAM_NKRI' }],
    ['PINDAH DARI LUAR NEGERI', { wants: 'requirements', kind: 'PINDAH_DARI_LN' }],
    ['LUAR DOMISILI', { wants: 'requirements', kind: 'LUAR_DOMISILI' }],
    ['KTP WNA', { wants: 'requirements', kind: 'BARU_WNA' }],
    ['PERPANJANG WNA', { wants: 'requirements', kind: 'PERPANJANG_WNA' }],
    ['AJUKAN HILANG', { wants: 'apply', kind: 'HILANG' }],
    ['AJUKAN RUSAK', { wants: 'apply', kind: 'RUSAK' }],
    ['AJUKAN UBAH DATA', { wants: 'apply', kind: 'UBAH_DATA' }],
    ['mau perpanjang ktp wna', { wants: 'requirements', kind: 'PERPANJANG_WNA' }],
    ['tki dari sabah mau urus ktp', { wants: 'requirements', kind: 'PINDAH_DARI_LN' }],
    ['saya ajukan ktp hilang, berkas saya kirim', { wants: 'apply', kind: 'HILANG' }],
    ['bayar berapa?', { wants: 'answer', topic: 'INFO_BIAYA' }],
    ['syarat ktp hilang', { wants: 'requirements', kind: 'HILANG' }],
    ['ktp patahhhh gmn ya', { wants: 'requirements', kind: 'RUSAK' }],
    ['mau ganti foto', { wants: 'requirements', kind: 'GANTI_FOTO' }],
    ['assalamualaikum', { wants: 'greeting' }],
    ['beta sa su ko pung', { wants: 'not-understood' }],
    ['', { wants: 'not-understood' }],
  ])('%s', (text, meaning) => expect(readMeaning(text)).toEqual({ ...meaning, also: [] }));

  it('finds a ticket however it is written', () => {
    expect(ticketIn('batal l 4f7k2 ya')).toBe('L-4F7K2');
    expect(ticketIn('batalkan yang kemarin')).toBeUndefined();
  });
});

describe('what documents are taken for', () => {
  const lost = requirementsFor('HILANG', { citizenship: 'WNI' });
  it('takes a letter for the one that the request asks for', () => {
    const asked = requirementsFor('PINDAH_DARI_LN', { citizenship: 'WNI' });
    const claims = claimDocuments(asked, [
      { id: 'a', namedAs: 'PASPOR' },
      { id: 'b', namedAs: 'SKPWNI' },
      { id: 'c', namedAs: 'SK_DATANG_LN' },
    ]);
    expect([...claims.values()].map(({ as }) => as)).toEqual(['PASPOR', 'SURAT_PINDAH_PERWAKILAN', 'SK_DATANG_LN']);
  });

  it('goes by caption, else by the order of the requirements', () => {
    const claims = claimDocuments(lost, [
      { id: 'a', namedAs: null },
      { id: 'b', namedAs: 'SURAT_KEHILANGAN' },
      { id: 'c', namedAs: null },
    ]);
    expect([...claims]).toEqual([
      ['a', { as: 'KK', by: 'order' }],
      ['b', { as: 'SURAT_KEHILANGAN', by: 'name' }],
      ['c', { as: null, by: null }],
    ]);
    expect(stillMissing(lost, claims)).toEqual([]);
    expect(stillMissing(lost, claimDocuments(lost, [{ id: 'a', namedAs: 'KK' }]))).toEqual(['SURAT_KEHILANGAN']);
  });

  it('goes by name, then by content, then by the question before it, then by the order', () => {
    const given = { id: 'a', namedAs: null, recognisedAs: null, askedAs: 'KK' } as const;
    const claimed = (more: Partial<Parameters<typeof claimDocuments>[1][number]>) =>
      claimDocuments(lost, [{ ...given, ...more }]).get('a');
    expect(claimed({ askedAs: null })).toEqual({ as: 'SURAT_KEHILANGAN', by: 'order' });
    expect(claimed({})).toEqual({ as: 'KK', by: 'question' });
    expect(claimed({ recognisedAs: 'PASPOR' })).toEqual({ as: 'PASPOR', by: 'content' });
    expect(claimed({ recognisedAs: 'PASPOR', namedAs: 'ITAP' })).toEqual({ as: 'ITAP', by: 'name' });
    // What was asked for in another round is no answer to this one.
    expect(claimed({ askedAs: 'BUKU_NIKAH' })).toEqual({ as: 'SURAT_KEHILANGAN', by: 'order' });
  });

  it.each([
    ['KK', 'KK'],
    ['foto kartu keluarga', 'KK'],
    ['surat kehilangan KTP dari polisi', 'SURAT_KEHILANGAN'],
    ['surat pindah dari malinau', 'SKPWNI'],
    ['surat pindah dr KJRI tawau', 'SURAT_PINDAH_PERWAKILAN'],
    ['surat keterangan datang', 'SK_DATANG_LN'],
    ['paspor saya', 'PASPOR'],
    ['kartu kitap', 'ITAP'],
    ['akta cerai', 'AKTA_PERCERAIAN'],
    ['ktp yang rusak', 'KTP_LAMA'],
    ['ktp saya hilang', null],
    ['ini bu', null],
    [undefined, null],
  ])('a caption names it: %s', (caption, code) => expect(documentNamedIn(caption)).toBe(code));
});

describe('the check of a request', () => {
  const areas = areaBook({
    provinces: [{ code: '65', name: 'Kalimantan Utara' }],
    regencies: [{ code: '65.03', name: 'Kabupaten Nunukan' }],
    districts: [
      { code: '65.03.02', name: 'Nunukan' },
      { code: '65.03.08', name: 'Sebatik Barat' },
    ],
    villages: [{ code: '65.03.02.2001', name: 'Binusan' }],
    historic: [],
  });
  const districts = areas.districtsOf('6503');
  const context: AnswerContext = { on: '2026-11-24', areas, districts, aliases: {}, offices: [] };
  const line: RequestLine = {
    nik: '6503991201900001',
    familyCard: '6503990506150001',
    name: 'siti',
    village: 'Binusan',
    district: 'nunukan',
    kind: 'HILANG',
  };
  const problemsOf = (changed: Partial<RequestLine>): readonly string[] => {
    const { form, wrong, missing } = formOfLine({ ...line, ...changed }, context);
    if (wrong.length + missing.length > 0) return [...wrong, ...missing];
    const completed = completeForm({ ...form, answers: { ...form.answers, office: 'nunukan' } }, context.on);
    return completed.ok ? [] : completed.problems;
  };

  it('takes what can be true, a one-word name included', () => {
    expect(formOfLine(line, context)).toEqual({
      wrong: [],
      missing: [],
      form: {
        kind: 'HILANG',
        citizenship: 'WNI',
        answers: {
          nik: line.nik,
          familyCard: line.familyCard,
          name: 'SITI',
          village: 'Binusan',
          district: '650302',
        },
      },
    });
  });

  it('finds the sub-district by its village, and asks where the name is not clear', () => {
    expect(problemsOf({ district: undefined })).toEqual([]);
    expect(problemsOf({ district: 'sebatik barrat' })).toEqual([expect.stringContaining('Sebatik Barat')]);
    expect(problemsOf({ district: 'Atlantis' })).toHaveLength(1);
  });

  it('tells all problems together and repeats no number and no name', () => {
    const problems = problemsOf({
      nik: '650399',
      familyCard: undefined,
      name: 'B4di',
      district: undefined,
      village: undefined,
      kind: undefined,
    });
    expect(problems).toHaveLength(5);
    expect(problems.join()).not.toMatch(/\d{5}|B4di/);
  });

  it('sees a NIK in the field of the KK', () => {
    expect(problemsOf({ familyCard: '6503995201900001' })).toEqual([expect.stringContaining('NIK')]);
    expect(problemsOf({ familyCard: line.nik })).toEqual([expect.stringContaining('sama')]);
  });

  it('refuses what nobody like this can ask for', () => {
    expect(problemsOf({ kind: 'BARU_WNI', name: 'Siti Aminah', nik: '6503991201120001' })).toEqual([
      expect.stringContaining('16 tahun'),
    ]);
    expect(problemsOf({ kind: 'BARU_WNI' })).toEqual([expect.stringMatching(/dua kata|2 kata|kata/)]);
  });
});
