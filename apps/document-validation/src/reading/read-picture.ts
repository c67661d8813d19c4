import sharp from 'sharp';
import type { Reading } from './reading.js';

/** More pixels than any phone's document photo has; a picture of 20,000 × 20,000 would take gigabytes to open. */
export const pixelLimit = 40_000_000;

// One picture at a time, nothing kept: the process has a memory limit.
sharp.cache(false);
sharp.concurrency(1);

/** Decodes the whole picture, so that a cut-off file is found out, and measures it. */
export async function readPicture(
  bytes: Uint8Array,
  type: Extract<Reading, { form: 'picture' }>['type'],
): Promise<Reading> {
  try {
    // The header alone costs nothing, whatever size it claims.
    const { width, height } = await sharp(bytes, { limitInputPixels: false, failOn: 'none' }).metadata();
    if (width * height > pixelLimit) {
      return { form: 'refused', defect: 'too-many-pixels', measured: width * height, limit: pixelLimit };
    }
    const grey = await sharp(bytes, { limitInputPixels: pixelLimit, failOn: 'error', sequentialRead: true })
      .flatten({ background: 'white' })
      .greyscale()
      .resize(256, 256, { fit: 'inside', withoutEnlargement: true })
      .raw()
      .toBuffer();
    const brightness = grey.reduce((sum, value) => sum + value, 0) / Math.max(1, grey.length);
    return { form: 'picture', type, width, height, brightness: Math.round(brightness * 10) / 10 };
  } catch {
    return { form: 'refused', defect: 'unreadable-file' };
  }
}
