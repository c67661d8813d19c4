import { beforeAll, describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { damagedCardJpeg, familyCardJpeg, samplePerson } from '../../../scripts/sample-documents.mjs';
import { blurOf, brightEnough, brightnessOf, sharpEnough } from '../officer-page/src/blur.js';

/** As the page measures: the longer side at 1000 pixels, four channels. */
async function measured(picture: Sharp): Promise<{ blur: number; brightness: number }> {
  const { data, info } = await sharp(await picture.png().toBuffer())
    .resize(1000, 1000, { fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { blur: blurOf(data, info.width, info.height), brightness: brightnessOf(data) };
}

describe('the blur that an officer is told of before the citizen leaves', () => {
  let papers: Buffer[];
  beforeAll(async () => {
    papers = (
      await Promise.all(
        [samplePerson(11), samplePerson(12)].map((one) => Promise.all([familyCardJpeg(one), damagedCardJpeg(one)])),
      )
    ).flat();
  });

  it('lets pass what can be read: as it is, in dim light, at a third of the contrast, small, and squeezed by the phone', async () => {
    for (const paper of papers) {
      const readable = [
        sharp(paper),
        sharp(paper).linear(0.5, 0),
        sharp(paper).linear(0.34, 120),
        sharp(paper).resize(900),
        sharp(await sharp(paper).jpeg({ quality: 40 }).toBuffer()),
      ];
      for (const one of readable) expect((await measured(one)).blur).toBeGreaterThan(sharpEnough);
    }
  });

  it('stops what a hand has smeared or a lens has missed', async () => {
    for (const paper of papers) {
      const { width } = await sharp(paper).metadata();
      const row = (value: number) => Array<number>(9).fill(value);
      const smeared = { width: 9, height: 3, kernel: [...row(0), ...row(1), ...row(0)], scale: 9 };
      const along = sharp(paper).resize(1000).convolve(smeared);
      expect((await measured(sharp(paper).blur((width / 1000) * 3))).blur).toBeLessThan(sharpEnough);
      expect((await measured(along)).blur).toBeLessThan(sharpEnough);
    }
  });

  it('knows an empty sheet and a dark room', async () => {
    const empty = sharp({ create: { width: 1200, height: 900, channels: 3, background: '#e8e8e0' } });
    expect((await measured(empty)).blur).toBe(0);
    expect((await measured(sharp(papers[0]).linear(0.08, 0))).brightness).toBeLessThan(brightEnough);
  });
});
