import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { eventually } from '#testing';
import { defectsOf } from '../src/checks/all-checks.js';
import { DocumentReader } from '../src/reading/document-reader.js';
import { contentBomb, type HostileFile, hostileFiles, spinningPdf } from './hostile-files.js';
import { peakOf, processesBelow, watchPeakMemory } from './peak-memory.js';
import { runTypescript } from './run-typescript.js';
import { pdfOf, photo } from './sample-files.js';

const isLong = process.env['LOKET_LONG'] !== undefined;
const seed = Number(process.env['LOKET_SEED'] ?? (isLong ? Date.now() % 1_000_000 : 20_261_124));
/** Less than the ordinary 512: the worst of these files takes 500 MB of whoever lets it. */
const memoryMb = 400;
/** For one file. */
const seconds = 15;
const heic = readFileSync(new URL('../test-data/specimen.heic', import.meta.url));

const readerOf = (limit: number) =>
  new DocumentReader({ processes: 1, memoryMb, seconds: limit, nodeArguments: runTypescript });

describe('a hostile file', () => {
  let reader: DocumentReader;
  let files: readonly HostileFile[];
  beforeAll(async () => {
    reader = readerOf(seconds);
    files = await hostileFiles(heic);
  }, 60_000);
  afterAll(() => reader.stop());

  it('is a finding, whatever it is, within its time and memory; then the next photo is read', async () => {
    const told: Record<string, unknown> = {};
    const measured: { name: string; seconds: number; megabytes: number }[] = [];
    for (const { name, bytes } of files) {
      const watch = watchPeakMemory();
      const began = performance.now();
      const { reading, copies } = await reader.read(bytes);
      const peak = watch.stop();
      measured.push({
        name,
        seconds: Math.round(performance.now() - began) / 1000,
        megabytes: peak.megabytes,
      });
      told[name] = [defectsOf(reading).map(({ defect }) => defect), copies.length];
    }
    if (isLong)
      process.stdout.write(measured.map((one) => `${one.megabytes} MB  ${one.seconds} s  ${one.name}\n`).join(''));
    expect(told).toEqual(Object.fromEntries(files.map(({ name, finding }) => [name, [[finding], 0]])));
    expect(measured.filter(({ megabytes }) => megabytes > memoryMb)).toEqual([]);
    expect(measured.filter((one) => one.seconds > seconds + 2)).toEqual([]);
    expect((await reader.read(await photo({ format: 'jpeg' }))).reading.form).toBe('picture');
  }, 300_000);

  it.each([
    ['within itself', spinningPdf],
    ['out of 256 MB of lines', contentBomb],
  ])('that is drawn %s ends with its time, and so does what drew it', async (_, make) => {
    const hasty = readerOf(5);
    // Its process has begun.
    await hasty.read(await photo({ format: 'jpeg' }));
    const outcome = hasty.read(make());
    const drawing = await eventually(() => processesBelow(process.pid).find((pid) => peakOf(pid).name === 'pdftoppm'));
    const { reading, killed } = await outcome;
    expect([reading, killed]).toEqual([{ form: 'refused', defect: 'unreadable-file' }, true]);
    // Long before the processor seconds that it has.
    await eventually(() => peakOf(drawing).name === '', { withinMs: 2_000 });
    hasty.stop();
  });
});

