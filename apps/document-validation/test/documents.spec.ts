import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defectsOf } from '../src/checks/all-checks.js';
import { ordinaryLimits } from '../src/checks/quality-limits.js';
import { warningsOf } from '../src/checks/warnings-of.js';
import { DocumentReader } from '../src/reading/document-reader.js';
import { TextReader } from '../src/reading/text-reader.js';
import { findNumbers } from '../src/text/find-numbers.js';
import { recogniseDocument } from '../src/text/recognise-document.js';
import { findProgram } from '../../../scripts/binaries.mjs';
import { drawDocument, drawnKinds } from './draw-document.js';
import { photoDefects, photograph, photoOddities } from './photograph.js';
import { randomFrom } from './random.js';
import { runTypescript } from './run-typescript.js';

const isLong = process.env['LOKET_LONG'] !== undefined;
const seed = Number(process.env['LOKET_SEED'] ?? (isLong ? Date.now() % 1_000_000 : 20_261_124));
const pictures = Number(process.env['LOKET_PICTURES'] ?? (isLong ? 400 : 20));

describe('photos of documents with a known defect or none', () => {
  let reader: DocumentReader;
  beforeAll(() => {
    reader = new DocumentReader({ processes: 1, memoryMb: 512, seconds: 60, nodeArguments: runTypescript });
  });
  afterAll(() => reader.stop());

  it(
    `are told apart: ${pictures} from seed ${seed}`,
    async () => {
      const outcome = new Map<string, { all: number; well: number; wrong: string[] }>();
      for (let index = 0; index < pictures; index += 1) {
        const random = randomFrom(seed * 1_000 + index);
        // Half of them are readable; the others have one defect each.
        const defect = index % 2 === 0 ? undefined : photoDefects[((index - 1) / 2) % photoDefects.length];
        const kind = random.of(drawnKinds);
        const { reading } = await reader.read(await photograph(drawDocument(kind, random), random, defect));
        const found = defectsOf(reading).map((one) => `${one.defect} ${one.measured}`);
        const well = defect ? found.some((one) => one.startsWith(defect)) : found.length === 0;
        const step = outcome.get(defect ?? 'readable') ?? { all: 0, well: 0, wrong: [] };
        outcome.set(defect ?? 'readable', step);
        step.all += 1;
        if (well) step.well += 1;
        else
          step.wrong.push(
            `#${index} ${kind}: ${found.join(', ') || 'nothing'} of ${JSON.stringify(reading.form === 'picture' ? reading.quality : reading)}`,
          );
      }
      const lines = [...outcome].map(([step, { all, well, wrong }]) =>
        [`${step}: ${well} of ${all}`, ...wrong.map((one) => `    ${one}`)].join('\n'),
      );
      process.stdout.write(`documents, seed ${seed}\n${lines.join('\n')}\n`);
      const readable = outcome.get('readable') ?? { all: 0, well: 0 };
      const spoilt = [...outcome].filter(([step]) => step !== 'readable').map(([, counted]) => counted);
      const share = (list: { all: number; well: number }[]) =>
        list.reduce((sum, { well }) => sum + well, 0) / list.reduce((sum, { all }) => sum + all, 0);
      expect(share(spoilt)).toBeGreaterThanOrEqual(0.95);
      expect(share([readable])).toBeGreaterThanOrEqual(0.97);
    },
    isLong ? 3_600_000 : 300_000,
  );

  const odd = Number(process.env['LOKET_ODD_PICTURES'] ?? (isLong ? 90 : 9));
  it(
    `that are odd are warned of, and never sent back for it: ${odd} from seed ${seed}`,
    async () => {
      const expected = { screen: 'photo-of-a-screen', photocopy: 'photocopy', turned: 'sideways' } as const;
      const found: string[] = [];
      const counted = { warned: 0, falsely: 0 };
      for (let index = 0; index < odd; index += 1) {
        const random = randomFrom(seed * 1_000 + 800 + index);
        const oddity = photoOddities[index % photoOddities.length] ?? 'screen';
        const document = drawDocument(random.of(drawnKinds), random);
        for (const as of [oddity, undefined]) {
          const { reading } = await reader.read(await photograph(document, random, undefined, as));
          const warnings = warningsOf(reading, ordinaryLimits);
          const well = as ? warnings.some(({ warning }) => warning === expected[as]) : warnings.length === 0;
          if (as && well) counted.warned += 1;
          if (!as && !well) counted.falsely += 1;
          if (!well) {
            const measured = reading.form === 'picture' ? JSON.stringify(reading.quality) : reading.form;
            found.push(`    #${index} ${document.kind} as ${as ?? 'paper'}: ${measured}\n`);
          }
        }
      }
      process.stdout.write(
        `documents, seed ${seed}, oddities: ${counted.warned} of ${odd} warned of, ${counted.falsely} of ${odd} ordinary ones\n${found.join('')}`,
      );
      expect(counted.warned / odd).toBeGreaterThanOrEqual(0.9);
      expect(counted.falsely / odd).toBeLessThanOrEqual(0.05);
    },
    isLong ? 3_600_000 : 300_000,
  );

  const installed = findProgram('tesseract') !== undefined;
  const readings = Number(process.env['LOKET_READINGS'] ?? (isLong ? 200 : 4));
  (installed ? it : it.skip)(
    `are read, where nothing is wrong with them: ${readings} from seed ${seed}${installed ? '' : ' (skipped: tesseract-ocr is not installed)'}`,
    async () => {
      const pages = new DocumentReader({
        processes: 1,
        memoryMb: 512,
        seconds: 60,
        pages: true,
        nodeArguments: runTypescript,
      });
      const texts = new TextReader({ atOnce: 1, seconds: 120, memoryMb: 512 });
      const counted = { documents: 0, recognised: 0, numbers: 0, exact: 0 };
      for (let index = 0; index < readings; index += 1) {
        const random = randomFrom(seed * 1_000 + 500 + index);
        const document = drawDocument(random.of(drawnKinds), random);
        const { page } = await pages.read(await photograph(document, random, undefined));
        const text = (page && (await texts.read(page, 'picture'))) ?? '';
        const numbers = findNumbers(text);
        const wanted = [document.familyCardNumber ?? [], document.niks].flat();
        counted.documents += 1;
        if (recogniseDocument(text) === (document.kind === 'KTP' ? 'KTP_LAMA' : document.kind)) counted.recognised += 1;
        counted.numbers += wanted.length;
        counted.exact += wanted.filter((one) => numbers.includes(one)).length;
      }
      pages.stop();
      process.stdout.write(
        `documents, seed ${seed}, reading: ${counted.exact} of ${counted.numbers} numbers exact, ${counted.recognised} of ${counted.documents} documents recognised\n`,
      );
      expect(counted.exact / counted.numbers).toBeGreaterThanOrEqual(0.9);
      expect(counted.recognised / counted.documents).toBeGreaterThanOrEqual(0.9);
    },
    isLong ? 3_600_000 : 300_000,
  );
});
