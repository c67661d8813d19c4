import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { parseRegion, type Region, type ServiceStandard, serviceKinds, serviceStandards } from '#civil-registry';
import { readMeaning } from '../apps/intake/src/conversation/read-meaning.js';
import { learnedJudge } from '../apps/intake/src/conversation/router/learned/messages.js';
import { takeSourceWord } from '../apps/intake/src/outreach/source-word.js';
import { pictureOf, readQr } from '../apps/intake/test/read-qr.js';
import { drawPosterImage, drawPosterPdf } from '../scripts/draw-poster.mjs';
import { bannerOf, internationalNumber, posterOf, questions, sourceWordOf } from '../scripts/poster-words.mjs';
import { usualRegionFile } from '../scripts/region.mjs';

let region: Region;
let standards: readonly ServiceStandard[];
// The number belongs to nobody.
const about = { agency: 'Disdukcapil Kabupaten Contoh', number: '6281200000000', source: 'hulu', practice: false };
beforeAll(() => {
  region = parseRegion(readFileSync(usualRegionFile, 'utf8'));
  standards = serviceStandards(region);
  learnedJudge();
}, 60_000);
/** As a telephone sees it: smaller, so that reading is quick. */
const seen = (picture: Buffer) => sharp(picture).resize(540).png().toBuffer();
const boxOf = (pdf: Buffer) =>
  /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1'))?.slice(1).map(Number);

describe('posters', () => {
  it('carry a code per kind that scans to a question of that kind with the source word, on paper and as a picture', async () => {
    expect(standards.map(({ kind }) => kind)).toEqual([...serviceKinds]);
    for (const standard of standards) {
      const poster = posterOf(standard, about);
      const image = await drawPosterImage(poster);
      expect(await sharp(image).metadata()).toMatchObject({ width: 1_080, height: 1_350, format: 'png' });
      const [scanned] = await readQr(await seen(image));
      // The paper holds the same code; one of eleven is read.
      if (standard.kind === 'HILANG') {
        const pdf = await drawPosterPdf(poster, 'A4');
        expect(boxOf(pdf)?.map(Math.round)).toEqual([595, 842]);
        expect(await readQr(await seen(pictureOf(pdf)))).toEqual([scanned]);
      }
      const link = new URL(scanned ?? '');
      expect(link.origin + link.pathname).toBe('https://wa.me/6281200000000');
      const written = takeSourceWord(link.searchParams.get('text') ?? '');
      expect(written).toEqual({ source: 'hulu', rest: questions[standard.kind] });
      expect(readMeaning(written?.rest ?? '')).toMatchObject({ wants: 'requirements', kind: standard.kind });
    }
  }, 120_000);

  it('show every requirement', () => {
    for (const standard of standards) {
      const { needed } = posterOf(standard, about);
      expect(needed).toHaveLength(standard.documents.length);
    }
  });

  it('have a banner of A3 for the whole service, marked where it is for practice', async () => {
    const pdf = await drawPosterPdf(bannerOf({ ...about, workingDays: 2 }), 'A3 landscape');
    expect(boxOf(pdf)?.map(Math.round)).toEqual([1_191, 842]);
    const [scanned] = await readQr(await seen(pictureOf(pdf)));
    expect(scanned).toBe('https://wa.me/6281200000000?text=Halo%20(info%3A%20hulu)');

    const marked = bannerOf({ ...about, workingDays: 2, practice: true });
    expect((await drawPosterPdf(marked, 'A3 landscape')).length).toBeGreaterThan(pdf.length);
    expect(await readQr(await seen(await drawPosterImage(marked)))).toEqual([scanned]);
  }, 60_000);

  it('take a number as people write it, and a place as a source word', () => {
    expect(['0812-0000-0000', '+62 812 0000 0000', '6281200000000'].map(internationalNumber)).toEqual(
      Array.from({ length: 3 }, () => '6281200000000'),
    );
    expect(() => internationalNumber('nomor kantor')).toThrow('must be digits');
    expect(sourceWordOf('Lumbis Pansiangan')).toBe('lumbis-pansiangan');
    expect(() => sourceWordOf('081234567890')).toThrow('no source');
  });
});
