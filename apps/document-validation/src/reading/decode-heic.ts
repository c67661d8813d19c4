import heic from 'heic-decode';
import sharp from 'sharp';
import type { Reading } from './reading.js';

/**
 * The decoder holds such a picture several times over, which is 16 MB a million pixels: twice what an iPhone's ordinary photo
 * has would be more than the process may use. WhatsApp itself makes smaller JPEGs of them, unless they are sent as a file.
 */
const heicPixelLimit = 16_000_000;

/**
 * An iPhone's photo as a JPEG, upright, without notes: everything after works on that. The decoder is WebAssembly, which
 * cannot leave its own memory.
 * @throws Error when it does not decode: its decoder is of no more use then
 */
export async function decodeHeic(bytes: Uint8Array): Promise<Buffer | Extract<Reading, { form: 'refused' }>> {
  const images = await heic.all({ buffer: bytes });
  try {
    const [image] = images;
    if (!image) return { form: 'refused', defect: 'unreadable-file' };
    const measured = image.width * image.height;
    if (measured > heicPixelLimit)
      return { form: 'refused', defect: 'too-many-pixels', measured, limit: heicPixelLimit };
    const { data, width, height } = await image.decode();
    return await sharp(Buffer.from(data.buffer, data.byteOffset, data.byteLength), {
      raw: { width, height, channels: 4 },
    })
      .flatten({ background: 'white' })
      .jpeg({ quality: 92 })
      .toBuffer();
  } finally {
    images.dispose();
  }
}
