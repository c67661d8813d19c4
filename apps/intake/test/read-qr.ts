import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { crc32 } from 'node:zlib';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
prepareZXingModule({ overrides: { wasmBinary: Uint8Array.from(readFileSync(wasm)).buffer } });

/** The texts of all QR codes in a picture. */
export async function readQr(picture: Buffer): Promise<string[]> {
  const found = await readBarcodes(new Uint8Array(picture), { formats: ['QRCode'] });
  return found.map(({ text }) => text);
}

/** The first grey picture of a PDF as a PNG, as it was put in: the pixels stay untouched. */
export function pictureOf(pdf: Buffer): Buffer {
  const text = pdf.toString('latin1');
  const begins = text.indexOf('/Subtype /Image');
  const dictionary = text.slice(text.lastIndexOf('obj', begins), text.indexOf('stream', begins));
  const number = (name: string) => Number(new RegExp(`/${name} (\\d+)`).exec(dictionary)?.[1]);
  const from = text.indexOf('stream\n', begins) + 'stream\n'.length;
  const data = pdf.subarray(from, from + number('Length'));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(number('Width'), 0);
  header.writeUInt32BE(number('Height'), 4);
  header[8] = number('BitsPerComponent');
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
