import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defectsOf } from '../src/checks/all-checks.js';
import { DocumentReader } from '../src/reading/document-reader.js';
import { drawDocument, drawnKinds } from './draw-document.js';
import { photoDefects, photograph } from './photograph.js';
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
    isLong ? 3_600_000 : 120_000,
  );
});
