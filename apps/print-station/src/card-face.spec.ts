import { inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { drawCardFace, fieldsOf } from './card-face.js';
import type { CardData } from './card-data.js';

const citizen: CardData = {
  province: 'PROVINSI KALIMANTAN UTARA',
  regency: 'KABUPATEN NUNUKAN',
  nik: '6503994101900001',
  name: 'SITI CONTOH BINTI NAMA YANG PANJANG SEKALI SAMPAI ENAM PULUH',
  sex: 'PEREMPUAN',
  village: 'DESA CONTOH',
  district: 'NUNUKAN SELATAN',
  nationality: 'WNI',
  photoBackground: 'blue',
};

/** The texts of a page and their sizes, read out of its drawing commands. */
function textsOf(pdf: Buffer): { text: string; size: number }[] {
  const start = pdf.indexOf('stream\n') + 'stream\n'.length;
  const commands = inflateSync(pdf.subarray(start, pdf.indexOf('endstream', start))).toString('latin1');
  return [...commands.matchAll(/\/F\d+ ([\d.]+) Tf[\s\S]*?\[(.*?)\] TJ/g)].map(([, size, shown = '']) => ({
    text: Buffer.from([...shown.matchAll(/<([0-9a-f]*)>/g)].map(([, hex]) => hex).join(''), 'hex').toString('latin1'),
    size: Number(size),
  }));
}

describe('a card face', () => {
  it('is one ID-1 page', async () => {
    const pdf = (await drawCardFace(citizen, 'B1-00001')).toString('latin1');
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
    expect((Number(width) * 25.4) / 72).toBeCloseTo(85.6, 1);
    expect((Number(height) * 25.4) / 72).toBeCloseTo(53.98, 1);
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
  });

  it('says SPECIMEN large across it', async () => {
    const texts = textsOf(await drawCardFace(citizen, 'B1-00001'));
    expect(texts).toContainEqual({ text: 'SPECIMEN', size: 45 });
    expect(texts.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['NIK  : 6503994101900001', 'DESA CONTOH', 'blanko B1-00001']),
    );
  });

  it('has the fields of the real one in their order, a dash for what is not held', () => {
    expect(fieldsOf(citizen).map(([label]) => label.trim())).toEqual([
      'Nama',
      'Tempat/Tgl Lahir',
      'Jenis kelamin',
      'Alamat',
      'RT/RW',
      'Kel/Desa',
      'Kecamatan',
      'Agama',
      'Status Perkawinan',
      'Pekerjaan',
      'Kewarganegaraan',
      'Berlaku Hingga',
    ]);
    const values = new Map(fieldsOf({ ...citizen, name: null, village: null }));
    expect(values.get('Nama')).toBe('—');
    expect(values.get('Agama')).toBe('—');
    expect(values.get('Berlaku Hingga')).toBe('SEUMUR HIDUP');
  });

  it('promises a foreigner no card for life, and speaks English of them', () => {
    const values = new Map(fieldsOf({ ...citizen, nationality: 'WNA' }));
    expect(values.get('Berlaku Hingga')).toBe('—');
    expect(values.get('Jenis kelamin')).toMatch(/^FEMALE/);
  });
});
