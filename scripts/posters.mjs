// npm run posters -- --out FOLDER [--number 0812…] [--source kantor,instagram,rt] [--districts] [--region NAME]
// For each source a folder with a poster (A4, PDF) and a picture (1080 × 1350) per kind, and a banner (A3, PDF). --districts adds
// every sub-district as a source. The number is the region file's unless given.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SetupError } from './ports.mjs';
import { printFailure } from './progress.mjs';
// First of all, since it makes --region and --practice what the rest reads.
import { systemFolder } from './running-system.mjs';
import { continuedUnderProjectNode } from './runtime.mjs';
import { setUp } from './setup.mjs';

try {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: join(systemFolder, 'posters') },
      number: { type: 'string' },
      source: { type: 'string', default: 'kantor' },
      districts: { type: 'boolean', default: false },
    },
  });
  await setUp({ servers: false });
  if (!(await continuedUnderProjectNode(import.meta.filename))) await makePosters(values);
} catch (error) {
  printFailure(error);
  process.exit(1);
}

/** @param {{ out: string, number?: string | undefined, source: string, districts: boolean }} values */
async function makePosters(values) {
  const { region, districts } = await readAll();
  const { drawPosterImage, drawPosterPdf } = await import('./draw-poster.mjs');
  const { bannerOf, internationalNumber, posterOf, sourceWordOf } = await import('./poster-words.mjs');
  const given = values.number ?? region.whatsapp.number;
  if (!given) throw new SetupError('the region file names no WhatsApp number; give one: --number 0812…');
  const number = internationalNumber(given);
  const practice = process.env.LOKET_PRACTICE === 'on';
  const sources = [...values.source.split(','), ...(values.districts ? districts : [])].map(sourceWordOf);
  const { serviceStandards } = await registry();
  for (const source of new Set(sources)) {
    const folder = resolve(values.out, source);
    mkdirSync(folder, { recursive: true });
    const about = { agency: region.agencyName, number, source, practice };
    for (const standard of serviceStandards(region)) {
      const poster = posterOf(standard, about);
      writeFileSync(join(folder, `poster-${poster.name}.pdf`), await drawPosterPdf(poster, 'A4'));
      writeFileSync(join(folder, `gambar-${poster.name}.png`), await drawPosterImage(poster));
    }
    const banner = bannerOf({ ...about, workingDays: region.publicPromiseWorkingDays });
    writeFileSync(join(folder, 'spanduk-a3.pdf'), await drawPosterPdf(banner, 'A3 landscape'));
    writeFileSync(join(folder, 'gambar-umum.png'), await drawPosterImage(banner));
    console.log(`${folder}: ${serviceStandards(region).length} posters, a banner and their pictures; source ${source}`);
  }
}

/** @returns {Promise<typeof import('../libs/civil-registry/src/index.js')>} */
function registry() {
  return import(new URL('../dist/libs/civil-registry/src/index.js', import.meta.url).href);
}

async function readAll() {
  const { readRegion } = await import('./region.mjs');
  const { placesOf } = await import('./region-places.mjs');
  const { parseRegion } = await registry();
  const { file } = readRegion(process.env);
  const region = parseRegion(readFileSync(file, 'utf8'));
  return { region, districts: (await placesOf(region)).districts };
}
