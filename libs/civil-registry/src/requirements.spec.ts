import { describe, expect, it } from '@jest/globals';
import type { DocumentCode } from './documents.js';
import { firstCardDay, obstaclesTo, type Candidate } from './eligibility.js';
import { listRequirements, missingFrom, requirementsFor, type Applicant } from './requirements.js';
import { serviceKinds, type ServiceKind } from './service-kinds.js';
import { serviceStandards } from './service-standard.js';

const wni: Applicant = { citizenship: 'WNI', age: 30, recorded: true };
const wna: Applicant = { citizenship: 'WNA', age: 30, recorded: true };
const codes = (kind: ServiceKind, person: Applicant = wni) =>
  requirementsFor(kind, person).map(({ document }) => document);

describe('requirementsFor', () => {
  it.each<[ServiceKind, Applicant, DocumentCode[]]>([
    ['BARU_WNI', wni, ['KK']],
    ['BARU_WNI', { citizenship: 'WNI', age: 16 }, ['KK', 'BUKU_NIKAH']],
    ['BARU_WNA', wna, ['KK', 'PASPOR', 'ITAP']],
    ['PINDAH_DALAM_NKRI', wni, ['SKPWNI', 'KK']],
    ['PINDAH_DARI_LN', wni, ['SURAT_PINDAH_PERWAKILAN', 'PASPOR', 'SK_DATANG_LN']],
    ['PINDAH_WNA', wna, ['ITAP', 'PASPOR', 'KK', 'KTP_LAMA', 'SKP_WNA']],
    ['UBAH_DATA', wni, ['KK', 'KTP_LAMA']],
    ['PERPANJANG_WNA', wna, ['KTP_LAMA', 'KK', 'PASPOR', 'ITAP']],
    ['HILANG', wni, ['SURAT_KEHILANGAN', 'KK']],
    ['HILANG', wna, ['SURAT_KEHILANGAN', 'KK', 'PASPOR', 'ITAP']],
    ['RUSAK', wni, ['KTP_LAMA', 'KK']],
    ['LUAR_DOMISILI', wni, ['KK', 'KTP_LAMA']],
    ['LUAR_DOMISILI', { citizenship: 'WNI', recorded: false }, ['KK']],
    ['GANTI_FOTO', wni, ['KTP_LAMA', 'KK']],
  ])('%s of %j', (kind, person, expected) => {
    expect(codes(kind, person)).toEqual(expected);
  });

  it('asks originals, but for the KK of another regency', () => {
    const copies = serviceKinds.flatMap((kind) =>
      listRequirements(kind)
        .filter(({ original }) => !original)
        .map((r) => [kind, r.document]),
    );
    expect(copies).toEqual([['LUAR_DOMISILI', 'KK']]);
  });

  it('takes an alternative for the document', () => {
    const needed = requirementsFor('LUAR_DOMISILI', wni);
    expect(missingFrom(needed, ['SURAT_KEHILANGAN', 'KK'])).toEqual([]);
    expect(missingFrom(needed, []).map(({ document }) => document)).toEqual(['KK', 'KTP_LAMA']);
    expect(
      missingFrom(requirementsFor('BARU_WNI', { citizenship: 'WNI', age: 16 }), ['KK', 'AKTA_PERCERAIAN']),
    ).toEqual([]);
  });

  it('never asks a cover letter, and never a recording again for lost, damaged or moved', () => {
    const text = JSON.stringify(
      serviceStandards({ publicPromiseWorkingDays: 2, complaintChannel: 'Balas PENGADUAN.' }),
    );
    expect(text).not.toMatch(/pengantar/i);
    const invited = serviceStandards({ publicPromiseWorkingDays: 2, complaintChannel: 'x' }).filter(
      (s) => s.inPerson === 'in-person',
    );
    expect(invited.map(({ kind }) => kind)).toEqual(['BARU_WNI', 'BARU_WNA']);
  });

  it('publishes documents, time, fee, product and complaint channel of every kind', () => {
    const standards = serviceStandards({ publicPromiseWorkingDays: 2, complaintChannel: 'Balas PENGADUAN.' });
    expect(standards.map(({ kind }) => kind)).toEqual(serviceKinds);
    for (const standard of standards) {
      expect(standard.documents.length).toBeGreaterThan(0);
      expect(standard).toMatchObject({
        fee: { rupiah: 0 },
        product: 'KTP-el',
        complaint: 'Balas PENGADUAN.',
        time: { workingDays: 2 },
      });
    }
  });
});

describe('obstaclesTo', () => {
  const on = '2026-11-10';
  const found = (kind: ServiceKind, person: Candidate) =>
    obstaclesTo(kind, person, on).map(({ code, level }) => [code, level]);

  it('records at 16 and prints at 17, or earlier when married', () => {
    expect(found('BARU_WNI', { citizenship: 'WNI', birth: '2010-11-11' })).toEqual([
      ['TOO_YOUNG_TO_RECORD', 'refused'],
    ]);
    expect(found('BARU_WNI', { citizenship: 'WNI', birth: '2010-11-10' })).toEqual([
      ['TOO_YOUNG_FOR_A_CARD', 'warning'],
    ]);
    expect(found('BARU_WNI', { citizenship: 'WNI', birth: '2009-11-10' })).toEqual([]);
    expect(found('BARU_WNI', { citizenship: 'WNI', birth: '2010-11-11', marriedOrOnceMarried: true })).toEqual([]);
    expect(firstCardDay('2009-11-10')).toBe('2026-11-10');
    expect(firstCardDay('2008-02-29')).toBe('2025-03-01');
  });

  it('never lets a WNI extend', () => {
    expect(obstaclesTo('PERPANJANG_WNA', { citizenship: 'WNI' }, on)[0]?.text).toContain('seumur hidup');
    expect(found('BARU_WNI', { citizenship: 'WNA' })).toEqual([['KIND_FOR_CITIZENS_ONLY', 'refused']]);
  });

  it('looks at an extension less than 30 days ahead, and refuses none', () => {
    expect(found('PERPANJANG_WNA', { citizenship: 'WNA', itapEnds: '2026-12-10' })).toEqual([]);
    expect(found('PERPANJANG_WNA', { citizenship: 'WNA', itapEnds: '2026-12-09' })).toEqual([
      ['ITAP_ENDS_TOO_SOON', 'review'],
    ]);
  });
});
