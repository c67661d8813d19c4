import { createDeflate, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { hugePng, pdfOf, photo, pngChunk, pngOf } from './sample-files.js';

/** Files made to hurt whoever opens them. None of them does anything but to the program that would open it. */
export interface HostileFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** What the citizen is told. */
  readonly finding: 'unreadable-file' | 'wrong-type' | 'too-many-pixels' | 'too-large' | 'encrypted' | 'active-content';
}

const latin = (text: string) => Buffer.from(text, 'latin1');
const htmlPage = latin('<!doctype html><html><script>alert(document.domain)</script></html>');

export async function hostileFiles(heic: Buffer): Promise<HostileFile[]> {
  const jpeg = await photo({ format: 'jpeg' });
  const png = await photo({ format: 'png' });
  const pdf = await pdfOf({ pages: 1 });
  const bombs: HostileFile[] = [
    { name: '400 million pixels in a PNG of a kilobyte', bytes: hugePng(20_000, 20_000), finding: 'too-many-pixels' },
    { name: 'a JPEG that says 65,000 × 65,000', bytes: resizedJpeg(jpeg, 65_000), finding: 'too-many-pixels' },
    { name: 'a HEIC that says 20,000 × 20,000', bytes: resizedHeic(heic, 20_000), finding: 'too-many-pixels' },
    {
      name: '318 MB of interlaced pixels in 300 kB, to be turned',
      bytes: await interlacedBomb(),
      finding: 'unreadable-file',
    },
    { name: 'a note of a PNG that unpacks to 64 MB, and no picture', bytes: textBomb(), finding: 'unreadable-file' },
    { name: 'a compressed object stream of 64 MB', bytes: objectBomb(), finding: 'unreadable-file' },
  ];
  const polyglots: HostileFile[] = [
    { name: 'JPEG and ZIP', bytes: Buffer.concat([jpeg, zip()]), finding: 'wrong-type' },
    { name: 'PNG and JAR', bytes: Buffer.concat([png, zip('META-INF/MANIFEST.MF')]), finding: 'wrong-type' },
    { name: 'GIFAR', bytes: Buffer.concat([latin('GIF89a\x01\0\x01\0\0\0\0;'), zip()]), finding: 'wrong-type' },
    { name: 'JPEG with a PDF in its remark', bytes: withRemark(jpeg, pdf.subarray(0, 900)), finding: 'wrong-type' },
    { name: 'HEIC and ZIP', bytes: Buffer.concat([heic, zip()]), finding: 'wrong-type' },
    { name: 'PNG and a web page', bytes: Buffer.concat([png, htmlPage]), finding: 'wrong-type' },
    {
      name: 'JPEG and a program',
      bytes: Buffer.concat([jpeg, latin('\x7fELF\x02\x01\x01'), Buffer.alloc(64)]),
      finding: 'wrong-type',
    },
    { name: 'PDF and ZIP', bytes: Buffer.concat([pdf, zip()]), finding: 'wrong-type' },
    {
      name: 'PDF and a script of the shell',
      bytes: Buffer.concat([latin('#!/bin/sh\nexit\n'), pdf]),
      finding: 'wrong-type',
    },
  ];
  const disguised: HostileFile[] = [
    { name: 'nothing', bytes: Buffer.alloc(0), finding: 'unreadable-file' },
    { name: 'one byte', bytes: latin('\xff'), finding: 'wrong-type' },
    { name: 'the first two bytes of a JPEG', bytes: jpeg.subarray(0, 3), finding: 'unreadable-file' },
    { name: 'a web page that was named .png', bytes: htmlPage, finding: 'wrong-type' },
    {
      name: 'an SVG with a script',
      bytes: latin('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
      finding: 'wrong-type',
    },
    {
      name: 'a program that was named .jpg',
      bytes: Buffer.concat([latin('MZ'), Buffer.alloc(512)]),
      finding: 'wrong-type',
    },
    {
      name: 'a picture of another program',
      bytes: latin('%!PS-Adobe-3.0\n(/etc/passwd) run\n'),
      finding: 'wrong-type',
    },
    { name: 'a JPEG that was cut off', bytes: jpeg.subarray(0, jpeg.length / 2), finding: 'unreadable-file' },
    { name: 'a HEIC that was cut off', bytes: heic.subarray(0, heic.length / 2), finding: 'unreadable-file' },
    { name: 'a moving WebP', bytes: await moving('webp'), finding: 'wrong-type' },
    { name: 'a moving GIF', bytes: await moving('gif'), finding: 'wrong-type' },
  ];
  const pdfs: HostileFile[] = [
    {
      name: 'a script in a PDF',
      bytes: pdfWith('/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>'),
      finding: 'active-content',
    },
    {
      name: 'a PDF that starts a program',
      bytes: pdfWith('/AA << /O << /S /Launch /F (calc.exe) >> >>'),
      finding: 'active-content',
    },
    {
      name: 'a PDF that carries a file',
      bytes: pdfWith('/Names << /EmbeddedFiles 9 0 R >>'),
      finding: 'active-content',
    },
    {
      name: 'a PDF with a form of the old kind',
      bytes: pdfWith('/AcroForm << /XFA [9 0 R] >>'),
      finding: 'active-content',
    },
    { name: 'a PDF with a film', bytes: pdfWith('/Annots [<< /Subtype /RichMedia >>]'), finding: 'active-content' },
    { name: 'a PDF with a password', bytes: await pdfOf({ pages: 1, password: 'rahasia' }), finding: 'encrypted' },
    { name: 'a tree of pages that is its own child', bytes: loopingPdf(), finding: 'unreadable-file' },
    { name: 'a stream that never ends', bytes: endlessStream(), finding: 'unreadable-file' },
    { name: '100,000 pages', bytes: manyPages(100_000), finding: 'too-large' },
    { name: '16 MB of beginnings of streams', bytes: beginningsOnly(), finding: 'unreadable-file' },
  ];
  return [...bombs, ...polyglots, ...disguised, ...pdfs];
}

/** A PDF of numbered objects; the first is its catalog. */
function pdfFrom(objects: readonly (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [latin('%PDF-1.4\n')];
  const offsets: number[] = [];
  let size = parts[0]?.length ?? 0;
  const add = (part: Buffer) => {
    parts.push(part);
    size += part.length;
  };
  objects.forEach((object, index) => {
    offsets.push(size);
    add(Buffer.concat([latin(`${index + 1} 0 obj\n`), Buffer.from(object), latin('\nendobj\n')]));
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  add(latin(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`));
  const table = size - `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`.length;
  add(latin(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`));
  return Buffer.concat(parts);
}

const pages = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const page = (more = '') => `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${more} >>`;
const stream = (bytes: Buffer, about = '') =>
  Buffer.concat([latin(`<< /Length ${bytes.length} ${about} >>\nstream\n`), bytes, latin('\nendstream')]);

function pdfWith(inCatalog: string): Buffer {
  return pdfFrom([`<< /Type /Catalog /Pages 2 0 R ${inCatalog} >>`, pages, page()]);
}

function loopingPdf(): Buffer {
  const child = '<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>';
  return pdfFrom(['<< /Type /Catalog /Pages 2 0 R >>', pages, child, '<< /Type /Page >>']);
}

/** Drawings within drawings, fifty times each, eight deep. */
export function spinningPdf(): Buffer {
  const often = latin('/A Do '.repeat(50));
  const resources = (object: number) => `/Resources << /XObject << /A ${object} 0 R >> >>`;
  const form = '/Type /XObject /Subtype /Form /BBox [0 0 595 842]';
  return pdfFrom([
    '<< /Type /Catalog /Pages 2 0 R >>',
    pages,
    page(`/Contents 4 0 R ${resources(5)}`),
    stream(often),
    ...Array.from({ length: 8 }, (_, depth) => stream(often, `${form} ${resources(6 + depth)}`)),
    stream(latin('0 0 m 500 500 l S'), form),
  ]);
}

/** 256 MB of lines to draw in a megabyte. */
export function contentBomb(): Buffer {
  const drawing = Buffer.alloc(256 * 1024 * 1024, '0 0 m 595 842 l S\n');
  const packed = deflateSync(drawing, { level: 1 });
  return pdfFrom([
    '<< /Type /Catalog /Pages 2 0 R >>',
    pages,
    page('/Contents 4 0 R'),
    stream(packed, '/Filter /FlateDecode'),
  ]);
}

function objectBomb(): Buffer {
  const held = deflateSync(Buffer.alloc(64 * 1024 * 1024, ' '));
  const about = '/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode';
  return pdfFrom(['<< /Type /Catalog /Pages 2 0 R >>', pages, page(), stream(held, about)]);
}

function endlessStream(): Buffer {
  const whole = pdfFrom(['<< /Type /Catalog /Pages 2 0 R >>', pages, '<< /Length 999999999 >>']);
  const at = whole.indexOf('999999999 >>') + '999999999 >>'.length;
  return Buffer.concat([whole.subarray(0, at), latin('\nstream\n'), Buffer.alloc(15_000_000, 'x'), whole.subarray(at)]);
}

function manyPages(count: number): Buffer {
  const kids = Array.from({ length: count }, (_, index) => `${index + 3} 0 R`).join(' ');
  return pdfFrom([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${count} /Kids [${kids}] >>`,
    ...Array.from({ length: count }, () => '<< /Type /Page /Parent 2 0 R >>'),
  ]);
}

function beginningsOnly(): Buffer {
  const whole = pdfFrom(['<< /Type /Catalog /Pages 2 0 R >>', '<< >>']);
  return Buffer.concat([whole.subarray(0, 9), Buffer.alloc(16_000_000, 'stream\nendstream\n'), whole.subarray(9)]);
}

/** What a reader of archives looks for: one entry's name, and the record at the end. */
function zip(name = 'a.txt'): Buffer {
  const entry = Buffer.alloc(46 + name.length);
  entry.write('PK\x01\x02', 'latin1');
  entry.writeUInt16LE(name.length, 28);
  entry.write(name, 46);
  const local = Buffer.alloc(30 + name.length);
  local.write('PK\x03\x04', 'latin1');
  local.writeUInt16LE(name.length, 26);
  local.write(name, 30);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}

function withRemark(jpeg: Buffer, remark: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xfffe, 0);
  head.writeUInt16BE(remark.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, remark, jpeg.subarray(2)]);
}

function resizedJpeg(jpeg: Buffer, side: number): Buffer {
  const bytes = Buffer.from(jpeg);
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(side, frame + 5);
  bytes.writeUInt16BE(side, frame + 7);
  return bytes;
}

function resizedHeic(heic: Buffer, side: number): Buffer {
  const bytes = Buffer.from(heic);
  for (let at = bytes.indexOf('ispe'); at >= 0; at = bytes.indexOf('ispe', at + 4)) {
    bytes.writeUInt32BE(side, at + 8);
    bytes.writeUInt32BE(side, at + 12);
  }
  return bytes;
}

/** Within the limit of pixels, eight bytes each, and only to be decoded as a whole. */
export async function interlacedBomb(): Promise<Buffer> {
  const side = 6_300;
  const packer = createDeflate({ level: 9 });
  const parts: Buffer[] = [];
  packer.on('data', (part: Buffer) => parts.push(part));
  const block = Buffer.alloc(4 * 1024 * 1024);
  let left = side * side * 8 + side * 2;
  const ended = new Promise((resolve) => packer.on('end', resolve));
  while (left > 0) {
    if (!packer.write(block.subarray(0, Math.min(left, block.length)))) {
      await new Promise((resolve) => packer.once('drain', resolve));
    }
    left -= block.length;
  }
  packer.end();
  await ended;
  const flat = pngOf(side, side, [16, 6, 0, 0, 1], Buffer.concat(parts));
  // To be turned by a quarter, for which decoders hold it a second time.
  const turned = Buffer.from('4d4d002a00000008000101120003000000010006000000000000', 'hex');
  return Buffer.concat([flat.subarray(0, 33), pngChunk('eXIf', turned), flat.subarray(33)]);
}

function textBomb(): Buffer {
  const note = Buffer.concat([latin('Comment\0\0'), deflateSync(Buffer.alloc(64 * 1024 * 1024))]);
  const whole = pngOf(900, 900, [8, 2, 0, 0, 0], deflateSync(Buffer.alloc(1_000)));
  const afterHeader = 8 + 25;
  return Buffer.concat([whole.subarray(0, afterHeader), pngChunk('zTXt', note), whole.subarray(afterHeader)]);
}

function moving(format: 'webp' | 'gif'): Promise<Buffer> {
  const frame = (background: string) =>
    sharp({ create: { width: 300, height: 300, channels: 3, background } })
      .png()
      .toBuffer();
  return Promise.all([frame('white'), frame('black')]).then((frames) =>
    sharp(frames, { join: { animated: true } })
      .toFormat(format, { loop: 0 })
      .toBuffer(),
  );
}
