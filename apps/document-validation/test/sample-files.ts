import Pdf from 'pdfkit';
import sharp from 'sharp';
import { crc32, deflateSync } from 'node:zlib';

/** Files as citizens send them, drawn for the tests: no picture of anything. */

/** A photo of a page, in soft noise around a brightness (0 to 255). */
export function photo(how: {
  format: 'jpeg' | 'png' | 'webp';
  width?: number;
  height?: number;
  brightness?: number;
}): Promise<Buffer> {
  const { format, width = 1200, height = 900, brightness = 170 } = how;
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: 'grey',
      noise: { type: 'gaussian', mean: brightness, sigma: Math.min(12, brightness) },
    },
  })
    .toFormat(format)
    .toBuffer();
}

export async function pdfOf(how: { pages: number; password?: string }): Promise<Buffer> {
  const pdf = new Pdf({
    size: 'A4',
    autoFirstPage: false,
    ...(how.password ? { userPassword: how.password } : {}),
  });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => pdf.on('end', resolve));
  for (let page = 1; page <= how.pages; page += 1) pdf.addPage().text(`Halaman ${page}`);
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

/** A PNG of some hundred bytes that claims any size. */
export function hugePng(width: number, height: number): Buffer {
  return pngOf(width, height, [8, 0, 0, 0, 0], deflateSync(Buffer.alloc(64 * 1024)));
}

/**
 * A PNG around any packed pixels.
 * @param kind the header's last five bytes: depth, colour, compression, filter, interlacing
 */
export function pngOf(width: number, height: number, kind: readonly number[], packed: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set(kind, 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', packed),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
