import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../scripts/binaries.mjs';
import { waitFor } from '../../scripts/clerk.mjs';
import { exercises } from '../../scripts/play-exercises.mjs';
import { playJourney } from '../../scripts/play-journey.mjs';
import { placesOf } from '../../scripts/region-places.mjs';
import { readRegion } from '../../scripts/region.mjs';
import { root } from '../../scripts/runtime.mjs';
import { wholeSystem, type WholeSystem } from './whole-system.js';

// Another regency and a practice system at once: neither changes the other. The second region's own demo: npm run demo -- --region.
const regionFile = join(root, 'infra/region/merauke.json');
const printerJams = findProgram('ippeveprinter') !== undefined;
let on: WholeSystem;
beforeAll(async () => {
  on = await wholeSystem('practice', {
    env: {
      REGION_FILE: regionFile,
      LOKET_PRACTICE: 'on',
      SUBMIT_QUIET_SECONDS: '3',
      SURVEY_AFTER_MINUTES: '0',
      ...(printerJams ? { PRINTER_DRIVER: 'ipp' } : {}),
    },
  });
}, 180_000);
afterAll(() => on?.stop(), 60_000);

describe('a second regency, to practise on', () => {
  it('plays a whole request, in its own words and time, and every message and page says LATIHAN', async () => {
    const journey = await playJourney(on.system, on.system.keys.firstAdmin.password);
    expect(journey.state).toBe('handed_over');
    const said = journey.replies.join('\n');
    expect(said).toMatch(/Kantor Disdukcapil Kabupaten Merauke/);
    expect(said).toMatch(/pukul \d\d\.\d\d WIT\b/);
    expect(said).not.toMatch(/Nunukan|WITA/);
    expect(journey.replies.filter((reply) => !reply.startsWith('*LATIHAN*'))).toEqual([]);

    expect(journey.trackingPage).toContain('LATIHAN');
    const { console: page, graph, station, intake } = on.system.urls;
    for (const address of [`${page}/masuk`, graph, station, `${intake}/docs`]) {
      expect([address, (await (await fetch(address)).text()).includes('LATIHAN')]).toEqual([address, true]);
    }
    for (const address of ['/', '/laporan', '/permohonan-baru'])
      expect((await on.clerk.file(address)).bytes.toString()).toContain('LATIHAN');
    expect((await on.clerk.file('/api/reports/survey?format=pdf')).bytes.toString('latin1')).toContain('LATIHAN');
    const cards = join(on.system.folder, 'cards');
    if (!printerJams) expect(readFileSync(join(cards, readdirSync(cards)[0] ?? ''), 'latin1')).toContain('LATIHAN');
  }, 120_000);

  it.each(exercises)(
    'plays the exercise $name',
    async ({ name, play }) => {
      let ticket: string | undefined;
      const said: string[] = [];
      const staff = async () => {
        if (name !== 'data-meragukan') return;
        const applicationId = await waitFor(
          'the ticket',
          async () => ticket && (await on.applicationOf(ticket)),
          60_000,
        );
        await on.reaches(applicationId, 'under_review');
        const open = `/api/document-validation/reviews?state=open&applicationId=${applicationId}`;
        const { reviews } = (await on.clerk.get(open)) as { reviews: { reviewId: string }[] };
        const at = `/api/document-validation/reviews/${reviews[0]?.reviewId}`;
        await on.clerk.post(`${at}/decision`, { verdict: 'approve' });
      };
      const { urls } = on.system;
      await Promise.all([
        play({
          ...{ urls, printerJams, places: await placesOf(readRegion({ REGION_FILE: regionFile }).region) },
          ...{ waitSeconds: 1, patienceMs: 90_000 },
          say: (who, text) => void said.push(`${who}: ${text}`),
          onTicket: (told) => void (ticket = told),
        }),
        staff(),
      ]);
      expect(said.at(-1)).toMatch(/siap diambil|kabar keputusannya|dilewati/);
    },
    120_000,
  );
});