describe('the copy that people look at', () => {
  let reader: DocumentReader;
  beforeAll(() => {
    reader = readerOf(15);
  });
  afterAll(() => reader.stop());

  it('is drawn anew: upright, as JPEG, without the place and the device that the photo names', async () => {
    const sideways = await sharp(await photo({ format: 'jpeg' }))
      .withMetadata({ orientation: 6 })
      .withExifMerge({ IFD0: { Make: 'SPECIMEN' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '4/1 8/1 0/1' } })
      .toBuffer();
    expect((await sharp(sideways).metadata()).exif).toBeDefined();
    const { copies } = await reader.read(sideways);
    const [copy] = copies;
    if (!copy) throw new Error('no copy');
    const about = await sharp(copy).metadata();
    expect([about.format, about.exif, about.xmp, about.orientation]).toEqual(['jpeg', undefined, undefined, undefined]);
    expect([about.width, about.height]).toEqual([900, 1200]);
    expect(Buffer.from(copy).includes('SPECIMEN')).toBe(false);
  });

  it('of an iPhone’s HEIC is a JPEG of the same picture', async () => {
    const { reading, copies } = await reader.read(heic);
    expect(reading).toMatchObject({ form: 'picture', type: 'image/heic', width: 960, height: 720 });
    expect(heic.includes('Exif')).toBe(true);
    const [copy] = copies;
    if (!copy) throw new Error('no copy');
    expect((await sharp(copy).metadata()).exif).toBeUndefined();
    // The specimen has a red square in its upper left corner on paper.
    const { data } = await sharp(copy)
      .extract({ left: 70, top: 70, width: 1, height: 1 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(data[0]).toBeGreaterThan(150);
    expect(data[1]).toBeLessThan(80);
  });

  it('of a PDF has one picture a page', async () => {
    const { reading, copies } = await reader.read(await pdfOf({ pages: 3 }));
    expect(reading).toMatchObject({ form: 'pdf', pages: 3 });
    const formats = await Promise.all(copies.map(async (copy) => (await sharp(copy).metadata()).format));
    expect(formats).toEqual(['jpeg', 'jpeg', 'jpeg']);
  });

  it('keeps an ordinary photo of twelve million pixels, and one with a film behind it', async () => {
    const watch = watchPeakMemory();
    const large = await reader.read(
      await sharp(await photo({ format: 'jpeg' }))
        .resize(4000, 3000)
        .jpeg()
        .toBuffer(),
    );
    expect(large.copies).toHaveLength(1);
    const moving = Buffer.concat([
      await photo({ format: 'jpeg' }),
      Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0isommp42', 'latin1'),
    ]);
    expect((await reader.read(moving)).reading.form).toBe('picture');
    expect(watch.stop().megabytes).toBeLessThan(memoryMb);
  });
});

describe('files with random damage', () => {
  const runs = isLong ? 3_000 : 60;
  it(
    `never take the reading down: ${runs} from seed ${seed}`,
    async () => {
      const small = { width: 320, height: 240 };
      const valid = [
        await photo({ format: 'jpeg', ...small }),
        await photo({ format: 'png', ...small }),
        await photo({ format: 'webp', ...small }),
        heic,
        await pdfOf({ pages: 1 }),
      ];
      const share = fc.double({ min: 0, max: 1, noNaN: true });
      const wound = fc.record({
        how: fc.constantFrom('flip', 'cut', 'double', 'insert', 'zero' as const),
        at: share,
        length: fc.integer({ min: 1, max: 600 }),
        bytes: fc.uint8Array({ minLength: 1, maxLength: 16 }),
      });
      const reader = readerOf(15);
      const watch = watchPeakMemory();
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...valid),
          fc.array(wound, { minLength: 1, maxLength: 5 }),
          async (file, wounds) => {
            let bytes: Buffer = file;
            for (const one of wounds) bytes = hurt(bytes, one);
            const { reading, copies } = await reader.read(bytes);
            expect(['picture', 'pdf', 'refused']).toContain(reading.form);
            if (reading.form === 'refused') expect(copies).toEqual([]);
            for (const copy of copies) expect((await sharp(copy).metadata()).format).toBe('jpeg');
          },
        ),
        { seed, numRuns: runs, endOnFailure: true },
      );
      expect((await reader.read(await photo({ format: 'jpeg' }))).reading.form).toBe('picture');
      expect(watch.stop().megabytes).toBeLessThan(memoryMb);
      reader.stop();
    },
    isLong ? 1_800_000 : 120_000,
  );
});

interface Wound {
  readonly how: 'flip' | 'cut' | 'double' | 'insert' | 'zero';
  readonly at: number;
  readonly length: number;
  readonly bytes: Uint8Array;
}

function hurt(file: Buffer, { how, at, length, bytes }: Wound): Buffer {
  const from = Math.floor(at * file.length);
  const to = Math.min(file.length, from + length);
  switch (how) {
    case 'flip': {
      const copy = Buffer.from(file);
      if (from < copy.length) copy[from] = (copy[from] ?? 0) ^ (bytes[0] ?? 1);
      return copy;
    }
    case 'cut':
      return Buffer.concat([file.subarray(0, from), file.subarray(to)]);
    case 'double':
      return Buffer.concat([file.subarray(0, to), file.subarray(from)]);
    case 'insert':
      return Buffer.concat([file.subarray(0, from), bytes, file.subarray(from)]);
    case 'zero':
      return Buffer.concat([file.subarray(0, from), Buffer.alloc(to - from), file.subarray(to)]);
  }
}
