import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deflateRawSync, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { runTypescript } from '../../test/run-typescript.js';
import { spinningPdf } from '../../test/hostile-files.js';
import { hugePng, pdfOf, photo } from '../../test/sample-files.js';
import { defectsOf } from '../checks/all-checks.js';
import { DocumentReader } from './document-reader.js';

describe('opening a document', () => {
  let reader: DocumentReader;
  beforeAll(() => {
    reader = new DocumentReader({ processes: 1, memoryMb: 512, seconds: 15, nodeArguments: runTypescript });
  });
  afterAll(() => reader.stop());

  async function defects(bytes: Uint8Array) {
    const { reading } = await reader.read(bytes);
    return defectsOf(reading).map(({ defect }) => defect);
  }

  it.each(['jpeg', 'png', 'webp'] as const)('reads a %s with its size and brightness', async (format) => {
    const { reading, killed } = await reader.read(await photo({ format }));
    expect(killed).toBe(false);
    expect(reading).toEqual({
      form: 'picture',
      type: `image/${format}`,
      width: 1200,
      height: 900,
      brightness: expect.any(Number),
      quality: expect.objectContaining({ sharpness: expect.any(Number), glare: 0 }),
    });
    expect(defectsOf(reading)).toEqual([]);
  });

  it('finds a picture that was cut off', async () => {
    const whole = await photo({ format: 'jpeg' });
    expect(await defects(whole.subarray(0, whole.length / 2))).toEqual(['unreadable-file']);
    const png = await photo({ format: 'png' });
    expect(await defects(png.subarray(0, png.length / 2))).toEqual(['unreadable-file']);
  });

  it('refuses 20,000 × 20,000 pixels without opening them, with the number measured', async () => {
    const { reading } = await reader.read(hugePng(20_000, 20_000));
    expect(reading).toEqual({ form: 'refused', defect: 'too-many-pixels', measured: 400_000_000, limit: 40_000_000 });
  });

  it('measures what is too dark and too small', async () => {
    const dark = await reader.read(await photo({ format: 'jpeg', brightness: 8 }));
    expect(defectsOf(dark.reading)).toEqual([{ defect: 'dark', measured: expect.any(Number), limit: 30 }]);
    const small = await reader.read(await photo({ format: 'jpeg', width: 320, height: 240 }));
    expect(defectsOf(small.reading)).toEqual([{ defect: 'low-resolution', measured: 320, limit: 600 }]);
  });

  it('goes by content: text, SVG, GIF and a renamed archive are no documents', async () => {
    const gif = await sharp({ create: { width: 900, height: 900, channels: 3, background: 'white' } })
      .gif()
      .toBuffer();
    for (const bytes of [
      Buffer.from('bukan foto'),
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      gif,
      Buffer.from('PK\x03\x04 archive'),
    ]) {
      expect(await defects(bytes)).toEqual(['wrong-type']);
    }
    expect(await defects(Buffer.alloc(0))).toEqual(['unreadable-file']);
  });

  describe('a PDF', () => {
    it('is read with its pages', async () => {
      const { reading } = await reader.read(await pdfOf({ pages: 2 }));
      expect(reading).toEqual({ form: 'pdf', pages: 2, encrypted: false, active: [] });
    });

    it('is refused when it was cut off, is encrypted, or has too many pages', async () => {
      const whole = await pdfOf({ pages: 2 });
      expect(await defects(whole.subarray(0, whole.length - 200))).toEqual(['unreadable-file']);
      expect(await defects(await pdfOf({ pages: 1, password: 'rahasia' }))).toEqual(['encrypted']);
      const long = await reader.read(await pdfOf({ pages: 25 }));
      expect(defectsOf(long.reading)).toEqual([{ defect: 'too-large', measured: 25, limit: 20 }]);
    });

    const insert = (pdf: Buffer, text: string) => {
      const at = pdf.indexOf('/Type /Catalog');
      return Buffer.concat([pdf.subarray(0, at), Buffer.from(`${text} `), pdf.subarray(at)]);
    };
    it.each([
      '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>',
      '/OpenAction 9 0 R',
      '/AA << /O << /S /J#61vaScript >> >>',
      '/A << /S /Launch /F (calc.exe) >>',
      '/Names << /EmbeddedFiles 9 0 R >>',
      '/A << /S /Rendition /JS (x) >>',
    ])('is refused with %s', async (text) => {
      expect(await defects(insert(await pdfOf({ pages: 1 }), text))).toEqual(['active-content']);
    });

    it('is refused with a script in a compressed object stream', async () => {
      const held = deflateSync(Buffer.from('9 0 << /S /JavaScript /JS (x) >>'));
      const stream = Buffer.concat([
        Buffer.from(`9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${held.length} >>\nstream\n`),
        held,
        Buffer.from('\nendstream\nendobj\n'),
      ]);
      const pdf = await pdfOf({ pages: 1 });
      const at = pdf.lastIndexOf('xref\n0');
      expect(await defects(Buffer.concat([pdf.subarray(0, at), stream, pdf.subarray(at)]))).toEqual(['active-content']);
      const bomb = deflateRawSync(Buffer.alloc(64 * 1024 * 1024));
      const broken = Buffer.concat([
        Buffer.from('9 0 obj\n<< /Type /ObjStm >>\nstream\n'),
        bomb,
        Buffer.from('\nendstream\n'),
      ]);
      expect(await defects(Buffer.concat([pdf.subarray(0, at), broken, pdf.subarray(at)]))).toEqual([
        'unreadable-file',
      ]);
    });

    it('is fine with a first page to show, and with /JS among the bytes of a picture', async () => {
      const pdf = insert(await pdfOf({ pages: 1 }), '/OpenAction [3 0 R /Fit]');
      const picture = Buffer.from(
        '8 0 obj\n<< /Subtype /Image >>\nstream\n\x01/JS(\x02\nendstream\nendobj\n',
        'latin1',
      );
      const at = pdf.lastIndexOf('xref\n0');
      expect(await defects(Buffer.concat([pdf.subarray(0, at), picture, pdf.subarray(at)]))).toEqual([]);
    });

    it('is refused with an archive glued behind it', async () => {
      const zip = Buffer.from('PK\x05\x06' + '\0'.repeat(18), 'latin1');
      expect(await defects(Buffer.concat([await pdfOf({ pages: 1 }), zip]))).toEqual(['wrong-type']);
    });
  });
});

