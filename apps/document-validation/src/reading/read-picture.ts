import sharp from 'sharp';
import { measuredSide, measureQuality } from '../quality/measure-quality.js';
import { cleanPage } from '../text/clean-page.js';
import type { PictureType, Reading } from './reading.js';

/** More pixels than any phone's document photo has; a picture of 20,000 × 20,000 would take gigabytes to open. */
export const pixelLimit = 40_000_000;

// One picture at a time, nothing kept: the process has a memory limit.
sharp.cache(false);
sharp.concurrency(1);

/** Decodes the whole picture, so that a cut-off file is found out, and measures it. */
export async function readPicture(bytes: Uint8Array, type: PictureType): Promise<Reading> {
  try {
    // The header alone costs nothing, whatever size it claims.
    const { width, height, pages } = await sharp(bytes, { limitInputPixels: false, failOn: 'none' }).metadata();
    // A film or a sticker that moves shows one thing first and another later.
    if ((pages ?? 1) > 1) return { form: 'refused', defect: 'wrong-type' };
    if (width * height > pixelLimit) {
      return { form: 'refused', defect: 'too-many-pixels', measured: width * height, limit: pixelLimit };
    }
    // Stood upright as the phone's own note says; the note itself goes no further.
    const { data, info } = await sharp(bytes, { limitInputPixels: pixelLimit, failOn: 'error', sequentialRead: true })
      .autoOrient()
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .resize(measuredSide, measuredSide, { fit: 'inside', withoutEnlargement: true })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const brightness = meanOf(data);
    return {
      form: 'picture',
      type,
      width,
      height,
      brightness: Math.round(brightness * 10) / 10,
      quality: measureQuality({ data: threeChannels(data, info.channels), width: info.width, height: info.height }),
    };
  } catch {
    return { form: 'refused', defect: 'unreadable-file' };
  }
}

/** A loop, because a call for each of three million values would take as long as decoding the picture. */
function meanOf(values: Uint8Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / Math.max(1, values.length);
}

/** A grey picture has one channel. */
function threeChannels(data: Buffer, channels: number): Uint8Array {
  if (channels === 3) return data;
  const wide = new Uint8Array((data.length / channels) * 3);
  for (let at = 0; at < wide.length; at += 1) wide[at] = data[Math.floor(at / 3) * channels] ?? 0;
  return wide;
}

/** The longer side of what people look at: all that can be read on a document can be read on it. */
const copySide = 3_000;

/** The picture drawn anew: upright, as a JPEG of this program's making, without any of the notes (place, device) it came with. */
export function drawCopy(bytes: Uint8Array): Promise<Buffer> {
  return sharp(bytes, { limitInputPixels: pixelLimit, sequentialRead: true })
    .autoOrient()
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .resize(copySide, copySide, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** The longer side on which the smallest print of a family card is 30 pixels high. */
const readableSide = 2_400;

/** The page as a recogniser of text likes it: upright, grey, even in contrast, nothing of the phone's own notes in it. */
export async function drawPage(bytes: Uint8Array): Promise<Uint8Array> {
  const { data, info } = await sharp(bytes, { limitInputPixels: pixelLimit, sequentialRead: true })
    .autoOrient()
    .flatten({ background: 'white' })
    .greyscale()
    .resize(readableSide, readableSide, { fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return sharp(cleanPage(data, width, height), { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}
