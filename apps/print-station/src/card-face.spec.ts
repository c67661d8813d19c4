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

/** The drawing commands of the page. */
function commandsOf(pdf: Buffer): string {
  const start = pdf.indexOf('stream\n') + 'stream\n'.length;
  return inflateSync(pdf.subarray(start, pdf.indexOf('endstream', start))).toString('latin1');
}

/** The texts of a page, their sizes and where they stand (points from the left and from the top), in the order of drawing. */
function textsOf(pdf: Buffer): { text: string; size: number; x: number; y: number }[] {
  const height = Number(/\/MediaBox \[0 0 [\d.]+ ([\d.]+)\]/.exec(pdf.toString('latin1'))?.[1]);
  const shown = /1 0 0 1 (-?[\d.]+) (-?[\d.]+) Tm\s+\/F\d+ ([\d.]+) Tf[\s\S]*?\[(.*?)\] TJ/g;
  return [...commandsOf(pdf).matchAll(shown)].map(([, x, y, size, parts = '']) => ({
    // pdfkit writes Windows-1252, whose 0x97 is the dash.
    text: Buffer.from([...parts.matchAll(/<([0-9a-f]*)>/g)].map(([, hex]) => hex).join(''), 'hex')
      .toString('latin1')
      .replaceAll('\x97', '—'),
    size: Number(size),
    x: Number(x),
    y: height - Number(y),
  }));
}

/** The colours that areas are filled with, as `#rrggbb`. */
function fillsOf(pdf: Buffer): string[] {
  return [...commandsOf(pdf).matchAll(/([\d.]+) ([\d.]+) ([\d.]+) scn/g)].map(
    (parts) =>
      `#${parts
        .slice(1)
        .map((part) =>
          Math.round(Number(part) * 255)
            .toString(16)
            .padStart(2, '0'),
        )
        .join('')}`,
  );
}

describe('a card face', () => {
  it('is one ID-1 page: 85.60 × 53.98 mm, 1011 × 638 pixels at 300 dpi', async () => {
    const pdf = (await drawCardFace(citizen, 'B1-00001')).toString('latin1');
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
    expect((Number(width) * 25.4) / 72).toBeCloseTo(85.6, 2);
    expect((Number(height) * 25.4) / 72).toBeCloseTo(53.98, 2);
    expect(Math.round((Number(width) / 72) * 300)).toBe(1011);
    expect(Math.round((Number(height) / 72) * 300)).toBe(638);
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
  });

  it('says SPECIMEN large across it', async () => {
    const texts = textsOf(await drawCardFace(citizen, 'B1-00001'));
    expect(texts).toContainEqual(expect.objectContaining({ text: 'SPECIMEN', size: 45 }));
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

  it('draws the fields from top to bottom in the order of the real one, the NIK in the largest type', async () => {
    const texts = textsOf(await drawCardFace({ ...citizen, village: null }, 'B1-00001'));
    const left = texts.filter(({ x }) => x > 5 && x < 12);
    expect(left.map(({ text }) => text.trim().replace(/\s+/g, ' '))).toEqual([
      'NIK : 6503994101900001',
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
      'blanko B1-00001',
    ]);
    expect(left.map(({ y }) => y)).toEqual(left.map(({ y }) => y).toSorted((a, b) => a - b));
    expect(texts.slice(0, 2).map(({ text }) => text)).toEqual(['PROVINSI KALIMANTAN UTARA', 'KABUPATEN NUNUKAN']);
    const labels = texts.filter(({ text }) => text !== 'SPECIMEN');
    expect(Math.max(...labels.map(({ size }) => size))).toBe(left[0]?.size);
    // Not held: birth place, address, RT/RW, village, religion, marital status, occupation; and the date of issue.
    expect(texts.filter(({ text }) => text === '—')).toHaveLength(8);
    // Place and date of issue stand under the photo.
    const place = texts.find(({ text }) => text === 'NUNUKAN');
    expect(place?.x).toBeGreaterThan(150);
    expect(place?.y).toBeGreaterThan(102);
  });

  it.each([
    ['red', '#c23b33', '#2f62b5'],
    ['blue', '#2f62b5', '#c23b33'],
  ] as const)('has a %s photo background for its birth year, and no other', async (photoBackground, is, isNot) => {
    const fills = fillsOf(await drawCardFace({ ...citizen, photoBackground }, 'B1-00001'));
    expect(fills).toContain(is);
    expect(fills).not.toContain(isNot);
  });

  it('is light blue for a citizen and orange for a foreigner', async () => {
    expect(fillsOf(await drawCardFace(citizen, 'B1-00001'))[0]).toBe('#cfe6f5');
    expect(fillsOf(await drawCardFace({ ...citizen, nationality: 'WNA' }, 'B1-00001'))[0]).toBe('#f6c48a');
  });

  it('carries no photo of anybody: a silhouette is drawn', async () => {
    expect((await drawCardFace(citizen, 'B1-00001')).toString('latin1')).not.toContain('/Subtype /Image');
  });
});