describe('the process that opens documents', () => {
  it('is killed when a document takes too long or too much, which is a finding; the next one is read', async () => {
    const slow = new DocumentReader({ processes: 1, memoryMb: 512, seconds: 0.02, nodeArguments: runTypescript });
    const outcome = await slow.read(await photo({ format: 'png' }));
    expect(outcome).toEqual({ reading: { form: 'refused', defect: 'unreadable-file' }, copies: [], killed: true });
    slow.stop();

    // A page that draws itself within itself is drawn for ever; what waits behind it is still read.
    const short = new DocumentReader({ processes: 1, memoryMb: 512, seconds: 2, nodeArguments: runTypescript });
    const [tooLong, fine] = await Promise.all([short.read(spinningPdf()), short.read(await photo({ format: 'jpeg' }))]);
    expect([tooLong.killed, fine.killed]).toEqual([true, false]);
    short.stop();
  });

  it('cannot take more memory than it is given: what needs more does not open', async () => {
    // An interlaced picture is decoded as a whole.
    const small = new DocumentReader({ processes: 1, memoryMb: 256, seconds: 15, nodeArguments: runTypescript });
    const hungry = await sharp({ create: { width: 6_300, height: 6_300, channels: 3, background: 'white' } })
      .png({ progressive: true })
      .toBuffer();
    const [tooMuch, fine] = await Promise.all([small.read(hungry), small.read(await photo({ format: 'jpeg' }))]);
    expect([tooMuch.reading.form, fine.reading.form]).toEqual(['refused', 'picture']);
    small.stop();
  });

  it('tells documents apart from a service that stops', async () => {
    const reader = new DocumentReader({ processes: 1, memoryMb: 512, seconds: 15, nodeArguments: runTypescript });
    const reading = reader.read(await photo({ format: 'jpeg' }));
    reader.stop();
    await expect(reading).rejects.toThrow('stopping');
  });
});
