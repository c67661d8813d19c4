import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Flow } from '#contracts';
import { readRegion } from '../../scripts/region.mjs';

const apps = readdirSync('apps').filter((app) => existsSync(join('apps', app, 'src/flow.ts')));

/** The flow of every service there is. */
export const flows: readonly Flow[] = await Promise.all(
  apps.map(async (app) => {
    const { flow } = (await import(`../../apps/${app}/src/flow.ts`)) as { flow: Flow };
    return flow;
  }),
);

/** The offices of the region that `npm start` serves. */
export const offices: readonly string[] = readRegion({}).region.offices.map(({ code }) => code);
